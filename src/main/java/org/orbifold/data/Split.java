package org.orbifold.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;

/** Which rows of a data set train a network and which test it: two sets without a common row. */
public final class Split {
    /** How a split is made: what a file remembers of it. */
    public sealed interface Rule {
        /**
         * The split of that many rows.
         *
         * @throws Fault if there are too few
         */
        Split split(int rows);
    }

    /**
     * A shuffled split: every row is a training or a test row.
     *
     * @param testFraction the share of test rows, in (0, 1)
     * @param seed of the shuffle
     */
    public record Shuffled(double testFraction, long seed) implements Rule {
        /** @throws Fault if the fraction is outside (0, 1) */
        public Shuffled {
            if (!(testFraction > 0 && testFraction < 1)) {
                throw Fault.in("test fraction " + testFraction, "it must lie between 0 and 1");
            }
        }

        @Override
        public Split split(int rows) {
            if (rows < 2) {
                throw new Fault("a split takes two rows or more, not " + rows);
            }
            int test = Math.clamp(Math.round(testFraction * rows), 1, rows - 1);
            int[] order = Draws.seeded(seed).permutation(rows);
            return new Split(this, Arrays.copyOfRange(order, test, rows), Arrays.copyOf(order, test));
        }
    }

    /** Two ranges of rows without a common row; rows in neither are not used. */
    public record Ranges(RowRange train, RowRange test) implements Rule {
        /** @throws Fault if a row is in both */
        public Ranges {
            if (train.overlaps(test)) {
                throw new Fault("training rows " + train + " and test rows " + test + " overlap");
            }
        }

        @Override
        public Split split(int rows) {
            train.within(rows, "training rows");
            test.within(rows, "test rows");
            return new Split(this, indices(train), indices(test));
        }

        private static int[] indices(RowRange range) {
            return IntStream.range(range.from(), range.to()).toArray();
        }
    }

    private final Rule rule;
    private final int[] train;
    private final int[] test;

    private Split(Rule rule, int[] train, int[] test) {
        this.rule = rule;
        this.train = train;
        this.test = test;
    }

    /**
     * A shuffled split: {@code round(testFraction * rows)} test rows, but at least one row on either side.
     *
     * @throws Fault if the fraction is outside (0, 1) or there are fewer than two rows
     */
    public static Split random(int rows, double testFraction, long seed) {
        return new Shuffled(testFraction, seed).split(rows);
    }

    /**
     * A split by two ranges.
     *
     * @throws Fault if they overlap or reach beyond the rows
     */
    public static Split ranges(RowRange train, RowRange test, int rows) {
        return new Ranges(train, test).split(rows);
    }

    /** How the split was made. */
    public Rule rule() {
        return rule;
    }

    /** The indices of the training rows, in the order of the split. */
    public int[] train() {
        return train.clone();
    }

    /** The indices of the test rows, in the order of the split. */
    public int[] test() {
        return test.clone();
    }
}
