package org.orbifold.tensor;

import jdk.incubator.vector.FloatVector;

/** As {@link Kernels#film}. */
final class CpuFilm extends CpuIndexedRows {
    CpuFilm(Variable x, Variable modulation, int[] index, Variable y) {
        super(x, modulation, index, y);
    }

    @Override
    void forward(float[] x, int r, float[] modulation, int t) {
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector gain = Lanes.load(modulation, t + c).add(1);
            FloatVector shift = Lanes.load(modulation, t + stride + c);
            Lanes.load(x, r + c).fma(gain, shift).intoArray(x, r + c);
        }
    }

    @Override
    void backward(float[] x, float[] g, int r, float[] modulation, float[] gradient, int t) {
        int shift = t + stride;
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector d = Lanes.load(g, r + c);
            d.mul(Lanes.load(x, r + c)).add(Lanes.load(gradient, t + c)).intoArray(gradient, t + c);
            d.add(Lanes.load(gradient, shift + c)).intoArray(gradient, shift + c);
            d.mul(Lanes.load(modulation, t + c).add(1)).intoArray(g, r + c);
        }
    }
}
