package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** As {@link Kernels#addRows}. */
final class CpuAddRows implements Primitive {
    private final Variable x;
    private final Variable table;
    private final int[] index;
    private final Variable y;
    private final int width;

    CpuAddRows(Variable x, Variable table, int[] index, Variable y) {
        this.x = x;
        this.table = table;
        this.index = index;
        this.y = y;
        width = y.value().dim(2);
    }

    @Override
    public void forward() {
        MemorySegment from = x.value().memory();
        MemorySegment rows = table.value().memory();
        MemorySegment to = y.value().memory();
        for (int r = 0; r < index.length; r++) {
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                long at = (long) r * width + c;
                FloatVector sum = Lanes.load(from, at, mask).add(Lanes.load(rows, (long) index[r] * width + c, mask));
                Lanes.store(sum, to, at, mask);
            }
        }
    }

    @Override
    public void backward() {
        x.beginAccumulation();
        table.beginAccumulation();
        MemorySegment dy = y.gradient().memory();
        for (int r = 0; r < index.length; r++) {
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                FloatVector d = Lanes.load(dy, (long) r * width + c, mask);
                add(d, x, (long) r * width + c, mask);
                add(d, table, (long) index[r] * width + c, mask);
            }
        }
    }

    private static void add(FloatVector value, Variable to, long at, VectorMask<Float> mask) {
        if (to.isDifferentiated()) {
            MemorySegment memory = to.gradient().memory();
            Lanes.store(value.add(Lanes.load(memory, at, mask)), memory, at, mask);
        }
    }
}
