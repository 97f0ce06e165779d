package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Pointwise} functions on blocks of floats, a vector at a time. */
final class VectorPointwise {
    private VectorPointwise() {}

    /** {@code x = f(x)} for the first elements, whole vectors of them. */
    static void apply(Pointwise f, float[] x, int length) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    load(x, i).max(0f).intoArray(x, i);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector v = load(x, i);
                    v.max(v.mul((float) Pointwise.LEAKY_SLOPE)).intoArray(x, i);
                }
            }
            case TANH -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    load(x, i).lanewise(VectorOperators.TANH).intoArray(x, i);
                }
            }
            case SIGMOID -> {
                FloatVector one = FloatVector.broadcast(SPECIES, 1f);
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    one.div(load(x, i).neg().lanewise(VectorOperators.EXP).add(1f))
                            .intoArray(x, i);
                }
            }
            case GELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector v = load(x, i);
                    v.mul(normalDistribution(v)).intoArray(x, i);
                }
            }
        }
    }

    /**
     * {@code g *= f'(z)} for the first elements, whole vectors of them, where {@code y = f(z)}.
     *
     * @param z looked at by GELU only
     */
    static void multiplyDerivative(Pointwise f, float[] z, int zAt, float[] y, float[] g, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        switch (f) {
            case IDENTITY -> {}
            case RELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    zero.blend(load(g, i), load(y, i).compare(VectorOperators.GT, 0f))
                            .intoArray(g, i);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector d = load(g, i);
                    d.mul((float) Pointwise.LEAKY_SLOPE)
                            .blend(d, load(y, i).compare(VectorOperators.GT, 0f))
                            .intoArray(g, i);
                }
            }
            case TANH -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector v = load(y, i);
                    one.sub(v.mul(v)).mul(load(g, i)).intoArray(g, i);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector v = load(y, i);
                    v.mul(one.sub(v)).mul(load(g, i)).intoArray(g, i);
                }
            }
            case GELU -> {
                for (int i = 0; i < length; i += Lanes.COUNT) {
                    FloatVector v = load(z, zAt + i);
                    FloatVector density =
                            v.mul(v).mul(-0.5f).lanewise(VectorOperators.EXP).mul((float) 0.3989422804);
                    v.mul(density).add(normalDistribution(v)).mul(load(g, i)).intoArray(g, i);
                }
            }
        }
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
