package org.orbifold.graph;

import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * The weight graph of a multilayer perceptron (Kofinas et al. 2024, <i>Graph neural networks for learning equivariant
 * representations of neural networks</i>): nodes are neurons and carry biases, edges are weights and lead from the input
 * to the output. It is held by layers, over the network's own block of parameters; nothing is copied.
 *
 * <p>Nodes and edges fall into <i>classes</i>, which share an embedding: each input and each output node is a class of
 * its own, for its meaning is fixed from outside; the hidden nodes of a layer are one class, and edges are of one class
 * if the nodes that they leave are, and the nodes that they lead to. Whatever treats a class alike is equivariant under the permutations of hidden neurons.
 *
 * @param weights the network
 */
public record WeightGraph(Weights weights) {
    /** The number of layers of nodes: one more than of edges. */
    public int layers() {
        return architecture().widths().size();
    }

    /** The number of nodes in a layer. */
    public int width(int layer) {
        return architecture().widths().get(layer);
    }

    /** The number of nodes. */
    public int nodes() {
        return architecture().widths().stream().mapToInt(Integer::intValue).sum();
    }

    /** The number of edges. */
    public int edges() {
        int sum = 0;
        for (int l = 0; l < architecture().layers(); l++) {
            sum += architecture().in(l) * architecture().out(l);
        }
        return sum;
    }

    /** What the nodes of a layer are. */
    public NodeKind kind(int layer) {
        return kind(architecture(), layer);
    }

    private static NodeKind kind(Architecture architecture, int layer) {
        return layer == 0 ? NodeKind.INPUT : layer == architecture.layers() ? NodeKind.OUTPUT : NodeKind.HIDDEN;
    }

    /** The feature of a node: its bias; 0 for input nodes, which have none. */
    public float bias(Node node) {
        return node.layer() == 0 ? 0 : weights.bias(node.layer() - 1, node.index());
    }

    /** The feature of an edge: its weight. */
    public float weight(Edge edge) {
        return weights.weight(edge.layer(), edge.out(), edge.in());
    }

    /** The number of edges that lead to each node of a layer. */
    public int inDegree(int layer) {
        return layer == 0 ? 0 : width(layer - 1);
    }

    /** The number of edges that leave each node of a layer. */
    public int outDegree(int layer) {
        return layer == layers() - 1 ? 0 : width(layer + 1);
    }

    /** The number of classes of nodes: the inputs, the hidden layers, the outputs. */
    public int nodeClasses() {
        return nodeClasses(architecture());
    }

    /** The number of classes of nodes of an architecture's weight graphs. */
    public static int nodeClasses(Architecture architecture) {
        return architecture.inputs() + architecture.hiddenLayers() + architecture.outputs();
    }

    /** The class of a node, from 0: inputs first, then hidden layers, then outputs. */
    public int nodeClass(Node node) {
        return nodeClass(architecture(), node);
    }

    /** The class of a node of an architecture's weight graphs. */
    public static int nodeClass(Architecture architecture, Node node) {
        int inputs = architecture.inputs();
        return switch (kind(architecture, node.layer())) {
            case INPUT -> node.index();
            case HIDDEN -> inputs + node.layer() - 1;
            case OUTPUT -> inputs + architecture.hiddenLayers() + node.index();
        };
    }

    /** The number of classes of edges of an architecture's weight graphs. */
    public static int edgeClasses(Architecture architecture) {
        return firstEdgeClass(architecture, architecture.layers());
    }

    /** The class of an edge, from 0, layer by layer: in the first by the input it leaves, in the last by its output. */
    public static int edgeClass(Architecture architecture, Edge edge) {
        int source = edge.layer() == 0 ? edge.in() : 0;
        int target = edge.layer() == architecture.layers() - 1 ? edge.out() : 0;
        return firstEdgeClass(architecture, edge.layer()) + target * sourceClasses(architecture, edge.layer()) + source;
    }

    private static int sourceClasses(Architecture architecture, int layer) {
        return layer == 0 ? architecture.inputs() : 1;
    }

    private static int firstEdgeClass(Architecture architecture, int layer) {
        int first = 0;
        for (int l = 0; l < layer; l++) {
            first += sourceClasses(architecture, l) * (l == architecture.layers() - 1 ? architecture.outputs() : 1);
        }
        return first;
    }

    /** A node's name in files: {@code i0} is an input, {@code h0_3} node 3 of hidden layer 0, {@code o1} an output. */
    public String name(Node node) {
        return switch (kind(node.layer())) {
            case INPUT -> "i" + node.index();
            case HIDDEN -> "h" + (node.layer() - 1) + "_" + node.index();
            case OUTPUT -> "o" + node.index();
        };
    }

    private Architecture architecture() {
        return weights.architecture();
    }
}
