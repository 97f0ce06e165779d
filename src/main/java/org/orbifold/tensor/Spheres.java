package org.orbifold.tensor;

import java.util.Arrays;

/**
 * A product of unit spheres and a Euclidean space, as spans of a row's columns: each span is a point on the sphere in as
 * many dimensions as it is long, the other columns are Euclidean.
 */
public final class Spheres {
    private final int columns;
    private final int[] offsets;
    private final int[] lengths;

    /**
     * A product.
     *
     * @param columns of a row
     * @param offsets the first column of each sphere
     * @param lengths how many columns each has: at least 1
     */
    public Spheres(int columns, int[] offsets, int[] lengths) {
        this.columns = columns;
        this.offsets = offsets.clone();
        this.lengths = lengths.clone();
        int free = 0;
        for (int k = 0; k < offsets.length; k++) {
            if (offsets[k] < free || lengths[k] < 1) {
                throw new IllegalArgumentException(
                        "spheres at " + Arrays.toString(offsets) + " of " + Arrays.toString(lengths));
            }
            free = offsets[k] + lengths[k];
        }
        if (free > columns) {
            throw new IllegalArgumentException(free + " columns of " + columns);
        }
    }

    /** Columns of a row. */
    public int columns() {
        return columns;
    }

    /** How many spheres there are. */
    int count() {
        return offsets.length;
    }

    int offset(int sphere) {
        return offsets[sphere];
    }

    int length(int sphere) {
        return lengths[sphere];
    }

    /** Whether a column belongs to no sphere. */
    boolean[] euclidean() {
        boolean[] euclidean = new boolean[columns];
        Arrays.fill(euclidean, true);
        for (int k = 0; k < offsets.length; k++) {
            Arrays.fill(euclidean, offsets[k], offsets[k] + lengths[k], false);
        }
        return euclidean;
    }
}
