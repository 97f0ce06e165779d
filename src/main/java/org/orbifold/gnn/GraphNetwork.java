package org.orbifold.gnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orbifold.gnn.Recording.Affine;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.net.Architecture;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * A network over weight graphs (Kofinas et al. 2024): takes features of every node and edge, and a conditioning vector a
 * sample, to numbers for every node and every edge. Classes of nodes and of edges, as {@link ParameterGraph} has them,
 * have an embedding each: so it is equivariant under the permutations of hidden neurons, and its parameters fit every
 * hidden width.
 *
 * <p>Two paths go beside the layers: nodes begin with sums over the weights at them ({@link IncidentEdges}), and the
 * result of an edge is, besides what its state gives, the inner product of what both ends give: whole rows of a weight
 * matrix go in and out through the state of one node.
 */
public final class GraphNetwork {
    /** How a layer gathers from neighbours. */
    public enum Kind {
        RELATIONAL_TRANSFORMER("rt"),
        PRINCIPAL_NEIGHBOURHOOD_AGGREGATION("pna"),
        GRAPH_CONVOLUTION("gcn"),
        GRAPH_ATTENTION("gat");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name on the command line and in files. */
        public String id() {
            return id;
        }
    }

    /**
     * What a network is made of.
     *
     * @param layers at least 1
     * @param width of the states of nodes and edges: a multiple of the heads
     * @param heads of attention: a multiple of {@link Tape#HEADS}
     * @param nodeFeatures numbers that come with a node
     * @param nodeResults numbers that it gives for a node
     * @param edgeFeatures numbers that come with an edge, filters padded to the largest, and that it gives for an edge
     * @param conditions numbers of the conditioning vector
     * @param probes learned inputs at which the activations of every neuron of a multilayer perceptron are features of
     *     its node: for these the first feature of a node must be its bias, and of an edge its weight; 0 for none
     */
    public record Settings(
            Kind kind,
            int layers,
            int width,
            int heads,
            int nodeFeatures,
            int nodeResults,
            int edgeFeatures,
            int conditions,
            int probes) {}

    /**
     * A recorded network: arrays to write and to read.
     *
     * @param nodes {@code [1, batch nodes, nodeFeatures]}
     * @param edges {@code [1, batch edges, edgeFeatures]}
     * @param condition {@code [1, batch, conditions]}
     * @param ofNodes {@code [1, batch nodes, nodeResults]}, the result
     * @param ofEdges {@code [1, batch edges, edgeFeatures]}, the result
     */
    public record Recorded(Variable nodes, Variable edges, Variable condition, Variable ofNodes, Variable ofEdges) {}

    /** The learned inputs, and what takes the activations at them to the width of states. */
    private record Probes(int inputs, int weights) {}

    private final Settings settings;
    private final ParameterGraph trained;
    private final ParameterLayout layout = new ParameterLayout();
    private final Affine nodeInput;
    private final Affine edgeInput;
    private final int nodeEmbedding;
    private final int edgeModulation;
    private final IncidentEdges incidentEdges;
    private final Affine conditionInput;
    private final Affine conditionHidden;
    private final List<GraphLayer> layers = new ArrayList<>();
    private final Optional<Probes> probes;
    private final Affine nodeHead;
    private final Affine nodeOutput;
    private final Affine edgeHead;
    private final Affine edgeOutput;
    private final int edgeFactors;

    /**
     * A network for the weight graphs of an architecture, and of all that differ from it in hidden widths only.
     *
     * @param trained the architecture whose degrees the scalers of principal aggregation compare with
     */
    public GraphNetwork(Settings settings, Architecture trained) {
        this.settings = settings;
        this.trained = new ParameterGraph(trained);
        int width = settings.width;
        nodeInput = Affine.of(layout, width, settings.nodeFeatures);
        edgeInput = Affine.of(layout, width, settings.edgeFeatures);
        nodeEmbedding = layout.embedding(this.trained.nodeClasses(), width);
        edgeModulation = layout.embedding(this.trained.edgeClasses(), 2 * width);
        incidentEdges = new IncidentEdges(layout, width, settings.edgeFeatures, this.trained.edgeClasses());
        conditionInput = Affine.of(layout, width, settings.conditions);
        conditionHidden = Affine.of(layout, width, width);
        for (int l = 0; l < settings.layers; l++) {
            layers.add(
                    switch (settings.kind) {
                        case RELATIONAL_TRANSFORMER -> new RelationalTransformer(layout, width, settings.heads);
                        case PRINCIPAL_NEIGHBOURHOOD_AGGREGATION ->
                            new PrincipalNeighbourhoodAggregation(layout, width, meanLogDegree(this.trained.layered()));
                        case GRAPH_CONVOLUTION -> new GraphConvolution(layout, width);
                        case GRAPH_ATTENTION -> new GraphAttention(layout, width, settings.heads);
                    });
        }
        probes = settings.probes == 0
                ? Optional.empty()
                : Optional.of(new Probes(
                        layout.embedding(settings.probes, trained.inputs()), layout.weights(width, settings.probes)));
        nodeHead = Affine.of(layout, width, width);
        nodeOutput = Affine.of(layout, settings.nodeResults, width);
        edgeHead = Affine.of(layout, width, width);
        edgeOutput = Affine.of(layout, settings.edgeFeatures, width);
        edgeFactors = layout.weights((1 + settings.edgeFeatures) * width, width);
    }

