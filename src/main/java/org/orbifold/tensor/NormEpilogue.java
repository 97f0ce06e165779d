package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.BIAS;
import static org.orbifold.tensor.Scratch.Use.BIAS_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.GAIN;
import static org.orbifold.tensor.Scratch.Use.GAIN_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.RESIDUAL;
import static org.orbifold.tensor.Scratch.Use.SHIFT;
import static org.orbifold.tensor.Scratch.Use.SHIFT_GRADIENT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code y = gain * normalized(residual + z + b) + shift}: layer norm over the columns of each row (Ba et al. 2016), b,
 * gain and shift {@code [1, out]}.
 */
final class NormEpilogue implements Epilogue {
    private final Variable b;
    private final Variable residual;
    private final Variable gain;
    private final Variable shift;
    private final int out;
    private final int stride;

    /** One for columns, zero for padding. */
    private final float[] columns;

    /** Of each row: normalized, and one over the standard deviation. */
    private final float[] normalized;

    private final float[] scales;

    NormEpilogue(Variable b, Variable residual, Variable gain, Variable shift, Variable y) {
        this.b = b;
        this.residual = residual;
        this.gain = gain;
        this.shift = shift;
        out = y.value().dim(2);
        stride = Lanes.padded(out);
        columns = new float[stride];
        Arrays.fill(columns, 0, out, 1);
        normalized = new float[y.value().dim(1) * stride];
        scales = new float[y.value().dim(1)];
    }

    private float[] row(Variable parameter, Scratch.Use use) {
        float[] row = Scratch.of(use, stride);
        Lanes.read(parameter.value().memory(), 0, 1, out, row);
        return row;
    }

    @Override
    public void beginForward(int network) {
        row(b, BIAS);
        row(gain, GAIN);
        row(shift, SHIFT);
    }

    @Override
    public void forward(int network, int from, int count, float[] z) {
        float[] bias = Scratch.of(BIAS, stride);
        float[] gains = Scratch.of(GAIN, stride);
        float[] shifts = Scratch.of(SHIFT, stride);
        float[] before = Scratch.of(RESIDUAL, count * stride);
        Lanes.read(residual.value().memory(), (long) from * out, count, out, before);
        for (int r = 0; r < count; r++) {
            int row = r * stride;
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector v = fromArray(SPECIES, z, row + c)
                        .add(fromArray(SPECIES, bias, c))
                        .add(fromArray(SPECIES, before, row + c));
                v.intoArray(z, row + c);
                sum = sum.add(v);
            }
            float mean = sum.reduceLanes(VectorOperators.ADD) / out;
            FloatVector squares = FloatVector.zero(SPECIES);
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector d = fromArray(SPECIES, z, row + c).sub(mean).mul(fromArray(SPECIES, columns, c));
                d.intoArray(z, row + c);
                squares = d.fma(d, squares);
            }
            float scale = (float) (1 / Math.sqrt(squares.reduceLanes(VectorOperators.ADD) / out + Tape.EPSILON));
            scales[from + r] = scale;
            int kept = (from + r) * stride;
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector v = fromArray(SPECIES, z, row + c).mul(scale);
                v.intoArray(normalized, kept + c);
                v.fma(fromArray(SPECIES, gains, c), fromArray(SPECIES, shifts, c))
                        .intoArray(z, row + c);
            }
        }
    }

    @Override
    public void beginBackward() {
        b.beginAccumulation();
        residual.beginAccumulation();
        gain.beginAccumulation();
        shift.beginAccumulation();
    }

    @Override
    public void beginBackward(int network) {
        row(gain, GAIN);
        Scratch.zeros(BIAS_GRADIENT, stride);
        Scratch.zeros(GAIN_GRADIENT, stride);
        Scratch.zeros(SHIFT_GRADIENT, stride);
    }

    @Override
    public void backward(int network, int from, int count, float[] g, float[] y) {
        float[] gains = Scratch.of(GAIN, stride);
        Lanes.addColumns(g, count, stride, Scratch.of(SHIFT_GRADIENT, stride));
        addGains(g, from, count);
        float[] before = Scratch.of(RESIDUAL, count * stride);
        if (residual.isDifferentiated()) {
            Lanes.read(residual.gradient().memory(), (long) from * out, count, out, before);
        }
        for (int r = 0; r < count; r++) {
            int row = r * stride;
            int kept = (from + r) * stride;
            FloatVector sum = FloatVector.zero(SPECIES);
            FloatVector along = sum;
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector d = fromArray(SPECIES, g, row + c).mul(fromArray(SPECIES, gains, c));
                d.intoArray(g, row + c);
                sum = sum.add(d);
                along = d.fma(fromArray(SPECIES, normalized, kept + c), along);
            }
            float mean = sum.reduceLanes(VectorOperators.ADD) / out;
            float slope = along.reduceLanes(VectorOperators.ADD) / out;
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector d = fromArray(SPECIES, g, row + c)
                        .sub(mean)
                        .sub(fromArray(SPECIES, normalized, kept + c).mul(slope))
                        .mul(scales[from + r]);
                d.intoArray(g, row + c);
                fromArray(SPECIES, before, row + c).add(d).intoArray(before, row + c);
            }
        }
        if (residual.isDifferentiated()) {
            Lanes.write(before, count, out, residual.gradient().memory(), (long) from * out);
        }
        Lanes.addColumns(g, count, stride, Scratch.of(BIAS_GRADIENT, stride));
    }

    private void addGains(float[] g, int from, int count) {
        float[] sums = Scratch.of(GAIN_GRADIENT, stride);
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector total = fromArray(SPECIES, sums, c);
            for (int r = 0; r < count; r++) {
                total = fromArray(SPECIES, g, r * stride + c)
                        .fma(fromArray(SPECIES, normalized, (from + r) * stride + c), total);
            }
            total.intoArray(sums, c);
        }
    }

    @Override
    public void endBackward(int network) {
        flush(b, BIAS_GRADIENT);
        flush(gain, GAIN_GRADIENT);
        flush(shift, SHIFT_GRADIENT);
    }

    private void flush(Variable parameter, Scratch.Use use) {
        if (parameter.isDifferentiated()) {
            Lanes.addRow(Scratch.of(use, stride), out, parameter.gradient().memory(), 0);
        }
    }
}
