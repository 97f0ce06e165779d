package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;

/** As {@link Kernels#neighborSum}: nodes lie on the Java heap, and messages are copied there in blocks. */
final class CpuNeighborSum implements Primitive {
    /** Messages of a block. */
    private static final int BLOCK = 64;

    private final EdgeEnds ends;
    private final EdgeFactors factors;
    private final Variable messages;
    private final Variable y;
    private final int count;
    private final int nodes;
    private final int width;
    private final int stride;

    CpuNeighborSum(LayeredGraph graph, Variable messages, EdgeFactors factors, Variable y) {
        this.messages = messages;
        this.factors = factors;
        this.y = y;
        ends = new EdgeEnds(graph);
        count = 2 * messages.value().dim(1);
        nodes = y.value().dim(1);
        width = y.value().dim(2);
        stride = Lanes.padded(width);
    }

    @Override
    public void forward() {
        float[] sums = Scratch.zeros(RESULT, nodes * stride);
        float[] block = Scratch.of(INPUT, BLOCK * stride);
        for (int from = 0; from < count; from += BLOCK) {
            int end = Math.min(from + BLOCK, count);
            Lanes.read(messages.value().memory(), (long) from * width, end - from, width, block);
            for (int m = from; m < end; m++) {
                add(factors.of(m), block, (m - from) * stride, sums, ends.receiver(m) * stride);
            }
        }
        Lanes.write(sums, nodes, width, y.value().memory(), 0);
    }

    @Override
    public void backward() {
        boolean addMessages = messages.accumulates();
        float[] dy = Scratch.of(RESULT_GRADIENT, nodes * stride);
        float[] block = Scratch.of(INPUT, BLOCK * stride);
        Lanes.read(y.gradient().memory(), 0, nodes, width, dy);
        for (int from = 0; from < count; from += BLOCK) {
            int end = Math.min(from + BLOCK, count);
            Lanes.readGradient(messages, addMessages, (long) from * width, end - from, width, block);
            for (int m = from; m < end; m++) {
                add(factors.of(m), dy, ends.receiver(m) * stride, block, (m - from) * stride);
            }
            Lanes.write(block, end - from, width, messages.gradient().memory(), (long) from * width);
        }
    }

    /** Adds a factor times the row at {@code r} to the one at {@code s}. */
    private void add(float factor, float[] rows, int r, float[] sums, int s) {
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            fromArray(SPECIES, rows, r + c)
                    .mul(factor)
                    .add(fromArray(SPECIES, sums, s + c))
                    .intoArray(sums, s + c);
        }
    }
}
