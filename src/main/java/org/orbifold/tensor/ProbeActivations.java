package org.orbifold.tensor;

/**
 * As {@link Tape#probe}: each graph of a batch run as the network that it is, in double on the host: as many
 * multiplications as an edge has probes, few beside a graph network's.
 */
final class ProbeActivations implements Primitive {
    private final LayeredGraph graph;
    private final Pointwise f;
    private final Variable nodes;
    private final Variable edges;
    private final Variable probes;
    private final Variable y;
    private final int count;

    /** Of each node of a graph, a probe: its sum, its activation, and the gradient of either. */
    private final double[] sums;

    private final double[] activations;
    private final double[] gradients;

    ProbeActivations(LayeredGraph graph, Pointwise f, Variable nodes, Variable edges, Variable probes, Variable y) {
        this.graph = graph;
        this.f = f;
        this.nodes = nodes;
        this.edges = edges;
        this.probes = probes;
        this.y = y;
        count = y.value().dim(2);
        sums = new double[graph.nodes() * count];
        activations = new double[graph.nodes() * count];
        gradients = new double[graph.nodes() * count];
    }

    private int batch() {
        return y.value().dim(1) / graph.nodes();
    }

    /** The first feature of a node's row, and of an edge's. */
    private long bias(int s, int node) {
        return ((long) s * graph.nodes() + node) * nodes.value().dim(2);
    }

    private long weight(int s, int edge) {
        return ((long) s * graph.edges() + edge) * edges.value().dim(2);
    }

    private Pointwise after(int layer) {
        return layer + 1 == graph.layers() ? Pointwise.IDENTITY : f;
    }

    private void run(int s) {
        for (int p = 0; p < graph.width(0); p++) {
            for (int k = 0; k < count; k++) {
                activations[p * count + k] = probes.value().get((long) k * graph.width(0) + p);
            }
        }
        for (int l = 1; l < graph.layers(); l++) {
            for (int h = 0; h < graph.width(l); h++) {
                int node = graph.nodeOffset(l) + h;
                double bias = nodes.value().get(bias(s, node));
                for (int k = 0; k < count; k++) {
                    sums[node * count + k] = bias;
                }
                for (int p = 0; p < graph.width(l - 1); p++) {
                    double w = edges.value().get(weight(s, graph.edgeOffset(l - 1) + h * graph.width(l - 1) + p));
                    int from = (graph.nodeOffset(l - 1) + p) * count;
                    for (int k = 0; k < count; k++) {
                        sums[node * count + k] += w * activations[from + k];
                    }
                }
                for (int k = 0; k < count; k++) {
                    activations[node * count + k] = after(l).value(sums[node * count + k]);
                }
            }
        }
    }

    @Override
    public void forward() {
        for (int s = 0; s < batch(); s++) {
            run(s);
            for (int i = 0; i < activations.length; i++) {
                y.value().set((long) s * activations.length + i, activations[i]);
            }
        }
    }

    @Override
    public void backward() {
        nodes.beginAccumulation();
        edges.beginAccumulation();
        probes.beginAccumulation();
        for (int s = 0; s < batch(); s++) {
            run(s);
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = y.gradient().get((long) s * gradients.length + i);
            }
            for (int l = graph.layers() - 1; l > 0; l--) {
                for (int h = 0; h < graph.width(l); h++) {
                    backward(s, l, h);
                }
            }
            for (int p = 0; p < graph.width(0); p++) {
                for (int k = 0; k < count; k++) {
                    add(probes, (long) k * graph.width(0) + p, gradients[p * count + k]);
                }
            }
        }
    }

    private void backward(int s, int l, int h) {
        int node = graph.nodeOffset(l) + h;
        double sum = 0;
        for (int k = 0; k < count; k++) {
            int at = node * count + k;
            gradients[at] *= after(l).derivative(sums[at], activations[at]);
            sum += gradients[at];
        }
        add(nodes, bias(s, node), sum);
        for (int p = 0; p < graph.width(l - 1); p++) {
            long edge = weight(s, graph.edgeOffset(l - 1) + h * graph.width(l - 1) + p);
            double w = edges.value().get(edge);
            int from = (graph.nodeOffset(l - 1) + p) * count;
            double slope = 0;
            for (int k = 0; k < count; k++) {
                slope += gradients[node * count + k] * activations[from + k];
                gradients[from + k] += w * gradients[node * count + k];
            }
            add(edges, edge, slope);
        }
    }

    private static void add(Variable x, long at, double value) {
        if (x.isDifferentiated()) {
            x.gradient().set(at, x.gradient().get(at) + value);
        }
    }
}
