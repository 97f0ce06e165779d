package org.orbifold.manifold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

/** Points and vectors in one array, one after the other, so that no test works at offset 0 only. */
final class Slots<A> {
    static final int X = 0;
    static final int Y = 1;
    static final int V = 2;
    static final int W = 3;
    static final int P = 4;
    static final int Q = 5;
    private static final int COUNT = 6;

    private final Coordinates<A> on;
    private final Manifold manifold;
    private final int n;
    private final A array;

    Slots(Coordinates<A> on, Manifold manifold) {
        this.on = on;
        this.manifold = manifold;
        n = manifold.ambientDimension();
        array = on.zeros(COUNT * n);
    }

    /** The error that is allowed. */
    double tolerance() {
        return on == Coordinates.FLOAT ? 1e-5 : 1e-12;
    }

    double get(int slot, int i) {
        return on.get(array, slot * n + i);
    }

    void set(int slot, int i, double value) {
        on.set(array, slot * n + i, value);
    }

    void set(int slot, double[] values) {
        for (int i = 0; i < n; i++) {
            set(slot, i, values[i]);
        }
    }

    double[] get(int slot) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = get(slot, i);
        }
        return values;
    }

    void exp(int x, int v, int out) {
        manifold.exp(on, array, x * n, array, v * n, array, out * n);
    }

    void log(int x, int y, int out) {
        manifold.log(on, array, x * n, array, y * n, array, out * n);
    }

    void transport(int x, int y, int v, int out) {
        manifold.transport(on, array, x * n, array, y * n, array, v * n, array, out * n);
    }

    void geodesic(int x, int y, double t, int out) {
        manifold.geodesic(on, array, x * n, array, y * n, t, array, out * n);
    }

    double distance(int x, int y) {
        return manifold.distance(on, array, x * n, array, y * n);
    }

    void project(int x, int out) {
        manifold.project(on, array, x * n, array, out * n);
    }

    void projectTangent(int x, int v, int out) {
        manifold.projectTangent(on, array, x * n, array, v * n, array, out * n);
    }

    void randomPoint(SplittableRandom random, int out) {
        manifold.randomPoint(random, on, array, out * n);
    }

    /** A random tangent vector at x, of a length about 1. */
    void randomTangent(SplittableRandom random, int x, int out) {
        for (int i = 0; i < n; i++) {
            set(out, i, random.nextGaussian() / Math.sqrt(n));
        }
        projectTangent(x, out, out);
    }

    void scale(int slot, double factor) {
        for (int i = 0; i < n; i++) {
            set(slot, i, factor * get(slot, i));
        }
    }

    double dot(int a, int b) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += get(a, i) * get(b, i);
        }
        return sum;
    }

    double norm(int slot) {
        return Math.sqrt(dot(slot, slot));
    }

    /** The vectors are equal but for the tolerance, as a whole. */
    void assertNear(int expected, int actual) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = get(actual, i) - get(expected, i);
            sum += difference * difference;
        }
        assertEquals(0, Math.sqrt(sum), tolerance());
    }

    void assertPoint(int x) {
        project(x, Q);
        assertNear(Q, x);
    }

    void assertTangent(int x, int v) {
        projectTangent(x, v, Q);
        assertNear(Q, v);
    }
}
