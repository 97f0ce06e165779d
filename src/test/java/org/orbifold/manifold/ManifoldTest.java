package org.orbifold.manifold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.orbifold.manifold.Slots.P;
import static org.orbifold.manifold.Slots.V;
import static org.orbifold.manifold.Slots.W;
import static org.orbifold.manifold.Slots.X;
import static org.orbifold.manifold.Slots.Y;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Spheres;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

class ManifoldTest {
    private static final ProductManifold PRODUCT = new ProductManifold(List.of(
            new Sphere(9),
            new Euclidean(3),
            new ProductManifold(List.of(new Sphere(1), new Sphere(0), new Euclidean(1))),
            new Sphere(29)));

    /** A factor that is no product, and where its coordinates begin. */
    record Part(Manifold manifold, int at) {
        static List<Part> of(Manifold manifold, int at) {
            if (!(manifold instanceof ProductManifold(List<Manifold> factors))) {
                return List.of(new Part(manifold, at));
            }
            List<Part> parts = new ArrayList<>();
            int offset = at;
            for (Manifold factor : factors) {
                parts.addAll(of(factor, offset));
                offset += factor.ambientDimension();
            }
            return parts;
        }
    }

    /** Points X and Y, theta apart on each sphere but S^0, where they coincide; tangent vectors V and W at X. */
    record Pair(Manifold manifold, Coordinates<?> on, double theta, long seed) {
        Slots<?> draw() {
            Slots<?> slots = new Slots<>(on, manifold);
            SplittableRandom random = new SplittableRandom(seed);
            for (Part part : Part.of(manifold, 0)) {
                int n = part.manifold.ambientDimension();
                double[] x = random.doubles(n, -1, 1).toArray();
                double[] y = random.doubles(n, -1, 1).toArray();
                if (part.manifold instanceof Sphere) {
                    x = unit(x);
                    y = n == 1 ? x : apart(x, unit(orthogonal(x, unit(orthogonal(x, y)))));
                }
                for (int i = 0; i < n; i++) {
                    slots.set(X, part.at + i, x[i]);
                    slots.set(Y, part.at + i, y[i]);
                }
            }
            slots.randomTangent(random, X, V);
            slots.randomTangent(random, X, W);
            return slots;
        }

        private double[] apart(double[] x, double[] u) {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.cos(theta) * x[i] + Math.sin(theta) * u[i];
            }
            return y;
        }

        /** The distance of X and Y. */
        double distance(Slots<?> slots) {
            double sum = 0;
            for (Part part : Part.of(manifold, 0)) {
                if (part.manifold instanceof Sphere(int dimension)) {
                    sum += dimension == 0 ? 0 : theta * theta;
                } else {
                    for (int i = part.at; i < part.at + part.manifold.dimension(); i++) {
                        sum += Math.pow(slots.get(Y, i) - slots.get(X, i), 2);
                    }
                }
            }
            return Math.sqrt(sum);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] unit(double[] x) {
        double norm = Math.sqrt(dot(x, x));
        return Arrays.stream(x).map(xi -> xi / norm).toArray();
    }

    private static double[] orthogonal(double[] x, double[] u) {
        double along = dot(x, u);
        double[] rest = u.clone();
        for (int i = 0; i < x.length; i++) {
            rest[i] -= along * x[i];
        }
        return rest;
    }

