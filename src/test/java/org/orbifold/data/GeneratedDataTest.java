package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

class GeneratedDataTest {
    private static DataSet load(String spec, long seed) {
        return DataSets.load(
                new DataRequest(spec, Optional.empty(), List.of(), Standardize.ALL, Optional.empty(), seed));
    }

    @ParameterizedTest
    @CsvSource({
        "moons, 1000, 2, 2",
        "rings, 1000, 2, 2",
        "spirals, 1000, 2, 2",
        "glyphs, 4000, 784, 10",
        "glyphs:8, 4000, 64, 10"
    })
    void setsAreBalanced(String spec, int rows, int width, int classes) {
        DataSet data = load(spec, 5);
        assertEquals(rows, data.rows());
        assertEquals(width, data.examples().width());
        assertEquals(classes, data.classNames().size());
        for (int c = 0; c < classes; c++) {
            int label = c;
            assertEquals(
                    rows / classes,
                    Arrays.stream(data.examples().labels())
                            .filter(l -> l == label)
                            .count());
        }
    }

    @Test
    void glyphsAreFixedByTheirSeed() {
        float[] glyphs = Glyphs.generate(40, 28, 5).features();
        assertArrayEquals(glyphs, Glyphs.generate(40, 28, 5).features());
        assertFalse(Arrays.equals(glyphs, Glyphs.generate(40, 28, 6).features()));
        assertArrayEquals(
                Arrays.copyOf(glyphs, 7840), Glyphs.generate(10, 28, 5).features());
    }

    /** Their arithmetic is strict, so these numbers hold on any machine; networks that were saved rely on them. */
    @ParameterizedTest
    @CsvSource({
        "moons, 29f753bb76a44021993632cffc2784cfbcec7c977d7a64349c91ad7efdcfe147",
        "rings, e6bfc4df22cbddaa41c1e7dc73d0a35e9e1e2242c74c3449e9be555527763297",
        "spirals, 7d0ec04f263eede9d7032b5f9d2787b131195e7f476cf1e1a4b4ec7fd2926be5"
    })
    void planarSetsNeverChange(String spec, String hash) {
        assertEquals(hash, load(spec, 0).hash());
        assertNotEquals(hash, load(spec, 1).hash());
    }

    @Test
    void moonsLieWhereScikitLearnPutsThem() {
        Examples moons = load("moons", 1).examples();
        for (int r = 0; r < moons.rows(); r++) {
            double x = moons.features()[2 * r] - moons.labels()[r];
            double y = moons.features()[2 * r + 1] - 0.5 * moons.labels()[r];
            assertEquals(1, Math.hypot(x, y), 0.5);
        }
        assertEquals(0.5, mean(moons, 0), 0.05);
        assertEquals(0.25, mean(moons, 1), 0.05);
    }

    private static double mean(Examples examples, int column) {
        return IntStream.range(0, examples.rows())
                .mapToDouble(r -> examples.features()[r * examples.width() + column])
                .average()
                .orElseThrow();
    }

    @Test
    void spiralsHaveAsManyArmsAsAsked() {
        Examples spirals = Spirals.generate(300, 3, 0, 0);
        assertEquals(3, spirals.classes());
        assertEquals(100, Arrays.stream(spirals.labels()).filter(l -> l == 2).count());
    }

    @Test
    void glyphsAreInkOnPaper() {
        float[] pixels = Glyphs.generate(200, 28, 3).features();
        int inked = 0;
        for (float pixel : pixels) {
            assertTrue(pixel >= 0 && pixel <= 1);
            inked += pixel > 0.5 ? 1 : 0;
        }
        assertEquals(0.12, (double) inked / pixels.length, 0.05);
    }

    @Test
    void smallGlyphsAreCoarserViewsOfTheLarge() {
        Examples large = Glyphs.generate(50, 28, 3);
        Examples small = Glyphs.generate(50, 14, 3);
        for (int i = 0; i < small.features().length; i++) {
            int row = i / 196;
            int corner = row * 784 + i % 196 / 14 * 56 + i % 14 * 2;
            float[] pixels = large.features();
            double average = (pixels[corner] + pixels[corner + 1] + pixels[corner + 28] + pixels[corner + 29]) / 4.0;
            assertEquals(average, small.features()[i], 0.13); // the grain of either
        }
    }

    /** As a set should be: far from chance for the simplest classifier there is, but not solved by it. */
    @Test
    void glyphsAreLearnableButNotTrivial() {
        Examples training = Glyphs.generate(1000, 28, 1);
        Examples test = Glyphs.generate(300, 28, 2);
        float[][] means = new float[Glyphs.CLASSES][784];
        for (int i = 0; i < training.features().length; i++) {
            means[training.labels()[i / 784]][i % 784] += training.features()[i] / 100;
        }
        int right = 0;
        for (int r = 0; r < test.rows(); r++) {
            float[] picture = test.slice(r, r + 1).features();
            int nearest = 0;
            for (int c = 1; c < means.length; c++) {
                nearest = distance(picture, means[c]) < distance(picture, means[nearest]) ? c : nearest;
            }
            right += nearest == test.labels()[r] ? 1 : 0;
        }
        assertEquals(0.8, right / 300.0, 0.12);
    }

    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum();
    }

    @Test
    void rowsAreSelected() {
        DataRequest request = new DataRequest(
                "moons", Optional.empty(), List.of(), Standardize.ALL, Optional.of(RowRange.parse("10:11")), 0);
        Examples row = DataSets.load(request).examples();
        assertArrayEquals(load("moons", 0).examples().slice(10, 11).features(), row.features());
        assertEquals(2, row.classes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"moon", "glyphs:9", "no/such/file.csv", "nul\0"})
    void unknownNamesAreRefusedByName(String spec) {
        Fault fault = assertThrows(Fault.class, () -> load(spec, 0));
        assertTrue(fault.getMessage().startsWith(spec.replace('\0', ' ')), fault.getMessage());
    }

    @Test
    void unknownNamesAreAnsweredWithThoseThatAreKnown() {
        Fault fault = assertThrows(Fault.class, () -> load("moon", 0));
        assertTrue(fault.getMessage().contains("moons, rings, spirals, glyphs, glyphs:8"), fault.getMessage());
    }

    @Test
    void whatFitsNoGeneratedSetIsRefused() {
        DataRequest rows = new DataRequest(
                "moons", Optional.empty(), List.of(), Standardize.ALL, Optional.of(RowRange.parse("0:1001")), 0);
        assertThrows(Fault.class, () -> DataSets.load(rows));
        DataRequest label = new DataRequest("moons", Optional.of("x"), List.of(), Standardize.ALL, Optional.empty(), 0);
        assertThrows(Fault.class, () -> DataSets.load(label));
        assertThrows(Fault.class, () -> DataRequest.of(" "));
    }
}
