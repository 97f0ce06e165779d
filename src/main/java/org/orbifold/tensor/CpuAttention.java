package org.orbifold.tensor;

import static org.orbifold.tensor.AttentionLanes.COUNT;
import static org.orbifold.tensor.AttentionLanes.load;
import static org.orbifold.tensor.AttentionLanes.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Attention over the real edges of layered graphs, as {@link Kernels#attention} defines it. Channels of the heads lie
 * interleaved, so that a vector holds a channel of each of several heads: scores are sums of vectors, and nothing is
 * ever summed across one.
 */
final class CpuAttention implements Primitive {
    private final LayeredGraph graph;
    private final int heads;
    private final Variable nodes;
    private final Variable edges;
    private final Variable y;
    private final int batch;
    private final int width;
    private final float scale;

    /** Of each edge of the batch, the exponentials of its two scores less their node's largest: [heads] up, then down. */
    private final float[] weights;

    /** Of each node of the batch, a head: one over the sum of its edges' exponentials. */
    private final float[] shares;

    /** Of each node of a graph, a head: its largest score; backward, the gradient's component along the result. */
    private final float[] ofNodes;

    CpuAttention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y) {
        this.graph = graph;
        this.heads = heads;
        this.nodes = nodes;
        this.edges = edges;
        this.y = y;
        width = y.value().dim(2);
        batch = y.value().dim(1) / graph.nodes();
        scale = (float) (1 / Math.sqrt((double) width / heads));
        weights = new float[batch * graph.edges() * 2 * heads];
        shares = new float[batch * graph.nodes() * heads];
        ofNodes = new float[graph.nodes() * heads];
    }

    @Override
    public void forward() {
        y.value().fill(0);
        Arrays.fill(shares, 0);
        for (int s = 0; s < batch; s++) {
            Arrays.fill(ofNodes, Float.NEGATIVE_INFINITY);
            for (int l = 0; l + 1 < graph.layers(); l++) {
                score(s, l);
            }
            for (int l = 0; l + 1 < graph.layers(); l++) {
                collect(s, l);
            }
            share(s);
        }
    }

    private long node(int s, int i) {
        return (long) s * graph.nodes() + i;
    }

    private void score(int s, int l) {
        MemorySegment n = nodes.value().memory();
        MemorySegment e = edges.value().memory();
        for (int h = 0; h < graph.width(l + 1); h++) {
            int up = graph.nodeOffset(l + 1) + h;
            long qh = node(s, up) * 3 * width;
            for (int p = 0; p < graph.width(l); p++) {
                int down = graph.nodeOffset(l) + p;
                int edge = s * graph.edges() + graph.edgeOffset(l) + h * graph.width(l) + p;
                long qp = node(s, down) * 3 * width;
                long e1 = (long) edge * 4 * width;
                for (int g = 0; g < heads; g += COUNT) {
                    FloatVector upper = FloatVector.zero(AttentionLanes.SPECIES);
                    FloatVector lower = upper;
                    for (int c = g; c < width; c += heads) {
                        FloatVector query = load(e, e1 + c);
                        FloatVector key = load(e, e1 + width + c);
                        upper = load(n, qh + c)
                                .add(query)
                                .fma(load(n, qp + width + c).add(key), upper);
                        lower = load(n, qp + c)
                                .add(query)
                                .fma(load(n, qh + width + c).add(key), lower);
                    }
                    keep(upper, edge * 2 * heads + g, up * heads + g);
                    keep(lower, edge * 2 * heads + heads + g, down * heads + g);
                }
            }
        }
    }

    private void keep(FloatVector score, int at, int node) {
        FloatVector scaled = score.mul(scale);
        scaled.intoArray(weights, at);
        load(ofNodes, node).max(scaled).intoArray(ofNodes, node);
    }

    private void collect(int s, int l) {
        MemorySegment n = nodes.value().memory();
        MemorySegment e = edges.value().memory();
        MemorySegment sums = y.value().memory();
        for (int h = 0; h < graph.width(l + 1); h++) {
            int up = graph.nodeOffset(l + 1) + h;
            long vh = node(s, up) * 3 * width + 2L * width;
            for (int p = 0; p < graph.width(l); p++) {
                int down = graph.nodeOffset(l) + p;
                int edge = s * graph.edges() + graph.edgeOffset(l) + h * graph.width(l) + p;
                long vp = node(s, down) * 3 * width + 2L * width;
                long e3 = (long) edge * 4 * width + 2L * width;
                for (int g = 0; g < heads; g += COUNT) {
                    FloatVector upper = weigh(edge * 2 * heads + g, s, up, g);
                    FloatVector lower = weigh(edge * 2 * heads + heads + g, s, down, g);
                    for (int c = g; c < width; c += heads) {
                        FloatVector shift = load(e, e3 + c);
                        FloatVector gain = load(e, e3 + width + c);
                        long toUp = node(s, up) * width + c;
                        long toDown = node(s, down) * width + c;
                        store(load(n, vp + c).fma(gain, shift).fma(upper, load(sums, toUp)), sums, toUp);
                        store(load(n, vh + c).fma(gain, shift).fma(lower, load(sums, toDown)), sums, toDown);
                    }
                }
            }
        }
    }

    /** Turns a score into its exponential, and adds it to its node's sum. */
    private FloatVector weigh(int at, int s, int node, int g) {
        FloatVector weight =
                load(weights, at).sub(load(ofNodes, node * heads + g)).lanewise(VectorOperators.EXP);
        weight.intoArray(weights, at);
        int sum = (s * graph.nodes() + node) * heads + g;
        load(shares, sum).add(weight).intoArray(shares, sum);
        return weight;
    }

    /** Divides what the nodes collected by the sums of their weights. */
    private void share(int s) {
        MemorySegment sums = y.value().memory();
        for (int i = 0; i < graph.nodes(); i++) {
            int at = (s * graph.nodes() + i) * heads;
            for (int g = 0; g < heads; g += COUNT) {
                FloatVector share =
                        FloatVector.broadcast(AttentionLanes.SPECIES, 1).div(load(shares, at + g));
                share.intoArray(shares, at + g);
                for (int c = g; c < width; c += heads) {
                    long to = node(s, i) * width + c;
                    store(load(sums, to).mul(share), sums, to);
                }
            }
        }
    }

    @Override
    public void backward() {
        nodes.beginAccumulation();
        boolean addEdges = edges.accumulates();
        for (int s = 0; s < batch; s++) {
            project(s);
            for (int l = 0; l + 1 < graph.layers(); l++) {
                backward(s, l, addEdges);
            }
        }
    }

    /** A head's gradient along its result: what the softmax takes off the gradient of each of the node's weights. */
    private void project(int s) {
        MemorySegment result = y.value().memory();
        MemorySegment gradient = y.gradient().memory();
        for (int i = 0; i < graph.nodes(); i++) {
            for (int g = 0; g < heads; g += COUNT) {
                FloatVector sum = FloatVector.zero(AttentionLanes.SPECIES);
                for (int c = g; c < width; c += heads) {
                    long at = node(s, i) * width + c;
                    sum = load(result, at).fma(load(gradient, at), sum);
                }
                sum.intoArray(ofNodes, i * heads + g);
            }
        }
    }

    private void backward(int s, int l, boolean addEdges) {
        MemorySegment n = nodes.value().memory();
        MemorySegment e = edges.value().memory();
        MemorySegment dn = nodes.gradient().memory();
        MemorySegment de = edges.gradient().memory();
        MemorySegment dy = y.gradient().memory();
        for (int h = 0; h < graph.width(l + 1); h++) {
            int up = graph.nodeOffset(l + 1) + h;
            long nh = node(s, up) * 3 * width;
            long yh = node(s, up) * width;
            for (int p = 0; p < graph.width(l); p++) {
                int down = graph.nodeOffset(l) + p;
                int edge = s * graph.edges() + graph.edgeOffset(l) + h * graph.width(l) + p;
                long np = node(s, down) * 3 * width;
                long yp = node(s, down) * width;
                long e1 = (long) edge * 4 * width;
                for (int g = 0; g < heads; g += COUNT) {
                    FloatVector upper = weight(edge * 2 * heads + g, s, up, g);
                    FloatVector lower = weight(edge * 2 * heads + heads + g, s, down, g);
                    FloatVector toUpper = FloatVector.zero(AttentionLanes.SPECIES);
                    FloatVector toLower = toUpper;
                    for (int c = g; c < width; c += heads) {
                        FloatVector shift = load(e, e1 + 2L * width + c);
                        FloatVector gain = load(e, e1 + 3L * width + c);
                        FloatVector dh = load(dy, yh + c);
                        FloatVector dp = load(dy, yp + c);
                        FloatVector vh = load(n, nh + 2L * width + c);
                        FloatVector vp = load(n, np + 2L * width + c);
                        toUpper = vp.fma(gain, shift).fma(dh, toUpper);
                        toLower = vh.fma(gain, shift).fma(dp, toLower);
                        FloatVector up3 = dh.mul(upper);
                        FloatVector down3 = dp.mul(lower);
                        put(up3.add(down3), de, e1 + 2L * width + c, addEdges);
                        put(up3.mul(vp).add(down3.mul(vh)), de, e1 + 3L * width + c, addEdges);
                        put(up3.mul(gain), dn, np + 2L * width + c, true);
                        put(down3.mul(gain), dn, nh + 2L * width + c, true);
                    }
                    toUpper = toUpper.sub(load(ofNodes, up * heads + g))
                            .mul(upper)
                            .mul(scale);
                    toLower = toLower.sub(load(ofNodes, down * heads + g))
                            .mul(lower)
                            .mul(scale);
                    for (int c = g; c < width; c += heads) {
                        FloatVector query = load(e, e1 + c);
                        FloatVector key = load(e, e1 + width + c);
                        FloatVector upQuery = load(n, np + width + c).add(key).mul(toUpper);
                        FloatVector upKey = load(n, nh + c).add(query).mul(toUpper);
                        FloatVector downQuery = load(n, nh + width + c).add(key).mul(toLower);
                        FloatVector downKey = load(n, np + c).add(query).mul(toLower);
                        put(upQuery.add(downQuery), de, e1 + c, addEdges);
                        put(upKey.add(downKey), de, e1 + width + c, addEdges);
                        put(upQuery, dn, nh + c, true);
                        put(upKey, dn, np + width + c, true);
                        put(downQuery, dn, np + c, true);
                        put(downKey, dn, nh + width + c, true);
                    }
                }
            }
        }
    }

    private FloatVector weight(int at, int s, int node, int g) {
        return load(weights, at).mul(load(shares, (s * graph.nodes() + node) * heads + g));
    }

    private static void put(FloatVector value, MemorySegment memory, long at, boolean add) {
        store(add ? value.add(load(memory, at)) : value, memory, at);
    }
}
