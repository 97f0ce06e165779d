package org.orbifold.data;

import org.orbifold.net.Examples;

/** What generated sets of points in the plane have in common. */
final class Plane {
    /** A point. */
    record Point(double x, double y) {
        static Point polar(double radius, double angle) {
            return new Point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
        }
    }

    /** A curve, or whatever a class is made of before noise. */
    @FunctionalInterface
    interface Curve {
        Point draw(int label, Draws draws);
    }

    private Plane() {}

    /** Rows of two coordinates; row {@code r} is a noisy point of class {@code r % classes}. */
    static Examples generate(int rows, int classes, double noise, long seed, Curve curve) {
        Draws draws = Draws.seeded(seed);
        float[] features = new float[2 * rows];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = r % classes;
            Point point = curve.draw(labels[r], draws);
            features[2 * r] = (float) (point.x() + draws.normal(noise));
            features[2 * r + 1] = (float) (point.y() + draws.normal(noise));
        }
        return new Examples(features, labels, 2, classes);
    }
}
