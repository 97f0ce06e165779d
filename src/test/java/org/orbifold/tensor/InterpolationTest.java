package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InterpolationTest {
    /** Both implementations, against the definition. */
    @Property(tries = 60)
    void mixesAndApplies(
            @ForAll Pointwise f,
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 19) int columns,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double t = random.nextDouble();
        Backend backend = Backend.get();
        for (Precision precision : Precision.values()) {
            try (Tensor ends = new Tensor(precision, 2, rows, columns);
                    Tensor y = new Tensor(precision, rows, columns);
                    Tensor portable = new Tensor(precision, rows, columns)) {
                for (int i = 0; i < ends.size(); i++) {
                    ends.set(i, random.nextGaussian());
                }
                backend.interpolate(ends, t, f, y);
                Interpolation.portable(ends, t, f, portable);
                for (int i = 0; i < y.size(); i++) {
                    double expected = f.value((1 - t) * ends.get(i) + t * ends.get(y.size() + i));
                    double tolerance = precision == Precision.FLOAT ? 2e-6 : 1e-12;
                    assertEquals(expected, y.get(i), tolerance);
                    assertEquals(expected, portable.get(i), tolerance);
                }
            }
        }
    }

    @Example
    void endsMustBeTwo() {
        try (Tensor ends = new Tensor(Precision.FLOAT, 3, 4);
                Tensor y = new Tensor(Precision.FLOAT, 4)) {
            assertThrows(IllegalArgumentException.class, () -> Backend.get().interpolate(ends, 0.5, Pointwise.RELU, y));
        }
    }
}
