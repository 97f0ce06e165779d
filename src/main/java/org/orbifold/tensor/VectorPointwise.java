package org.orbifold.tensor;

import static org.orbifold.tensor.VectorGemm.ORDER;
import static org.orbifold.tensor.VectorGemm.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Pointwise} functions over float memory, a vector at a time. */
final class VectorPointwise {
    private static final int LANES = SPECIES.length();

    private VectorPointwise() {}

    /** {@code y[r, c] = f(z[r, c] + bias[c])} over rows of a matrix; z may be y, or another array that keeps the sum. */
    static void biasAndApply(
            Pointwise f,
            MemorySegment bias,
            long biasAt,
            MemorySegment z,
            MemorySegment y,
            long at,
            int rows,
            int columns) {
        for (int r = 0; r < rows; r++) {
            long row = at + (long) r * columns;
            for (int c = 0; c < columns; c += LANES) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, columns);
                FloatVector sum = load(z, row + c, mask).add(load(bias, biasAt + c, mask));
                store(sum, z, row + c, mask);
                if (f != Pointwise.IDENTITY) {
                    store(value(f, sum), y, row + c, mask);
                }
            }
        }
    }

    /** {@code dy *= f'(z)}, with {@code y = f(z)}, over {@code [from, to)}. */
    static void multiplyDerivative(
            Pointwise f, MemorySegment z, MemorySegment y, MemorySegment dy, long from, long to) {
        for (long i = from; i < to; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector slope = derivative(f, load(z, i, mask), load(y, i, mask));
            store(load(dy, i, mask).mul(slope), dy, i, mask);
        }
    }

    static FloatVector load(MemorySegment memory, long at, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, memory, at * Float.BYTES, ORDER, mask);
    }

    static void store(FloatVector value, MemorySegment memory, long at, VectorMask<Float> mask) {
        value.intoMemorySegment(memory, at * Float.BYTES, ORDER, mask);
    }

    private static FloatVector value(Pointwise f, FloatVector x) {
        return switch (f) {
            case IDENTITY -> x;
            case RELU -> x.max(0f);
            case LEAKY_RELU -> x.max(x.mul((float) Pointwise.LEAKY_SLOPE));
            case TANH -> x.lanewise(VectorOperators.TANH);
            case SIGMOID ->
                FloatVector.broadcast(SPECIES, 1f)
                        .div(x.neg().lanewise(VectorOperators.EXP).add(1f));
            case GELU -> x.mul(normalDistribution(x));
        };
    }

    private static FloatVector derivative(Pointwise f, FloatVector z, FloatVector y) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        return switch (f) {
            case IDENTITY -> one;
            case RELU -> FloatVector.zero(SPECIES).blend(1f, y.compare(VectorOperators.GT, 0f));
            case LEAKY_RELU ->
                FloatVector.broadcast(SPECIES, (float) Pointwise.LEAKY_SLOPE)
                        .blend(1f, y.compare(VectorOperators.GT, 0f));
            case TANH -> one.sub(y.mul(y));
            case SIGMOID -> y.mul(one.sub(y));
            case GELU -> {
                FloatVector density =
                        z.mul(z).mul(-0.5f).lanewise(VectorOperators.EXP).mul((float) 0.3989422804);
                yield z.mul(density).add(normalDistribution(z));
            }
        };
    }

    /** Phi(x), absolute error below 1.5e-7: Abramowitz and Stegun 7.1.26 for the error function of x / sqrt 2. */
    private static FloatVector normalDistribution(FloatVector x) {
        FloatVector magnitude = x.abs().mul((float) 0.70710678);
        FloatVector t = FloatVector.broadcast(SPECIES, 1f)
                .div(magnitude.mul((float) 0.3275911).add(1f));
        FloatVector polynomial = t.mul((float) 1.061405429)
                .add((float) -1.453152027)
                .mul(t)
                .add((float) 1.421413741)
                .mul(t)
                .add((float) -0.284496736)
                .mul(t)
                .add((float) 0.254829592)
                .mul(t);
        FloatVector tail = polynomial
                .mul(magnitude.mul(magnitude).neg().lanewise(VectorOperators.EXP))
                .mul(0.5f);
        return tail.blend(FloatVector.broadcast(SPECIES, 1f).sub(tail), x.compare(VectorOperators.GE, 0f));
    }
}