    /** Angles from 1e-6 to pi - 1e-3, as many near either end as between. */
    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Manifold> manifolds = Arbitraries.of(
                new Euclidean(5),
                new Sphere(1),
                new Sphere(2),
                new Sphere(9),
                new Sphere(16),
                new Sphere(784),
                PRODUCT);
        Arbitrary<Coordinates<?>> coordinates = Arbitraries.of(Coordinates.DOUBLE, Coordinates.FLOAT);
        Arbitrary<Double> angles = Arbitraries.oneOf(
                Arbitraries.doubles().between(-6, 0).map(e -> Math.pow(10, e)),
                Arbitraries.doubles().between(0.1, 3),
                Arbitraries.doubles().between(-3, 0).map(e -> Math.PI - Math.pow(10, e)),
                Arbitraries.of(1e-6, Math.PI - 1e-3));
        return Combinators.combine(
                        manifolds, coordinates, angles, Arbitraries.longs().withoutEdgeCases())
                .as(Pair::new);
    }

    @Property(tries = 600)
    void expUndoesLog(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        slots.log(X, Y, V);
        slots.assertTangent(X, V);
        slots.exp(X, V, P);
        slots.assertPoint(P);
        slots.assertNear(Y, P);
    }

    @Property(tries = 600)
    void logIsAsLongAsTheDistance(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        double distance = pair.distance(slots);
        slots.log(X, Y, V);
        assertEquals(distance, slots.norm(V), slots.tolerance());
        assertEquals(distance, slots.distance(X, Y), slots.tolerance());
        assertEquals(distance, slots.distance(Y, X), slots.tolerance());
    }

    @Property(tries = 600)
    void transportKeepsInnerProductsAndIsUndoneOnTheWayBack(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        double inner = slots.dot(V, W);
        double length = slots.norm(V);
        slots.transport(X, Y, V, P);
        slots.assertTangent(Y, P);
        slots.transport(X, Y, W, W);
        assertEquals(inner, slots.dot(P, W), slots.tolerance());
        assertEquals(length, slots.norm(P), slots.tolerance());
        slots.transport(Y, X, P, P);
        slots.assertNear(V, P);
    }

    @Property(tries = 600)
    void transportTakesTheLogToMinusTheReverseLog(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        slots.log(X, Y, V);
        slots.transport(X, Y, V, V);
        slots.log(Y, X, W);
        slots.scale(W, -1);
        slots.assertNear(W, V);
    }

    @Property(tries = 600)
    void geodesicsHaveConstantSpeed(
            @ForAll("pairs") Pair pair,
            @ForAll @DoubleRange(min = 0, max = 1) double s,
            @ForAll @DoubleRange(min = 0, max = 1) double t) {
        Slots<?> slots = pair.draw();
        slots.geodesic(X, Y, s, V);
        slots.assertPoint(V);
        slots.geodesic(X, Y, t, W);
        double distance = pair.distance(slots);
        assertEquals(Math.abs(s - t) * distance, slots.distance(V, W), slots.tolerance());
        assertEquals((1 - t) * distance, slots.distance(W, Y), slots.tolerance());
        slots.log(X, Y, V);
        slots.scale(V, t);
        slots.exp(X, V, V);
        slots.assertNear(W, V);
    }

    @Property(tries = 300)
    void geodesicsEndAtTheirEndsAndGoOnBeyond(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        slots.geodesic(X, Y, 0, P);
        slots.assertNear(X, P);
        slots.geodesic(X, Y, 1, P);
        slots.assertNear(Y, P);
        slots.log(X, Y, V);
        slots.scale(V, -1);
        slots.exp(X, V, V);
        slots.geodesic(X, Y, -1, P);
        slots.assertNear(V, P);
    }

    @Property(tries = 300)
    void coincidingPointsAreNoDistanceApart(@ForAll("pairs") Pair pair) {
        Slots<?> slots = pair.draw();
        assertEquals(0, slots.distance(X, X), 1e-12);
        slots.geodesic(X, X, 0.3, P);
        slots.assertNear(X, P);
        slots.transport(X, X, V, P);
        slots.assertNear(V, P);
        slots.log(X, X, P);
        assertEquals(0, slots.norm(P), 1e-12);
        slots.exp(X, P, P);
        slots.assertNear(X, P);
    }

    interface Operation {
        void on(Slots<?> slots, int out);
    }

    private static final Operation EXP = (slots, out) -> slots.exp(X, V, out);
    private static final Operation LOG = (slots, out) -> slots.log(X, Y, out);
    private static final Operation TRANSPORT = (slots, out) -> slots.transport(X, Y, V, out);
    private static final Operation GEODESIC = (slots, out) -> slots.geodesic(X, Y, 0.25, out);
    private static final Operation PROJECT = (slots, out) -> slots.project(V, out);
    private static final Operation PROJECT_TANGENT = (slots, out) -> slots.projectTangent(X, Y, out);
    private static final List<Operation> OPERATIONS = List.of(EXP, LOG, TRANSPORT, GEODESIC, PROJECT, PROJECT_TANGENT);

    private static double[] result(Slots<?> slots, Operation operation) {
        operation.on(slots, P);
        return slots.get(P);
    }

    @Property(tries = 100)
    void resultsMayTakeTheirArgumentsPlaces(@ForAll("pairs") Pair pair) {
        for (Operation operation : OPERATIONS) {
            double[] expected = result(pair.draw(), operation);
            for (int place : new int[] {X, Y, V}) {
                Slots<?> slots = pair.draw();
                operation.on(slots, place);
                assertArrayEquals(expected, slots.get(place));
            }
        }
    }

    @Property(tries = 100)
    void productDoesAsItsFactorsDo(
            @ForAll @DoubleRange(min = 0.01, max = 3.14) double theta, @ForAll boolean single, @ForAll long seed) {
        Coordinates<?> on = single ? Coordinates.FLOAT : Coordinates.DOUBLE;
        Slots<?> whole = new Pair(PRODUCT, on, theta, seed).draw();
        for (Part part : Part.of(PRODUCT, 0)) {
            int n = part.manifold.ambientDimension();
            Slots<?> alone = new Slots<>(on, part.manifold);
            for (int slot : new int[] {X, Y, V}) {
                alone.set(slot, Arrays.copyOfRange(whole.get(slot), part.at, part.at + n));
            }
            for (Operation operation : OPERATIONS) {
                double[] expected = result(alone, operation);
                double[] actual = Arrays.copyOfRange(result(whole, operation), part.at, part.at + n);
                assertArrayEquals(expected, actual);
            }
        }
    }

    @Example
    void randomPointsOfAProductAreThoseOfItsFactors() {
        Slots<?> whole = new Slots<>(Coordinates.DOUBLE, PRODUCT);
        whole.randomPoint(new SplittableRandom(1), P);
        SplittableRandom random = new SplittableRandom(1);
        for (Part part : Part.of(PRODUCT, 0)) {
            Slots<?> alone = new Slots<>(Coordinates.DOUBLE, part.manifold);
            alone.randomPoint(random, P);
            int end = part.at + part.manifold.ambientDimension();
            assertArrayEquals(alone.get(P), Arrays.copyOfRange(whole.get(P), part.at, end));
        }
    }

    @Example
    void dimensionsAddUp() {
        assertEquals(9 + 3 + 1 + 1 + 29, PRODUCT.dimension());
        assertEquals(10 + 3 + 2 + 1 + 1 + 30, PRODUCT.ambientDimension());
        assertEquals(0, new ProductManifold(List.of()).ambientDimension());
        assertThrows(IllegalArgumentException.class, () -> new Sphere(-1));
        assertThrows(IllegalArgumentException.class, () -> new Euclidean(-1));
    }

    @Example
    void euclideanSpaceIsStraight() {
        Slots<?> slots = new Slots<>(Coordinates.DOUBLE, new Euclidean(2));
        slots.set(X, new double[] {1, 2});
        slots.set(Y, new double[] {4, 6});
        slots.set(V, new double[] {-1, 5});
        assertEquals(5, slots.distance(X, Y));
        assertArrayEquals(new double[] {3, 4}, result(slots, LOG));
        assertArrayEquals(new double[] {0, 7}, result(slots, EXP));
        assertArrayEquals(new double[] {-1, 5}, result(slots, TRANSPORT));
        assertArrayEquals(new double[] {1.75, 3}, result(slots, GEODESIC));
        assertArrayEquals(new double[] {-1, 5}, result(slots, PROJECT));
        assertArrayEquals(new double[] {4, 6}, result(slots, PROJECT_TANGENT));
    }

    /** The differentiated maps of a tape are of the same product. */
    @Property(tries = 30)
    void tapesDoTheSame(@ForAll @DoubleRange(min = 0.01, max = 3.1) double theta, @ForAll long seed) {
        Slots<?> slots = new Pair(PRODUCT, Coordinates.DOUBLE, theta, seed).draw();
        Spheres spheres = PRODUCT.spheres();
        int n = PRODUCT.ambientDimension();
        assertEquals(n, spheres.columns());
        try (Tape tape = Backend.get().tape(Precision.DOUBLE)) {
            Variable x = tape.constant(1, 1, n);
            Variable y = tape.parameter(1, 1, n);
            Variable v = tape.parameter(1, 1, n);
            Variable log = tape.log(spheres, x, y);
            Variable exp = tape.exp(spheres, x, v);
            Variable w = tape.parameter(1, 1, n);
            Variable projected = tape.normalize(spheres, w);
            for (int i = 0; i < n; i++) {
                x.value().set(i, slots.get(X, i));
                y.value().set(i, slots.get(Y, i));
                v.value().set(i, slots.get(V, i));
                slots.set(W, i, slots.get(V, i) + 2 * slots.get(Y, i));
                w.value().set(i, slots.get(W, i));
            }
            tape.forward();
            assertNear(log, result(slots, LOG));
            assertNear(exp, result(slots, EXP));
            assertNear(projected, result(slots, (s, out) -> s.project(W, out)));
        }
    }

    private static void assertNear(Variable expected, double[] actual) {
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.value().get(i), actual[i], 1e-11);
        }
    }
}
