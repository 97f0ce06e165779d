package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** As {@link Kernels#neighborSum}. */
final class CpuNeighborSum implements Primitive {
    private final EdgeEnds ends;
    private final EdgeFactors factors;
    private final Variable messages;
    private final Variable y;
    private final int edges;
    private final int width;

    CpuNeighborSum(LayeredGraph graph, Variable messages, EdgeFactors factors, Variable y) {
        this.messages = messages;
        this.factors = factors;
        this.y = y;
        ends = new EdgeEnds(graph);
        edges = messages.value().dim(1);
        width = y.value().dim(2);
    }

    @Override
    public void forward() {
        y.value().fill(0);
        MemorySegment sent = messages.value().memory();
        MemorySegment result = y.value().memory();
        for (int e = 0; e < edges; e++) {
            long up = (long) ends.target(e) * width;
            long down = (long) ends.source(e) * width;
            float factor = factors.of(e);
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                add(Lanes.load(sent, 2L * e * width + c, mask).mul(factor), result, up + c, mask);
                add(Lanes.load(sent, (2L * e + 1) * width + c, mask).mul(factor), result, down + c, mask);
            }
        }
    }

    @Override
    public void backward() {
        messages.beginAccumulation();
        MemorySegment sent = messages.gradient().memory();
        MemorySegment dy = y.gradient().memory();
        for (int e = 0; e < edges; e++) {
            long up = (long) ends.target(e) * width;
            long down = (long) ends.source(e) * width;
            float factor = factors.of(e);
            for (int c = 0; c < width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                add(Lanes.load(dy, up + c, mask).mul(factor), sent, 2L * e * width + c, mask);
                add(Lanes.load(dy, down + c, mask).mul(factor), sent, (2L * e + 1) * width + c, mask);
            }
        }
    }

    private static void add(FloatVector value, MemorySegment memory, long at, VectorMask<Float> mask) {
        Lanes.store(value.add(Lanes.load(memory, at, mask)), memory, at, mask);
    }
}
