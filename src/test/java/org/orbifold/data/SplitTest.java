package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Fault;

class SplitTest {
    @Property(tries = 300)
    void aShuffledSplitIsAPartitionWithRowsOnEitherSide(
            @ForAll @IntRange(min = 2, max = 3000) int rows,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
            @ForAll long seed) {
        Split split = Split.random(rows, fraction, seed);
        int[] all = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test()))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, rows).toArray(), all);
        assertEquals(Math.clamp(Math.round(fraction * rows), 1, rows - 1), split.test().length);
    }

    @Property(tries = 50)
    void theRuleMakesTheSameSplitAgain(@ForAll @IntRange(min = 2, max = 500) int rows, @ForAll long seed) {
        Split split = Split.random(rows, 0.2, seed);
        Split again = split.rule().split(rows);
        assertArrayEquals(split.train(), again.train());
        assertArrayEquals(split.test(), again.test());
    }

    @Test
    void seedsShuffleDifferentlyAndTheSameEverywhere() { // files remember a split by its seed
        assertFalse(Arrays.equals(
                Split.random(100, 0.2, 1).test(), Split.random(100, 0.2, 2).test()));
        assertArrayEquals(new int[] {2, 4, 7}, Split.random(10, 0.3, 0).test());
    }

    @Test
    void everyRowIsEquallyLikelyToBeATestRow() {
        int[] counts = new int[10];
        for (int seed = 0; seed < 5000; seed++) {
            Arrays.stream(Split.random(10, 0.2, seed).test()).forEach(row -> counts[row]++);
        }
        // binomial: 1000 expected, standard deviation 28
        Arrays.stream(counts).forEach(count -> assertEquals(1000, count, 140));
    }

    @Test
    void rangesAreTakenAsTheyAre() {
        Split split = Split.ranges(RowRange.parse("3:6"), RowRange.parse("0:2"), 6);
        assertArrayEquals(new int[] {3, 4, 5}, split.train());
        assertArrayEquals(new int[] {0, 1}, split.test());
    }

    @Test
    void impossibleSplitsAreRefused() {
        RowRange first = RowRange.parse("0:4");
        assertThrows(Fault.class, () -> Split.random(1, 0.2, 0));
        assertThrows(Fault.class, () -> Split.random(10, 0, 0));
        assertThrows(Fault.class, () -> Split.random(10, 1, 0));
        assertThrows(Fault.class, () -> Split.random(10, Double.NaN, 0));
        assertThrows(Fault.class, () -> Split.ranges(first, RowRange.parse("3:6"), 10));
        Fault beyond = assertThrows(Fault.class, () -> Split.ranges(first, RowRange.parse("4:11"), 10));
        assertEquals("test rows: rows 4:11 asked for, but there are only 10 rows", beyond.getMessage());
    }
}
