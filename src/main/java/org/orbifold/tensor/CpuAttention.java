package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.AttentionLanes.COUNT;
import static org.orbifold.tensor.AttentionLanes.SPECIES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Attention over the real edges of layered graphs, as {@link Kernels#attention} defines it, a graph of the batch after
 * the other: its nodes are copied to the Java heap, and its edges in blocks. Channels of the heads lie interleaved, so
 * that a vector holds a channel of each of several heads: scores are sums of vectors, and nothing is ever summed across
 * one.
 */
final class CpuAttention implements Primitive {
    /** Edges of a block. */
    private static final int BLOCK = 64;

    private final EdgeEnds ends;
    private final int heads;
    private final int width;
    private final int batch;
    private final int nodeCount;
    private final int edgeCount;
    private final float scale;
    private final Variable nodes;
    private final Variable edges;
    private final Variable y;

    /** Of each edge of the batch, the exponentials of its two scores less their node's largest: [heads] up, then down. */
    private final float[] weights;

    /** Of each node of the batch, a head: one over the sum of its edges' exponentials. */
    private final float[] shares;

    /** Of each node of a graph, a head: its largest score; backward, the gradient's component along the result. */
    private final float[] ofNodes;

    /** Of each node of a graph (q, k, v), and their gradients. */
    private final float[] n;

    private final float[] dn;

    /** Of each node of a graph the result, and its gradient. */
    private final float[] sums;

    private final float[] dy;

    /** Of the edges of a block (e1, e2, e3, e4), and their gradients. */
    private final float[] block;

    private final float[] blockGradient;

    /** Of some heads, the gradient of a score. */
    private final float[] slopes = new float[COUNT];

    CpuAttention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y) {
        ends = new EdgeEnds(graph);
        this.heads = heads;
        this.nodes = nodes;
        this.edges = edges;
        this.y = y;
        width = y.value().dim(2);
        nodeCount = graph.nodes();
        edgeCount = graph.edges();
        batch = y.value().dim(1) / nodeCount;
        scale = (float) (1 / Math.sqrt((double) width / heads));
        weights = new float[batch * edgeCount * 2 * heads];
        shares = new float[batch * nodeCount * heads];
        ofNodes = new float[nodeCount * heads];
        n = new float[nodeCount * 3 * width];
        dn = new float[nodeCount * 3 * width];
        sums = new float[nodeCount * width];
        dy = new float[nodeCount * width];
        block = new float[BLOCK * 4 * width];
        blockGradient = new float[BLOCK * 4 * width];
    }

    private static void read(Tensor from, int rows, int at, int columns, float[] to) {
        long first = (long) at * columns * Float.BYTES;
        MemorySegment.copy(from.memory(), ValueLayout.JAVA_FLOAT, first, to, 0, rows * columns);
    }

    private static void write(float[] from, int rows, int columns, Tensor to, int at) {
        long first = (long) at * columns * Float.BYTES;
        MemorySegment.copy(from, 0, to.memory(), ValueLayout.JAVA_FLOAT, first, rows * columns);
    }

    private void readBlock(int s, int from, int count) {
        read(edges.value(), count, s * edgeCount + from, 4 * width, block);
    }

    @Override
    public void forward() {
        Arrays.fill(shares, 0);
        for (int s = 0; s < batch; s++) {
            read(nodes.value(), nodeCount, s * nodeCount, 3 * width, n);
            Arrays.fill(ofNodes, Float.NEGATIVE_INFINITY);
            Arrays.fill(sums, 0);
            for (int from = 0; from < edgeCount; from += BLOCK) {
                int count = Math.min(BLOCK, edgeCount - from);
                readBlock(s, from, count);
                for (int k = 0; k < count; k++) {
                    score(s, from + k, k * 4 * width);
                }
            }
            for (int from = 0; from < edgeCount; from += BLOCK) {
                int count = Math.min(BLOCK, edgeCount - from);
                readBlock(s, from, count);
                for (int k = 0; k < count; k++) {
                    collect(s, from + k, k * 4 * width);
                }
            }
            share(s);
            write(sums, nodeCount, width, y.value(), s * nodeCount);
        }
    }

    private void score(int s, int edge, int e1) {
        int up = ends.target(edge);
        int down = ends.source(edge);
        int h = up * 3 * width;
        int p = down * 3 * width;
        int at = (s * edgeCount + edge) * 2 * heads;
        for (int g = 0; g < heads; g += COUNT) {
            FloatVector upper = FloatVector.zero(SPECIES);
            FloatVector lower = upper;
            for (int c = g; c < width; c += heads) {
                FloatVector query = fromArray(SPECIES, block, e1 + c);
                FloatVector key = fromArray(SPECIES, block, e1 + width + c);
                upper = fromArray(SPECIES, n, h + c)
                        .add(query)
                        .fma(fromArray(SPECIES, n, p + width + c).add(key), upper);
                lower = fromArray(SPECIES, n, p + c)
                        .add(query)
                        .fma(fromArray(SPECIES, n, h + width + c).add(key), lower);
            }
            upper = upper.mul(scale);
            upper.intoArray(weights, at + g);
            fromArray(SPECIES, ofNodes, up * heads + g).max(upper).intoArray(ofNodes, up * heads + g);
            lower = lower.mul(scale);
            lower.intoArray(weights, at + heads + g);
            fromArray(SPECIES, ofNodes, down * heads + g).max(lower).intoArray(ofNodes, down * heads + g);
        }
    }

    private void collect(int s, int edge, int e1) {
        int at = (s * edgeCount + edge) * 2 * heads;
        for (int g = 0; g < heads; g += COUNT) {
            collect(s, ends.target(edge), ends.source(edge), g, e1, at + g);
            collect(s, ends.source(edge), ends.target(edge), g, e1, at + heads + g);
        }
    }

    /** Turns a score of node i for node j into its exponential, and adds what it weighs to i's sums. */
    private void collect(int s, int i, int j, int g, int e1, int at) {
        FloatVector weight = fromArray(SPECIES, weights, at)
                .sub(fromArray(SPECIES, ofNodes, i * heads + g))
                .lanewise(VectorOperators.EXP);
        weight.intoArray(weights, at);
        int sum = (s * nodeCount + i) * heads + g;
        fromArray(SPECIES, shares, sum).add(weight).intoArray(shares, sum);
        int value = j * 3 * width + 2 * width;
        for (int c = g; c < width; c += heads) {
            int to = i * width + c;
            fromArray(SPECIES, n, value + c)
                    .fma(fromArray(SPECIES, block, e1 + 3 * width + c), fromArray(SPECIES, block, e1 + 2 * width + c))
                    .fma(weight, fromArray(SPECIES, sums, to))
                    .intoArray(sums, to);
        }
    }

    /** Divides what the nodes collected by the sums of their weights. */
    private void share(int s) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int i = 0; i < nodeCount; i++) {
            int at = (s * nodeCount + i) * heads;
            for (int g = 0; g < heads; g += COUNT) {
                FloatVector share = one.div(fromArray(SPECIES, shares, at + g));
                share.intoArray(shares, at + g);
                for (int c = g; c < width; c += heads) {
                    fromArray(SPECIES, sums, i * width + c).mul(share).intoArray(sums, i * width + c);
                }
            }
        }
    }

    @Override
    public void backward() {
        nodes.beginAccumulation();
        boolean addEdges = edges.accumulates();
        for (int s = 0; s < batch; s++) {
            read(nodes.value(), nodeCount, s * nodeCount, 3 * width, n);
            read(nodes.gradient(), nodeCount, s * nodeCount, 3 * width, dn);
            read(y.value(), nodeCount, s * nodeCount, width, sums);
            read(y.gradient(), nodeCount, s * nodeCount, width, dy);
            project();
            for (int from = 0; from < edgeCount; from += BLOCK) {
                int count = Math.min(BLOCK, edgeCount - from);
                readBlock(s, from, count);
                if (addEdges) {
                    read(edges.gradient(), count, s * edgeCount + from, 4 * width, blockGradient);
                } else {
                    Arrays.fill(blockGradient, 0);
                }
                for (int k = 0; k < count; k++) {
                    backward(s, from + k, k * 4 * width);
                }
                write(blockGradient, count, 4 * width, edges.gradient(), s * edgeCount + from);
            }
            write(dn, nodeCount, 3 * width, nodes.gradient(), s * nodeCount);
        }
    }

    /** A head's gradient along its result: what the softmax takes off the gradient of each of the node's weights. */
    private void project() {
        for (int i = 0; i < nodeCount; i++) {
            for (int g = 0; g < heads; g += COUNT) {
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int c = g; c < width; c += heads) {
                    sum = fromArray(SPECIES, sums, i * width + c).fma(fromArray(SPECIES, dy, i * width + c), sum);
                }
                sum.intoArray(ofNodes, i * heads + g);
            }
        }
    }

    private void backward(int s, int edge, int e1) {
        int at = (s * edgeCount + edge) * 2 * heads;
        for (int g = 0; g < heads; g += COUNT) {
            backwardValue(s, ends.target(edge), ends.source(edge), g, e1, at + g);
            backwardScore(ends.target(edge), ends.source(edge), g, e1);
            backwardValue(s, ends.source(edge), ends.target(edge), g, e1, at + heads + g);
            backwardScore(ends.source(edge), ends.target(edge), g, e1);
        }
    }

    /**
     * Back through {@code weight (v_j e4 + e3)} that went from node j to node i; leaves the gradient of the score in
     * {@link #slopes}. Vectors are not passed from method to method: where that is not inlined it allocates them.
     */
    private void backwardValue(int s, int i, int j, int g, int e1, int at) {
        FloatVector weight =
                fromArray(SPECIES, weights, at).mul(fromArray(SPECIES, shares, (s * nodeCount + i) * heads + g));
        FloatVector slope = FloatVector.zero(SPECIES);
        int e3 = e1 + 2 * width;
        int e4 = e1 + 3 * width;
        int value = j * 3 * width + 2 * width;
        int from = i * width;
        for (int c = g; c < width; c += heads) {
            FloatVector gain = fromArray(SPECIES, block, e4 + c);
            FloatVector d = fromArray(SPECIES, dy, from + c);
            FloatVector v = fromArray(SPECIES, n, value + c);
            slope = v.fma(gain, fromArray(SPECIES, block, e3 + c)).fma(d, slope);
            FloatVector weighed = d.mul(weight);
            weighed.add(fromArray(SPECIES, blockGradient, e3 + c)).intoArray(blockGradient, e3 + c);
            weighed.fma(v, fromArray(SPECIES, blockGradient, e4 + c)).intoArray(blockGradient, e4 + c);
            weighed.fma(gain, fromArray(SPECIES, dn, value + c)).intoArray(dn, value + c);
        }
        slope.sub(fromArray(SPECIES, ofNodes, i * heads + g))
                .mul(weight)
                .mul(scale)
                .intoArray(slopes, 0);
    }

    /** Back through {@code <q_i + e1, k_j + e2>}. */
    private void backwardScore(int i, int j, int g, int e1) {
        FloatVector slope = fromArray(SPECIES, slopes, 0);
        int e2 = e1 + width;
        int query = i * 3 * width;
        int key = j * 3 * width + width;
        for (int c = g; c < width; c += heads) {
            FloatVector q = fromArray(SPECIES, n, key + c)
                    .add(fromArray(SPECIES, block, e2 + c))
                    .mul(slope);
            FloatVector k = fromArray(SPECIES, n, query + c)
                    .add(fromArray(SPECIES, block, e1 + c))
                    .mul(slope);
            q.add(fromArray(SPECIES, blockGradient, e1 + c)).intoArray(blockGradient, e1 + c);
            k.add(fromArray(SPECIES, blockGradient, e2 + c)).intoArray(blockGradient, e2 + c);
            q.add(fromArray(SPECIES, dn, query + c)).intoArray(dn, query + c);
            k.add(fromArray(SPECIES, dn, key + c)).intoArray(dn, key + c);
        }
    }
}
