package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Pointwise} functions on blocks of floats, a vector at a time; each in a method of its own, which is compiled
 * well: in one large method, vectors would be allocated.
 */
final class VectorPointwise {
    private VectorPointwise() {}

    /** {@code x = f(x)} for the first elements, whole vectors of them. */
    static void apply(Pointwise f, float[] x, int length) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> relu(x, length);
            case LEAKY_RELU -> leakyRelu(x, length);
            case TANH -> tanh(x, length);
            case SIGMOID -> sigmoid(x, length);
            case GELU -> gelu(x, length);
        }
    }

    private static void relu(float[] x, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            fromArray(SPECIES, x, i).max(0f).intoArray(x, i);
        }
    }

    private static void leakyRelu(float[] x, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector v = fromArray(SPECIES, x, i);
            v.max(v.mul((float) Pointwise.LEAKY_SLOPE)).intoArray(x, i);
        }
    }

    private static void tanh(float[] x, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH).intoArray(x, i);
        }
    }

    private static void sigmoid(float[] x, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += Lanes.COUNT) {
            one.div(fromArray(SPECIES, x, i).neg().lanewise(VectorOperators.EXP).add(1f))
                    .intoArray(x, i);
        }
    }

    private static void gelu(float[] x, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector v = fromArray(SPECIES, x, i);
            v.mul(normalDistribution(v)).intoArray(x, i);
        }
    }

    /**
     * {@code g *= f'(z)} for the first elements, whole vectors of them, where {@code y = f(z)}.
     *
     * @param z looked at by GELU only
     */
    static void multiplyDerivative(Pointwise f, float[] z, int zAt, float[] y, float[] g, int length) {
        switch (f) {
            case IDENTITY -> {}
            case RELU -> reluDerivative(y, g, length);
            case LEAKY_RELU -> leakyReluDerivative(y, g, length);
            case TANH -> tanhDerivative(y, g, length);
            case SIGMOID -> sigmoidDerivative(y, g, length);
            case GELU -> geluDerivative(z, zAt, g, length);
        }
    }

    private static void reluDerivative(float[] y, float[] g, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += Lanes.COUNT) {
            zero.blend(fromArray(SPECIES, g, i), fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0f))
                    .intoArray(g, i);
        }
    }

    private static void leakyReluDerivative(float[] y, float[] g, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector d = fromArray(SPECIES, g, i);
            d.mul((float) Pointwise.LEAKY_SLOPE)
                    .blend(d, fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0f))
                    .intoArray(g, i);
        }
    }

    private static void tanhDerivative(float[] y, float[] g, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector v = fromArray(SPECIES, y, i);
            one.sub(v.mul(v)).mul(fromArray(SPECIES, g, i)).intoArray(g, i);
        }
    }

    private static void sigmoidDerivative(float[] y, float[] g, int length) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector v = fromArray(SPECIES, y, i);
            v.mul(one.sub(v)).mul(fromArray(SPECIES, g, i)).intoArray(g, i);
        }
    }

    private static void geluDerivative(float[] z, int zAt, float[] g, int length) {
        for (int i = 0; i < length; i += Lanes.COUNT) {
            FloatVector v = fromArray(SPECIES, z, zAt + i);
            FloatVector density =
                    v.mul(v).mul(-0.5f).lanewise(VectorOperators.EXP).mul((float) 0.3989422804);
            v.mul(density)
                    .add(normalDistribution(v))
                    .mul(fromArray(SPECIES, g, i))
                    .intoArray(g, i);
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
