package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;

/** As {@link Kernels#addRows}. */
final class CpuAddRows extends CpuIndexedRows {
    CpuAddRows(Variable x, Variable table, int[] index, Variable y) {
        super(x, table, index, y);
    }

    @Override
    void forward(float[] x, int first, int count, float[] table) {
        for (int r = 0; r < count; r++) {
            int at = r * stride;
            int t = entry(first + r);
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                fromArray(SPECIES, x, at + c)
                        .add(fromArray(SPECIES, table, t + c))
                        .intoArray(x, at + c);
            }
        }
    }

    @Override
    void backward(float[] x, float[] g, int first, int count, float[] table, float[] tableGradient) {
        for (int r = 0; r < count; r++) {
            int at = r * stride;
            int t = entry(first + r);
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                fromArray(SPECIES, g, at + c)
                        .add(fromArray(SPECIES, tableGradient, t + c))
                        .intoArray(tableGradient, t + c);
            }
        }
    }
}
