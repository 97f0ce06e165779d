package org.orbifold.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Window;

/**
 * What the weight graphs of an architecture have in common: the parameter graph of Lim et al. 2023 (<i>Graph metanetworks
 * for processing diverse neural architectures</i>). Nodes are neurons and channels, in layers; every parameter is a feature
 * of one node or of one edge.
 *
 * <p>A weighted layer gives a layer of nodes, which carry its bias; an edge from an input channel to an output channel
 * carries all weights between them: a number, a flattened filter, or after flattening one number a place. Norms give
 * the nodes that they normalise their gain, shift, mean and variance. What is added up gives a layer of nodes without
 * parameters, tied place by place to the summands. All else leaves channels what they are.
 *
 * <p>Nodes and edges fall into <i>classes</i>, which share an embedding: nodes that no symmetry moves, inputs and outputs
 * above all, are a class each, for their meaning is fixed from outside; the other nodes of a layer are one class, and
 * edges are of one class if they are of one block and the nodes at both ends are. Whatever treats a class alike is
 * equivariant under the permutations of hidden neurons.
 */
public final class ParameterGraph {
    /**
     * A parameter of nodes.
     *
     * @param tensor of which each node has a row, or several
     * @param each the numbers of a node
     * @param feature the first of them among all of the node
     */
    public record NodeParameter(ParameterTensor tensor, int each, int feature) {}

    private record NodeLayer(int group, int width, List<NodeParameter> parameters) {
        NodeLayer(int group, int width) {
            this(group, width, new ArrayList<>());
        }

        boolean isFixed() {
            return group == SymmetryStructure.FIXED;
        }

        int features() {
            return parameters.isEmpty() ? 0 : parameters.getLast().feature + parameters.getLast().each;
        }
    }

    /** The parameters of a block of edges: of each edge so many, or none where nothing is learned. */
    private record EdgeParameters(Optional<ParameterTensor> tensor, int each) {
        static final EdgeParameters NONE = new EdgeParameters(Optional.empty(), 0);
    }

    private final SymmetryStructure structure;
    private final LayeredGraph graph;
    private final List<NodeLayer> layers = new ArrayList<>();
    private final List<EdgeParameters> parameters = new ArrayList<>();
    private final int output;

    /** The graph of an architecture. */
    public ParameterGraph(Architecture architecture) {
        structure = SymmetryStructure.of(architecture);
        List<LayeredGraph.Block> blocks = new ArrayList<>();
        int[] layerOf = new int[architecture.nodes().size() + 1];
        layers.add(new NodeLayer(
                structure.nodes().getFirst().group(), architecture.input().channels()));
        for (int k = 1; k < layerOf.length; k++) {
            layerOf[k] = place(architecture, k, layerOf, blocks);
        }
        output = layerOf[layerOf.length - 1];
        graph = new LayeredGraph(layers.stream().mapToInt(NodeLayer::width).toArray(), blocks);
    }

