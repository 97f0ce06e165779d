package org.orbifold.data;

import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random draws that a seed fixes on every machine and every release of Java: the bits of a generator whose algorithm is
 * part of its specification, and strict arithmetic on them.
 */
final class Draws {
    private static final RandomGeneratorFactory<SplittableGenerator> GENERATOR =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final SplittableGenerator random;

    private Draws(SplittableGenerator random) {
        this.random = random;
    }

    static Draws seeded(long seed) {
        return new Draws(GENERATOR.create(seed));
    }

    /** Draws that are independent of those that follow here, however many of them are made. */
    Draws split() {
        return new Draws(random.split());
    }

    /** A number in [0, 1). */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /** A number in [from, to). */
    double uniform(double from, double to) {
        return from + (to - from) * unit();
    }

    /** An integer in [0, bound). */
    int index(int bound) {
        return (int) (unit() * bound);
    }

    /** A normally distributed number of mean 0 (Box and Muller, 1958). */
    double normal(double deviation) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return deviation * radius * StrictMath.cos(2 * Math.PI * unit());
    }

    /** The numbers 0 to {@code count - 1} in random order (Fisher and Yates, 1938). */
    int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = index(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