    private static double meanLogDegree(LayeredGraph graph) {
        double sum = 0;
        for (int l = 0; l < graph.layers(); l++) {
            sum += graph.width(l) * Math.log1p(graph.degree(l));
        }
        return sum / graph.nodes();
    }

    /** What it is made of. */
    public Settings settings() {
        return settings;
    }

    /** How many parameters there are. */
    public int parameters() {
        return layout.size();
    }

    /** New parameters. */
    public ParameterBlock begin(Precision precision, long seed) {
        return layout.begin(precision, seed);
    }

    /**
     * Records the network for a batch of graphs.
     *
     * @param of the graph of an architecture that differs from the one it was made for in hidden widths only
     * @param parameters as {@link #begin} made them
     */
    public Recorded record(Tape tape, List<Variable> parameters, ParameterGraph of, int batch) {
        if (!of.differsInWidthsOnly(trained)) {
            throw new IllegalArgumentException(
                    of.architecture() + " differs from " + trained.architecture() + " in more than hidden widths");
        }
        LayeredGraph graph = of.layered();
        Variable nodes = tape.parameter(1, (long) batch * graph.nodes(), settings.nodeFeatures);
        Variable edges = tape.parameter(1, (long) batch * graph.edges(), settings.edgeFeatures);
        Variable condition = tape.parameter(1, batch, settings.conditions);
        Variable given = tape.linear(
                condition,
                parameters.get(conditionInput.weights()),
                parameters.get(conditionInput.bias()),
                Pointwise.TANH);
        Variable embedded = tape.linear(
                given,
                parameters.get(conditionHidden.weights()),
                parameters.get(conditionHidden.bias()),
                Pointwise.IDENTITY);
        int[] samplesOfNodes = samples(batch, graph.nodes());
        Recording r = new Recording(tape, parameters, graph, embedded, samplesOfNodes);
        Variable n = tape.addRows(
                r.linear(nodes, nodeInput, Pointwise.IDENTITY),
                r.parameter(nodeEmbedding),
                repeated(of.classesOfNodes(), batch));
        int[] edgeClasses = of.classesOfEdges();
        n = incidentEdges.record(r, n, edges, of, edgeClasses);
        Variable e = tape.film(
                r.linear(edges, edgeInput, Pointwise.IDENTITY),
                r.parameter(edgeModulation),
                repeated(edgeClasses, batch));
        if (probes.isPresent()) {
            Variable activations = tape.probe(
                    graph, of.architecture().activation().function(), nodes, edges, r.parameter(probes.get().inputs));
            Variable features = tape.linear(activations, r.parameter(probes.get().weights), Pointwise.IDENTITY);
            n = tape.add(n, features);
        }
        Recording.State state = new Recording.State(
                tape.addRows(n, embedded, samplesOfNodes), tape.addRows(e, embedded, samples(batch, graph.edges())));
        for (GraphLayer layer : layers) {
            state = layer.record(r, state);
        }
        Variable ofNodes = r.linear(r.linear(state.nodes(), nodeHead, Pointwise.RELU), nodeOutput, Pointwise.IDENTITY);
        Variable ofEdges = tape.add(
                r.linear(r.linear(state.edges(), edgeHead, Pointwise.RELU), edgeOutput, Pointwise.IDENTITY),
                tape.edgeProduct(
                        graph,
                        tape.linear(state.nodes(), r.parameter(edgeFactors), Pointwise.IDENTITY),
                        settings.edgeFeatures));
        return new Recorded(nodes, edges, condition, ofNodes, ofEdges);
    }

    private static int[] samples(int batch, int each) {
        int[] samples = new int[batch * each];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / each;
        }
        return samples;
    }

    private static int[] repeated(int[] once, int times) {
        int[] all = new int[times * once.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = once[i % once.length];
        }
        return all;
    }
}
