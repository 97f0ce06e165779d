package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** As {@link Kernels#film}. */
final class CpuFilm implements Primitive {
    private final Variable x;
    private final Variable modulation;
    private final int[] index;
    private final Variable y;
    private final int width;

    CpuFilm(Variable x, Variable modulation, int[] index, Variable y) {
        this.x = x;
        this.modulation = modulation;
        this.index = index;
        this.y = y;
        width = y.value().dim(2);
    }

    @Override
    public void forward() {
        MemorySegment from = x.value().memory();
        MemorySegment rows = modulation.value().memory();
        MemorySegment to = y.value().memory();
        for (int r = 0; r < index.length; r++) {
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                long at = (long) r * width + c;
                long row = 2L * index[r] * width + c;
                FloatVector gain = Lanes.load(rows, row, mask).add(1);
                Lanes.store(Lanes.load(from, at, mask).fma(gain, Lanes.load(rows, row + width, mask)), to, at, mask);
            }
        }
    }

    @Override
    public void backward() {
        x.beginAccumulation();
        modulation.beginAccumulation();
        MemorySegment dy = y.gradient().memory();
        for (int r = 0; r < index.length; r++) {
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                long at = (long) r * width + c;
                long row = 2L * index[r] * width + c;
                FloatVector d = Lanes.load(dy, at, mask);
                add(d.mul(Lanes.load(x.value().memory(), at, mask)), modulation, row, mask);
                add(d, modulation, row + width, mask);
                add(d.mul(Lanes.load(modulation.value().memory(), row, mask).add(1)), x, at, mask);
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
