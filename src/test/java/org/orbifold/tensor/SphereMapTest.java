package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SphereMapTest {
    /** Two spheres with a Euclidean column before, between and after. */
    private static Spheres spheres(int length) {
        return new Spheres(2 * length + 3, new int[] {1, length + 2}, new int[] {length, length});
    }

    /** Unit vectors b, and x at an angle theta from b, on each sphere; anything in the Euclidean columns. */
    private static void points(Spheres spheres, double theta, SplittableRandom random, Tensor b, Tensor x) {
        for (int c = 0; c < spheres.columns(); c++) {
            b.set(c, random.nextGaussian());
            x.set(c, random.nextGaussian());
        }
        for (int k = 0; k < spheres.count(); k++) {
            int at = spheres.offset(k);
            int length = spheres.length(k);
            divide(b, at, length, Math.sqrt(dot(b, b, at, length)));
            double along = dot(b, x, at, length);
            for (int i = at; i < at + length; i++) {
                x.set(i, x.get(i) - along * b.get(i));
            }
            divide(x, at, length, Math.sqrt(dot(x, x, at, length)));
            for (int i = at; i < at + length; i++) {
                x.set(i, Math.cos(theta) * b.get(i) + Math.sin(theta) * x.get(i));
            }
        }
    }

    private static void divide(Tensor x, int at, int length, double by) {
        for (int i = at; i < at + length; i++) {
            x.set(i, x.get(i) / by);
        }
    }

    private static double dot(Tensor a, Tensor b, int at, int length) {
        double sum = 0;
        for (int i = at; i < at + length; i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    @Property(tries = 200)
    void expUndoesLogAndLogIsAsLongAsTheAngle(
            @ForAll @IntRange(min = 2, max = 20) int length,
            @ForAll @DoubleRange(min = -6, max = 0.5) double exponent,
            @ForAll long seed) {
        double theta = Math.min(Math.pow(10, exponent), Math.PI - 1e-3);
        Spheres spheres = spheres(length);
        try (Tape tape = Backend.get().tape(Precision.DOUBLE)) {
            Variable b = tape.constant(1, 1, spheres.columns());
            Variable x = tape.parameter(1, 1, spheres.columns());
            Variable log = tape.log(spheres, b, x);
            Variable back = tape.exp(spheres, b, log);
            points(spheres, theta, new SplittableRandom(seed), b.value(), x.value());
            tape.forward();
            for (int k = 0; k < spheres.count(); k++) {
                double norm = dot(log.value(), log.value(), spheres.offset(k), length);
                assertEquals(theta, Math.sqrt(norm), 1e-11);
            }
            for (int c = 0; c < spheres.columns(); c++) {
                assertEquals(x.value().get(c), back.value().get(c), 1e-11);
            }
        }
    }

    @Property(tries = 100)
    void gradientsAgreeWithCentralDifferences(
            @ForAll @IntRange(min = 2, max = 5) int length,
            @ForAll @DoubleRange(min = -5, max = 0.47) double exponent,
            @ForAll @IntRange(min = 0, max = 2) int map,
            @ForAll long seed) {
        Spheres spheres = spheres(length);
        try (Tape tape = Backend.get().tape(Precision.DOUBLE);
                Tensor weights = new Tensor(Precision.DOUBLE, spheres.columns())) {
            Variable b = tape.constant(1, 1, spheres.columns());
            Variable x = tape.parameter(1, 1, spheres.columns());
            Variable y = switch (map) {
                case 0 -> tape.normalize(spheres, x);
                case 1 -> tape.log(spheres, b, x);
                default -> tape.exp(spheres, b, x);
            };
            SplittableRandom random = new SplittableRandom(seed);
            points(spheres, Math.pow(10, exponent), random, b.value(), x.value());
            for (int c = 0; c < spheres.columns(); c++) {
                weights.set(c, random.nextGaussian());
            }
            tape.forward();
            for (int c = 0; c < spheres.columns(); c++) {
                y.gradient().set(c, weights.get(c));
            }
            tape.vectorJacobianProduct(y);
            double h = 1e-6;
            for (int c = 0; c < spheres.columns(); c++) {
                double at = x.value().get(c);
                x.value().set(c, at + h);
                tape.forward();
                double up = dot(weights, y.value(), 0, spheres.columns());
                x.value().set(c, at - h);
                tape.forward();
                double down = dot(weights, y.value(), 0, spheres.columns());
                x.value().set(c, at);
                double expected = (up - down) / (2 * h);
                assertEquals(expected, x.gradient().get(c), 2e-5 * Math.max(1, Math.abs(expected)));
            }
        }
    }
}
