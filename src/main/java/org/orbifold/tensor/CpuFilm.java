package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** As {@link Kernels#film}. */
final class CpuFilm extends CpuIndexedRows {
    CpuFilm(Variable x, Variable modulation, int[] index, Variable y) {
        super(x, modulation, index, y);
    }

    @Override
    void forward(float[] x, int first, int count, float[] modulation) {
        for (int r = 0; r < count; r++) {
            int at = r * stride;
            int t = entry(first + r);
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector gain = fromArray(SPECIES, modulation, t + c).add(1);
                FloatVector shift = fromArray(SPECIES, modulation, t + stride + c);
                fromArray(SPECIES, x, at + c).fma(gain, shift).intoArray(x, at + c);
            }
        }
    }

    @Override
    void backward(float[] x, float[] g, int first, int count, float[] modulation, float[] gradient) {
        for (int r = 0; r < count; r++) {
            int at = r * stride;
            int t = entry(first + r);
            int shift = t + stride;
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                FloatVector d = fromArray(SPECIES, g, at + c);
                d.mul(fromArray(SPECIES, x, at + c))
                        .add(fromArray(SPECIES, gradient, t + c))
                        .intoArray(gradient, t + c);
                d.add(fromArray(SPECIES, gradient, shift + c)).intoArray(gradient, shift + c);
                d.mul(fromArray(SPECIES, modulation, t + c).add(1)).intoArray(g, at + c);
            }
        }
    }
}
