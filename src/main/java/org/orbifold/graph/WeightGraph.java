package org.orbifold.graph;

import java.util.Arrays;
import java.util.Optional;
import org.orbifold.net.Layer;
import org.orbifold.net.Weights;
import org.orbifold.tensor.LayeredGraph;

/**
 * The weight graph of a network (Kofinas et al. 2024, <i>Graph neural networks for learning equivariant representations of
 * neural networks</i>): the {@link ParameterGraph} of its architecture with the network's numbers. Nodes are neurons and
 * channels and carry biases and what norms learned, edges are weights or filters and lead from the input to the output. It
 * is held over the network's own block of parameters; nothing is copied.
 */
public final class WeightGraph {
    private final Weights weights;
    private final ParameterGraph parameters;

    /** The graph of a network. */
    public WeightGraph(Weights weights) {
        this.weights = weights;
        parameters = new ParameterGraph(weights.architecture());
    }

    /** The network. */
    public Weights weights() {
        return weights;
    }

    /** The graph without the numbers. */
    public ParameterGraph parameters() {
        return parameters;
    }

    /** Layers of nodes and blocks of edges. */
    public LayeredGraph layered() {
        return parameters.layered();
    }

    /** The number of layers of nodes. */
    public int layers() {
        return layered().layers();
    }

    /** The number of nodes in a layer. */
    public int width(int layer) {
        return layered().width(layer);
    }

    /** The number of nodes. */
    public int nodes() {
        return layered().nodes();
    }

    /** The number of edges. */
    public int edges() {
        return layered().edges();
    }

    /** What the nodes of a layer are. */
    public NodeKind kind(int layer) {
        return parameters.kind(layer);
    }

    /** The features of a node, all that its layer's nodes have. */
    public float[] features(Node node) {
        float[] features = new float[parameters.features(node.layer())];
        for (int f = 0; f < features.length; f++) {
            features[f] = weights.get(parameters.parameter(node, f));
        }
        return features;
    }

    /** A node's bias; where there is none, what a norm adds to it, and where nothing is, 0. */
    public float bias(Node node) {
        return bias(node, Layer.Role.BIAS)
                .or(() -> bias(node, Layer.Role.SHIFT))
                .orElse(0f);
    }

    private Optional<Float> bias(Node node, Layer.Role role) {
        return parameters.parameters(node.layer()).stream()
                .filter(parameter -> parameter.tensor().role() == role && parameter.each() == 1)
                .findFirst()
                .map(parameter -> weights.get(parameter.tensor().offset() + node.index()));
    }

    /** The features of an edge: a weight, or a filter row by row, or a weight a place; none of a tie. */
    public float[] filter(Edge edge) {
        int block = block(edge);
        float[] filter = new float[parameters.filter(block)];
        if (filter.length > 0) {
            int first = parameters.parameter(
                    block, edge.target().index(), edge.source().index());
            for (int f = 0; f < filter.length; f++) {
                filter[f] = weights.get(first + f);
            }
        }
        return filter;
    }

    /** An edge's weight; of a filter its norm, with the sign of its sum; of a tie 1. */
    public float weight(Edge edge) {
        return weight(filter(edge));
    }

    private static float weight(float[] filter) {
        if (filter.length < 2) {
            return filter.length == 0 ? 1 : filter[0];
        }
        double sum = 0;
        double squares = 0;
        for (float w : filter) {
            sum += w;
            squares += (double) w * w;
        }
        return (float) Math.copySign(Math.sqrt(squares), sum);
    }

    /** The {@link #weight} of every edge of a block, row by row. */
    public float[] weights(int block) {
        float[] all = new float[layered().edgeOffset(block + 1) - layered().edgeOffset(block)];
        int each = parameters.filter(block);
        float[] values = parameters.weights(block).map(weights::values).orElseGet(() -> new float[0]);
        for (int e = 0; e < all.length; e++) {
            all[e] = weight(Arrays.copyOfRange(values, e * each, (e + 1) * each));
        }
        return all;
    }

    private int block(Edge edge) {
        for (int b = 0; b < layered().blocks().size(); b++) {
            LayeredGraph.Block block = layered().blocks().get(b);
            if (block.from() == edge.source().layer()
                    && block.to() == edge.target().layer()) {
                return b;
            }
        }
        throw new IllegalArgumentException("no such edge: " + edge);
    }

    /** Whether nothing is learned on an edge: it joins a channel with a sum that it goes into. */
    public boolean isTie(Edge edge) {
        return parameters.weights(block(edge)).isEmpty();
    }

    /** The number of edges that lead to each node of a layer. */
    public int inDegree(int layer) {
        return layered().inDegree(layer);
    }

    /** The number of edges that leave each node of a layer. */
    public int outDegree(int layer) {
        return layered().outDegree(layer);
    }

    /** The number of classes of nodes. */
    public int nodeClasses() {
        return parameters.nodeClasses();
    }

    /** The class of a node, from 0, layer by layer. */
    public int nodeClass(Node node) {
        return parameters.nodeClass(node);
    }

    /** A node's name in files: {@code i0} is an input, {@code h0_3} node 3 of hidden layer 0, {@code o1} an output. */
    public String name(Node node) {
        return switch (kind(node.layer())) {
            case INPUT -> "i" + node.index();
            case HIDDEN -> "h" + (node.layer() - 1) + "_" + node.index();
            case OUTPUT -> "o" + node.index();
        };
    }
}
