package org.orbifold.tensor;

import jdk.incubator.vector.FloatVector;

/** As {@link Kernels#addRows}. */
final class CpuAddRows extends CpuIndexedRows {
    CpuAddRows(Variable x, Variable table, int[] index, Variable y) {
        super(x, table, index, y);
    }

    @Override
    void forward(float[] x, int r, float[] table, int t) {
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            Lanes.load(x, r + c).add(Lanes.load(table, t + c)).intoArray(x, r + c);
        }
    }

    @Override
    void backward(float[] x, float[] g, int r, float[] table, float[] tableGradient, int t) {
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector d = Lanes.load(g, r + c);
            d.add(Lanes.load(tableGradient, t + c)).intoArray(tableGradient, t + c);
        }
    }
}
