package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.BIAS;
import static org.orbifold.tensor.Scratch.Use.BIAS_GRADIENT;

/** {@code y = f(z + b)}, b {@code [n, out]}. */
final class PointwiseEpilogue implements Epilogue {
    private final Variable b;
    private final Pointwise f;
    private final int rows;
    private final int out;
    private final int stride;

    /** What f is applied to, where its derivative needs that. */
    private final float[] sums;

    PointwiseEpilogue(Variable b, Pointwise f, Variable y) {
        this.b = b;
        this.f = f;
        rows = y.value().dim(1);
        out = y.value().dim(2);
        stride = Lanes.padded(out);
        sums = new float[f == Pointwise.GELU ? y.value().dim(0) * rows * stride : 0];
    }

    @Override
    public void beginForward(int network) {
        Lanes.read(b.value().memory(), (long) network * out, 1, out, Scratch.of(BIAS, stride));
    }

    @Override
    public void forward(int network, int from, int count, float[] z) {
        float[] bias = Scratch.of(BIAS, stride);
        for (int at = 0; at < count * stride; at += stride) {
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                fromArray(SPECIES, z, at + c).add(fromArray(SPECIES, bias, c)).intoArray(z, at + c);
            }
        }
        if (f == Pointwise.GELU) {
            System.arraycopy(z, 0, sums, sum(network, from), count * stride);
        }
        VectorPointwise.apply(f, z, count * stride);
    }

    private int sum(int network, int from) {
        return f == Pointwise.GELU ? (network * rows + from) * stride : 0;
    }

    @Override
    public void beginBackward() {
        b.beginAccumulation();
    }

    @Override
    public void beginBackward(int network) {
        Scratch.zeros(BIAS_GRADIENT, stride);
    }

    @Override
    public void backward(int network, int from, int count, float[] g, float[] y) {
        VectorPointwise.multiplyDerivative(f, sums, sum(network, from), y, g, count * stride);
        if (b.isDifferentiated()) {
            Lanes.addColumns(g, count, stride, Scratch.of(BIAS_GRADIENT, stride));
        }
    }

    @Override
    public void endBackward(int network) {
        if (b.isDifferentiated()) {
            float[] sum = Scratch.of(BIAS_GRADIENT, stride);
            Lanes.addRow(sum, out, b.gradient().memory(), (long) network * out);
        }
    }
}