    /** Finds the layer of what node k of the architecture gives, a new one with its edges if need be. */
    private int place(Architecture architecture, int k, int[] layerOf, List<LayeredGraph.Block> blocks) {
        int from = layerOf[architecture.nodes().get(k - 1).from()];
        if (architecture.layer(k) instanceof Layer.Add(int other)) {
            return from == layerOf[other] ? from : placeSum(k, from, layerOf[other], blocks);
        }
        int layer = from;
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            ParameterTensor tensor = carrier.tensor();
            if (tensor.node() == k && tensor.role() == Layer.Role.WEIGHT) {
                layer = layers.size();
                layers.add(new NodeLayer(carrier.rows().group(), tensor.rows()));
                blocks.add(new LayeredGraph.Block(from, layer, false));
                parameters.add(new EdgeParameters(
                        Optional.of(tensor), carrier.columns().block()));
            } else if (tensor.node() == k) {
                NodeLayer nodes = layers.get(layer);
                nodes.parameters.add(new NodeParameter(tensor, carrier.rows().block(), nodes.features()));
            }
        }
        return layer;
    }

    /** Sums are of channels place by place; where one summand has more features a channel, of all with all. */
    private int placeSum(int k, int a, int b, List<LayeredGraph.Block> blocks) {
        int layer = layers.size();
        layers.add(new NodeLayer(structure.nodes().get(k).group(), layers.get(a).width));
        for (int summand : new int[] {a, b}) {
            blocks.add(new LayeredGraph.Block(summand, layer, layers.get(summand).width == layers.get(a).width));
            parameters.add(EdgeParameters.NONE);
        }
        return layer;
    }

    /** The architecture whose weight graphs these are. */
    public Architecture architecture() {
        return structure.architecture();
    }

    /** Layers of nodes and blocks of edges. */
    public LayeredGraph layered() {
        return graph;
    }

    /** What the nodes of a layer are. */
    public NodeKind kind(int layer) {
        return layer == 0 ? NodeKind.INPUT : layer == output ? NodeKind.OUTPUT : NodeKind.HIDDEN;
    }

    /** The group of the structure's that permutes a layer's nodes, or {@link SymmetryStructure#FIXED}. */
    public int group(int layer) {
        return layers.get(layer).group;
    }

    /** The parameters of a layer's nodes. */
    public List<NodeParameter> parameters(int layer) {
        return List.copyOf(layers.get(layer).parameters);
    }

    /** The numbers that each node of a layer carries. */
    public int features(int layer) {
        return layers.get(layer).features();
    }

    /** The parameter that the edges of a block carry, unless they are ties. */
    public Optional<ParameterTensor> weights(int block) {
        return parameters.get(block).tensor;
    }

    /** The numbers that each edge of a block carries: 0 for ties. */
    public int filter(int block) {
        return parameters.get(block).each;
    }

    /** The most numbers that a node carries, at least 1. */
    public int nodeFeatures() {
        return Math.max(1, layers.stream().mapToInt(NodeLayer::features).max().orElseThrow());
    }

    /** The most numbers that an edge carries. */
    public int edgeFeatures() {
        return parameters.stream().mapToInt(EdgeParameters::each).max().orElseThrow();
    }

    /** What is done with a parameter, a feature of a node or an edge. */
    public interface Visitor {
        /**
         * Sees a parameter.
         *
         * @param of the number of its node or edge
         * @param feature which of the features it is
         * @param parameter where it lies in the block of parameters
         */
        void see(int of, int feature, int parameter);
    }

    /** Sees every weight, edge by edge. */
    public void forEachWeight(Visitor visitor) {
        for (int b = 0; b < graph.blocks().size(); b++) {
            LayeredGraph.Block block = graph.blocks().get(b);
            int edge = graph.edgeOffset(b);
            for (int h = 0; filter(b) > 0 && h < graph.width(block.to()); h++) {
                for (int p = 0; p < graph.width(block.from()); p++) {
                    int first = parameter(b, h, p);
                    for (int f = 0; f < filter(b); f++) {
                        visitor.see(edge, f, first + f);
                    }
                    edge++;
                }
            }
        }
    }

    /** Sees every parameter that nodes carry, node by node. */
    public void forEachNodeParameter(Visitor visitor) {
        for (int l = 0; l < graph.layers(); l++) {
            for (int i = 0; i < graph.width(l); i++) {
                for (int f = 0; f < features(l); f++) {
                    visitor.see(graph.nodeOffset(l) + i, f, parameter(new Node(l, i), f));
                }
            }
        }
    }

    /** Where feature {@code f} of a node lies in the block of parameters. */
    public int parameter(Node node, int f) {
        for (NodeParameter parameter : layers.get(node.layer()).parameters) {
            if (f < parameter.feature + parameter.each) {
                return parameter.tensor.offset() + node.index() * parameter.each + f - parameter.feature;
            }
        }
        throw new IndexOutOfBoundsException("feature " + f + " of " + node);
    }

    /** Where the first number lies that the edge of a block from node {@code in} to node {@code out} carries. */
    public int parameter(int block, int out, int in) {
        ParameterTensor tensor = parameters.get(block).tensor.orElseThrow();
        return tensor.offset() + out * tensor.columns() + in * parameters.get(block).each;
    }

    private int classes(int layer) {
        return layers.get(layer).isFixed() ? graph.width(layer) : 1;
    }

    private int place(int layer, int index) {
        return layers.get(layer).isFixed() ? index : 0;
    }

    /** The number of classes of nodes. */
    public int nodeClasses() {
        return firstNodeClass(graph.layers());
    }

    /** The class of a node, from 0, layer by layer. */
    public int nodeClass(Node node) {
        return firstNodeClass(node.layer()) + place(node.layer(), node.index());
    }

    private int firstNodeClass(int layer) {
        int first = 0;
        for (int l = 0; l < layer; l++) {
            first += classes(l);
        }
        return first;
    }

    /** The number of classes of edges. */
    public int edgeClasses() {
        return firstEdgeClass(graph.blocks().size());
    }

    /** Ties are told apart by the nodes that they lead to. */
    private int sourceClasses(LayeredGraph.Block block) {
        return block.ties() ? 1 : classes(block.from());
    }

    /** The class of every node. */
    public int[] classesOfNodes() {
        int[] classes = new int[graph.nodes()];
        int node = 0;
        for (int l = 0; l < graph.layers(); l++) {
            int first = firstNodeClass(l);
            for (int i = 0; i < graph.width(l); i++) {
                classes[node++] = first + place(l, i);
            }
        }
        return classes;
    }

    /** The class of every edge. */
    public int[] classesOfEdges() {
        int[] classes = new int[graph.edges()];
        int edge = 0;
        for (int b = 0; b < graph.blocks().size(); b++) {
            LayeredGraph.Block block = graph.blocks().get(b);
            int first = firstEdgeClass(b);
            for (int h = 0; h < graph.width(block.to()); h++) {
                for (int k = 0; k < graph.fanIn(block); k++) {
                    int source = block.ties() ? 0 : place(block.from(), k);
                    classes[edge++] = first + place(block.to(), h) * sourceClasses(block) + source;
                }
            }
        }
        return classes;
    }

    /** Whether another graph has the same layers and parameters, but for the numbers of nodes that are of one class. */
    public boolean differsInWidthsOnly(ParameterGraph other) {
        boolean same = architecture().input().equals(other.architecture().input())
                && architecture().nodes().size() == other.architecture().nodes().size()
                && nodeClasses() == other.nodeClasses()
                && edgeClasses() == other.edgeClasses();
        for (int k = 0; same && k < architecture().nodes().size(); k++) {
            Architecture.Node a = architecture().nodes().get(k);
            Architecture.Node b = other.architecture().nodes().get(k);
            same = a.from() == b.from() && anyWidth(a.layer()).equals(anyWidth(b.layer()));
        }
        return same;
    }

    private static Layer anyWidth(Layer layer) {
        return switch (layer) {
            case Layer.Linear _ -> new Layer.Linear(1);
            case Layer.Convolution(var _, Window window, boolean bias) -> new Layer.Convolution(1, window, bias);
            default -> layer;
        };
    }

    private int firstEdgeClass(int block) {
        int first = 0;
        for (LayeredGraph.Block before : graph.blocks().subList(0, block)) {
            first += classes(before.to()) * sourceClasses(before);
        }
        return first;
    }
}
