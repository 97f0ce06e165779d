package org.orbifold.figure;

import org.orbifold.net.Examples;

/** A rectangle of the input plane. */
public record Domain(double minX, double minY, double maxX, double maxY) {
    /** The plane around two-dimensional rows, with a margin of a tenth. */
    public static Domain around(Examples examples) {
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < examples.rows(); r++) {
            float x = examples.features()[2 * r];
            float y = examples.features()[2 * r + 1];
            minX = Math.min(minX, x);
            maxX = Math.max(maxX, x);
            minY = Math.min(minY, y);
            maxY = Math.max(maxY, y);
        }
        double margin = 0.1 * Math.max(1e-6, Math.max(maxX - minX, maxY - minY));
        return new Domain(minX - margin, minY - margin, maxX + margin, maxY + margin);
    }

    /** Width over height. */
    public double aspect() {
        return (maxX - minX) / (maxY - minY);
    }

    /** The first input at a share of the width, from the left. */
    public double x(double share) {
        return minX + share * (maxX - minX);
    }

    /** The second input at a share of the height, from the bottom. */
    public double y(double share) {
        return minY + share * (maxY - minY);
    }
}
