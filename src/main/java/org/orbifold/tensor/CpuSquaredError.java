package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Lanes.load;
import static org.orbifold.tensor.Lanes.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** As {@link Kernels#squaredError}. */
final class CpuSquaredError implements Primitive {
    private final Parallel parallel;
    private final Variable prediction;
    private final Variable loss;
    private final MemorySegment x;
    private final MemorySegment y;
    private final int networks;
    private final int size;

    CpuSquaredError(Parallel parallel, Variable prediction, Variable target, Variable loss) {
        this.parallel = parallel;
        this.prediction = prediction;
        this.loss = loss;
        x = prediction.value().memory();
        y = target.value().memory();
        networks = prediction.value().dim(0);
        size = prediction.value().dim(1) * prediction.value().dim(2);
    }

    @Override
    public void forward() {
        parallel.forEach(networks, 1 + (1 << 16) / size, (from, to) -> {
            for (int n = from; n < to; n++) {
                double sum = 0;
                for (long i = (long) n * size; i < (long) (n + 1) * size; i++) {
                    double d = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    sum += d * d;
                }
                loss.value().set(n, sum / size);
            }
        });
    }

    @Override
    public void backward() {
        if (!prediction.isDifferentiated()) {
            return;
        }
        boolean add = prediction.accumulates();
        MemorySegment dx = prediction.gradient().memory();
        parallel.forEach(networks, 1 + (1 << 16) / size, (from, to) -> {
            for (int n = from; n < to; n++) {
                float scale = (float) (2 * loss.gradient().get(n) / size);
                long end = (long) (n + 1) * size;
                for (long i = (long) n * size; i < end; i += SPECIES.length()) {
                    VectorMask<Float> mask = SPECIES.indexInRange(i, end);
                    FloatVector d = load(x, i, mask).sub(load(y, i, mask)).mul(scale);
                    store(add ? d.add(load(dx, i, mask)) : d, dx, i, mask);
                }
            }
        });
    }
}
