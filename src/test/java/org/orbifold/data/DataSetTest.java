package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.orbifold.net.Examples;

class DataSetTest {
    private static final List<String> CLASSES = List.of("a", "b");

    private static DataSet set(float[] features, int width, boolean standardizedOverTraining) {
        int[] labels =
                IntStream.range(0, features.length / width).map(r -> r % 2).toArray();
        Examples examples = new Examples(features, labels, width, 2);
        return new DataSet("d", examples, CLASSES, Optional.empty(), standardizedOverTraining);
    }

    @Property(tries = 100)
    void trainingRowsGetMeanZeroAndDeviationOne(
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @DoubleRange(min = -1000, max = 1000) double offset,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double scale,
            @ForAll long seed) {
        Draws draws = Draws.seeded(seed);
        float[] features = new float[3 * (rows + 5)];
        for (int i = 0; i < features.length; i++) {
            features[i] = i % 3 == 2 ? 7 : (float) (offset + scale * draws.normal(1));
        }
        int[] training = IntStream.range(5, rows + 5).toArray();
        float[] seen =
                set(features, 3, true).standardizedOver(training).examples().features();
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            double squares = 0;
            for (int r : training) {
                sum += seen[3 * r + c];
                squares += seen[3 * r + c] * seen[3 * r + c];
            }
            assertEquals(0, sum / rows, 1e-5);
            assertEquals(1, squares / rows, 1e-5);
        }
        IntStream.range(0, rows + 5).forEach(r -> assertEquals(0, seen[3 * r + 2]));
    }

    @Test
    void rowsOutsideTrainingAreMappedAlike() {
        float[] features = {0, 2, 4, -2};
        assertArrayEquals(
                new float[] {-1, 1, 3, -3},
                set(features, 1, true)
                        .standardizedOver(new int[] {0, 1})
                        .examples()
                        .features());
    }

    @Test
    void onlyWhatWasAskedForIsStandardized() {
        DataSet data = set(new float[] {0, 2, 4, 6}, 1, false);
        assertSame(data, data.standardizedOver(new int[] {0, 1}));
    }

    @Test
    void theHashIsThatOfTheDataAsLoaded() {
        DataSet data = set(new float[] {0, 2, 4, 6}, 1, true);
        assertEquals(data.hash(), data.standardizedOver(new int[] {0, 1}).hash());
        // sha256(struct.pack('<3i4f4i', 4, 1, 2, 0, 2, 4, 6, 0, 1, 0, 1)) in Python
        assertEquals("78759554275432c3f9c6adbb7b263e7d2a386bc8030d7767c2c001a93e4b847b", data.hash());
    }

    @Test
    void theHashTellsValuesAndShapesApart() {
        String hash = set(new float[] {0, 2, 4, 6}, 1, false).hash();
        assertNotEquals(hash, set(new float[] {0, 2, 4, 7}, 1, false).hash());
        assertNotEquals(hash, set(new float[] {0, 2, 4, 6}, 2, false).hash());
        Examples relabelled = new Examples(new float[] {0, 2, 4, 6}, new int[] {0, 1, 1, 1}, 1, 2);
        assertNotEquals(hash, new DataSet("d", relabelled, CLASSES, Optional.empty()).hash());
    }

    @Test
    void partsMustFitEachOther() {
        Examples examples = new Examples(new float[4], new int[] {0, 1}, 2, 2);
        assertThrows(IllegalArgumentException.class, () -> new DataSet("d", examples, List.of("a"), Optional.empty()));
        Optional<ImageShape> image = Optional.of(new ImageShape(3, 1));
        assertThrows(IllegalArgumentException.class, () -> new DataSet("d", examples, CLASSES, image));
    }
}
