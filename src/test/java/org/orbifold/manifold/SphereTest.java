package org.orbifold.manifold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.orbifold.manifold.Slots.P;
import static org.orbifold.manifold.Slots.V;
import static org.orbifold.manifold.Slots.W;
import static org.orbifold.manifold.Slots.X;
import static org.orbifold.manifold.Slots.Y;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SphereTest {
    private static Slots<?> slots(int dimension, boolean single) {
        Manifold sphere = new Sphere(dimension);
        return single ? new Slots<>(Coordinates.FLOAT, sphere) : new Slots<>(Coordinates.DOUBLE, sphere);
    }

    @Property(tries = 200)
    void theWayToTheAntipodeSetsOutTowardsTheSmallestCoordinatesAxis(
            @ForAll @IntRange(min = 1, max = 30) int dimension, @ForAll boolean single, @ForAll long seed) {
        Slots<?> slots = slots(dimension, single);
        slots.randomPoint(new SplittableRandom(seed), X);
        int smallest = 0;
        for (int i = 0; i <= dimension; i++) {
            slots.set(Y, i, -slots.get(X, i));
            smallest = Math.abs(slots.get(X, i)) < Math.abs(slots.get(X, smallest)) ? i : smallest;
        }
        slots.set(W, smallest, 1);
        slots.projectTangent(X, W, W);
        slots.scale(W, Math.PI / slots.norm(W));
        slots.log(X, Y, V);
        slots.assertNear(W, V);
        assertEquals(Math.PI, slots.distance(X, Y), slots.tolerance());
        slots.exp(X, V, P);
        slots.assertNear(Y, P);
        slots.geodesic(X, Y, 1, P);
        slots.assertNear(Y, P);
        slots.scale(W, 0.25);
        slots.exp(X, W, W);
        slots.geodesic(X, Y, 0.25, P);
        slots.assertNear(W, P);
        slots.transport(X, Y, V, V);
        slots.log(Y, X, W);
        slots.scale(W, -1);
        slots.assertNear(W, V);
    }

    @Example
    void firstOfEqualCoordinatesShowsTheWayToTheAntipode() {
        Slots<?> slots = slots(2, false);
        slots.set(X, new double[] {0, -1, 0});
        slots.set(Y, new double[] {0, 1, 0});
        slots.log(X, Y, V);
        assertArrayEquals(new double[] {Math.PI, 0, 0}, slots.get(V), 1e-15);
    }

    /** Nearer the antipode than any direction can be told: either way leads there but for 1e-7. */
    @Property(tries = 300)
    void everythingIsFiniteNearTheAntipode(
            @ForAll @IntRange(min = 1, max = 30) int dimension,
            @ForAll @DoubleRange(min = -17, max = -3) double exponent,
            @ForAll boolean single,
            @ForAll long seed) {
        Slots<?> slots = slots(dimension, single);
        SplittableRandom random = new SplittableRandom(seed);
        slots.randomPoint(random, X);
        slots.randomTangent(random, X, V);
        slots.scale(V, (Math.PI - Math.pow(10, exponent)) / slots.norm(V));
        slots.exp(X, V, Y);
        slots.log(X, Y, W);
        assertEquals(slots.distance(X, Y), slots.norm(W), slots.tolerance());
        slots.exp(X, W, P);
        for (int i = 0; i <= dimension; i++) {
            assertEquals(slots.get(Y, i), slots.get(P, i), single ? 1e-6 : 1e-7);
        }
        slots.transport(X, Y, V, P);
        assertEquals(slots.norm(V), slots.norm(P), single ? 1e-5 : 1e-6);
    }

    @Property(tries = 300)
    void smallStepsKeepTheirDigits(
            @ForAll @IntRange(min = 1, max = 30) int dimension,
            @ForAll @DoubleRange(min = -12, max = -2) double exponent,
            @ForAll long seed) {
        Slots<?> slots = slots(dimension, false);
        SplittableRandom random = new SplittableRandom(seed);
        slots.randomPoint(random, X);
        slots.randomTangent(random, X, V);
        double step = Math.pow(10, exponent);
        slots.scale(V, step / slots.norm(V));
        slots.exp(X, V, Y);
        assertEquals(step, slots.distance(X, Y), 1e-15 + 1e-13 * step);
        slots.log(X, Y, W);
        for (int i = 0; i <= dimension; i++) {
            assertEquals(slots.get(V, i), slots.get(W, i), 1e-15 + 1e-13 * step);
        }
    }

    /** Steps and paths end on the sphere, though they begin off it: errors do not add up. */
    @Property(tries = 50)
    void resultsAreBroughtBackToTheSphere(
            @ForAll @IntRange(min = 1, max = 30) int dimension, @ForAll boolean single, @ForAll long seed) {
        Slots<?> slots = slots(dimension, single);
        SplittableRandom random = new SplittableRandom(seed);
        slots.randomPoint(random, X);
        slots.randomPoint(random, Y);
        slots.randomTangent(random, X, V);
        slots.scale(X, 1.001);
        slots.exp(X, V, P);
        slots.assertPoint(P);
        slots.geodesic(X, Y, 0.5, P);
        slots.assertPoint(P);
    }

    @Example
    void twoPointsHaveNothingBetweenThem() {
        for (boolean single : new boolean[] {false, true}) {
            for (double sign : new double[] {-1, 1}) {
                Slots<?> slots = slots(0, single);
                slots.set(X, 0, sign);
                slots.set(Y, 0, -sign);
                slots.set(W, 0, 3);
                assertEquals(Math.PI, slots.distance(X, Y), 1e-15);
                assertEquals(0, slots.distance(X, X));
                slots.log(X, Y, V);
                assertEquals(0, slots.get(V, 0), 0);
                slots.log(X, X, V);
                assertEquals(0, slots.get(V, 0), 0);
                slots.projectTangent(X, W, V);
                assertEquals(0, slots.get(V, 0), 0);
                slots.exp(X, V, P);
                assertEquals(sign, slots.get(P, 0));
                slots.transport(X, Y, V, P);
                assertEquals(0, slots.get(P, 0), 0);
                for (double t : new double[] {0, 0.5, 1}) {
                    slots.geodesic(X, Y, t, P);
                    assertEquals(sign, slots.get(P, 0));
                }
                slots.scale(Y, 0.3);
                slots.project(Y, P);
                assertEquals(-sign, slots.get(P, 0));
            }
        }
    }

    @Example
    void nothingIsPutOnTheFirstAxis() {
        Slots<?> slots = slots(2, true);
        slots.project(Y, P);
        assertArrayEquals(new double[] {1, 0, 0}, slots.get(P));
    }

    /** A coordinate's second and fourth moments on S^n are 1/(n+1) and 3/((n+1)(n+3)). */
    @Property(tries = 8)
    void randomPointsAreUniform(@ForAll @IntRange(min = 0, max = 7) int dimension, @ForAll boolean single) {
        Slots<?> slots = slots(dimension, single);
        SplittableRandom random = new SplittableRandom(dimension);
        int draws = 20_000;
        int n = dimension + 1;
        double[][] moments = new double[n][5];
        double mixed = 0;
        for (int draw = 0; draw < draws; draw++) {
            slots.randomPoint(random, P);
            slots.assertPoint(P);
            for (int i = 0; i < n; i++) {
                for (int k = 1; k <= 4; k++) {
                    moments[i][k] += Math.pow(slots.get(P, i), k) / draws;
                }
            }
            mixed += slots.get(P, 0) * slots.get(P, n - 1) / draws;
        }
        double bound = 5 / Math.sqrt(draws);
        for (double[] ofOne : moments) {
            assertEquals(0, ofOne[1], bound / Math.sqrt(n));
            assertEquals(1.0 / n, ofOne[2], bound / n * Math.sqrt(2));
            assertEquals(0, ofOne[3], bound);
            assertEquals(3.0 / (n * (n + 2)), ofOne[4], bound * 10 / (n * n));
        }
        assertEquals(n == 1 ? 1 : 0, mixed, bound / n);
    }

    @Example
    void areasAreThoseThatAreKnown() {
        assertEquals(Math.log(2), new Sphere(0).logArea(), 1e-15);
        assertEquals(Math.log(2 * Math.PI), new Sphere(1).logArea(), 1e-15);
        assertEquals(Math.log(4 * Math.PI), new Sphere(2).logArea(), 1e-15);
        assertEquals(Math.log(2 * Math.PI * Math.PI), new Sphere(3).logArea(), 1e-15);
    }

    /** S^n is a stack of S^(n-1), of radius sin(theta) for theta from 0 to pi. */
    @Property(tries = 20)
    void aSphereIsAStackOfSpheres(@ForAll @IntRange(min = 1, max = 784) int dimension) {
        int intervals = 2000;
        double sum = 0;
        for (int k = 0; k < intervals; k++) {
            sum += Math.pow(Math.sin(Math.PI * (k + 0.5) / intervals), dimension - 1);
        }
        double stack = Math.log(sum * Math.PI / intervals) + new Sphere(dimension - 1).logArea();
        assertEquals(stack, new Sphere(dimension).logArea(), 1e-5);
    }
}
