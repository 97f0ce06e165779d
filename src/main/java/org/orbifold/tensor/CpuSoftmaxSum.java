package org.orbifold.tensor;

import static org.orbifold.tensor.AttentionLanes.COUNT;
import static org.orbifold.tensor.AttentionLanes.load;
import static org.orbifold.tensor.AttentionLanes.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** As {@link Kernels#softmaxSum}: the scores are given. */
final class CpuSoftmaxSum implements Primitive {
    private final EdgeEnds ends;
    private final int heads;
    private final Variable scores;
    private final Variable messages;
    private final Variable y;
    private final int edges;
    private final int nodes;
    private final int width;

    /** Of each edge, the weights of its two messages, [heads] up, then down. */
    private final float[] weights;

    /** Of each node, a head. */
    private final float[] largest;

    private final float[] sums;

    CpuSoftmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages, Variable y) {
        this.heads = heads;
        this.scores = scores;
        this.messages = messages;
        this.y = y;
        ends = new EdgeEnds(graph);
        edges = messages.value().dim(1);
        nodes = y.value().dim(1);
        width = y.value().dim(2);
        weights = new float[edges * 2 * heads];
        largest = new float[nodes * heads];
        sums = new float[nodes * heads];
    }

    @Override
    public void forward() {
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0);
        y.value().fill(0);
        MemorySegment given = scores.value().memory();
        MemorySegment sent = messages.value().memory();
        MemorySegment result = y.value().memory();
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                for (int g = 0; g < heads; g += COUNT) {
                    int node = ends.receiver(2 * e + side) * heads + g;
                    FloatVector.fromArray(AttentionLanes.SPECIES, largest, node)
                            .max(load(given, (2L * e + side) * heads + g))
                            .intoArray(largest, node);
                }
            }
        }
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                for (int g = 0; g < heads; g += COUNT) {
                    int at = (2 * e + side) * heads + g;
                    int node = ends.receiver(2 * e + side) * heads + g;
                    FloatVector weight = load(given, at)
                            .sub(FloatVector.fromArray(AttentionLanes.SPECIES, largest, node))
                            .lanewise(VectorOperators.EXP);
                    weight.intoArray(weights, at);
                    FloatVector.fromArray(AttentionLanes.SPECIES, sums, node)
                            .add(weight)
                            .intoArray(sums, node);
                }
            }
        }
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                int node = ends.receiver(2 * e + side);
                for (int g = 0; g < heads; g += COUNT) {
                    int at = (2 * e + side) * heads + g;
                    FloatVector weight = FloatVector.fromArray(AttentionLanes.SPECIES, weights, at)
                            .div(FloatVector.fromArray(AttentionLanes.SPECIES, sums, node * heads + g));
                    weight.intoArray(weights, at);
                    for (int c = g; c < width; c += heads) {
                        long to = (long) node * width + c;
                        FloatVector message = load(sent, (2L * e + side) * width + c);
                        store(message.fma(weight, load(result, to)), result, to);
                    }
                }
            }
        }
    }

    @Override
    public void backward() {
        boolean addScores = scores.accumulates();
        boolean addMessages = messages.accumulates();
        MemorySegment sent = messages.value().memory();
        MemorySegment result = y.value().memory();
        MemorySegment dy = y.gradient().memory();
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                int node = ends.receiver(2 * e + side);
                for (int g = 0; g < heads; g += COUNT) {
                    int at = (2 * e + side) * heads + g;
                    FloatVector weight = FloatVector.fromArray(AttentionLanes.SPECIES, weights, at);
                    FloatVector slope = FloatVector.zero(AttentionLanes.SPECIES);
                    for (int c = g; c < width; c += heads) {
                        long of = (long) node * width + c;
                        long message = (2L * e + side) * width + c;
                        FloatVector d = load(dy, of);
                        slope = load(sent, message).sub(load(result, of)).fma(d, slope);
                        put(d.mul(weight), messages.gradient().memory(), message, addMessages);
                    }
                    put(slope.mul(weight), scores.gradient().memory(), at, addScores);
                }
            }
        }
    }

    private static void put(FloatVector value, MemorySegment memory, long at, boolean add) {
        store(add ? value.add(load(memory, at)) : value, memory, at);
    }
}
