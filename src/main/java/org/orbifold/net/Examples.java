package org.orbifold.net;

import java.util.Arrays;

/**
 * Labelled rows: what a network is trained and measured on.
 *
 * @param features {@code [rows, width]}, row by row; not written to
 * @param labels {@code [rows]}, each in [0, classes); not written to
 * @param width the number of features a row
 * @param classes the number of classes
 */
@SuppressWarnings("ArrayRecordComponent") // one block each, shared by everything that reads them
public record Examples(float[] features, int[] labels, int width, int classes) {
    public Examples {
        if ((long) labels.length * width != features.length) {
            throw new IllegalArgumentException(
                    features.length + " features for " + labels.length + " rows of " + width);
        }
    }

    /** The number of rows. */
    public int rows() {
        return labels.length;
    }

    /** Rows {@code [from, to)}. */
    public Examples slice(int from, int to) {
        return new Examples(
                Arrays.copyOfRange(features, from * width, to * width),
                Arrays.copyOfRange(labels, from, to),
                width,
                classes);
    }

    /** The rows of those indices, in that order. */
    public Examples gather(int[] rows) {
        float[] x = new float[Math.multiplyExact(rows.length, width)];
        int[] y = new int[rows.length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(features, rows[r] * width, x, r * width, width);
            y[r] = labels[rows[r]];
        }
        return new Examples(x, y, width, classes);
    }
}
