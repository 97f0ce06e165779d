package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Architecture;
import org.orbifold.net.ParameterTensor;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Tensor;
import org.orbifold.tensor.Variable;

/**
 * The velocity of a flow, {@code v(x, t) = affine(x, t) + rest(t) F(x, t)}, tangent to the manifold of its paths: a graph
 * network F over the weight graph, on top of {@link AffineVelocity}. The graph's inputs are the directions of the basis
 * that are seen. A prediction of the target is the same thing: {@code x1 = exp_x((1 - t) v)}.
 */
final class VelocityNetwork {
    /** Numbers of the conditioning vector: of the time, then a loss to ask for and whether one is asked for. */
    private static final int CONDITIONS = 7;

    private static final int NONE = -1;

    private final FlowSpace space;
    private final AffineVelocity affine;
    private final GraphNetwork network;
    private final ParameterGraph seen;
    private final LayeredGraph graph;

    /** Of every number of an edge, its coordinate; {@link #NONE} of what a filter is padded with. */
    private final int[] ofEdges;

    /** The weights among the coordinates that are seen. */
    private final int weights;

    /** Of every number of a node that is a coordinate, which; {@link #NONE} where the node has none. */
    private final int[] ofNodes;

    /** Numbers of a node that are coordinates: of its parameters, and of the outputs the log norm. */
    private final int features;

    /** Numbers of an input node that tell of the task. */
    private final int told;

    /**
     * The shape of the graph network.
     *
     * @param layers at least 1
     * @param width of its states: a multiple of 8
     * @param task whether it is told of its task
     */
    record Shape(GraphNetwork.Kind kind, int layers, int width, boolean task) {}

    /**
     * A network.
     *
     * @param trained the architecture that it is, or was, trained on
     */
    VelocityNetwork(FlowSpace space, AffineVelocity affine, Shape shape, Architecture trained) {
        this.space = space;
        this.affine = affine;
        told = shape.task ? TaskStatistics.numbers(trained.outputs()) : 0;
        seen = new ParameterGraph(seen(space.architecture(), space.basis()));
        graph = seen.layered();
        features = seen.nodeFeatures() + (space.geometry().isCanonical() ? 1 : 0);
        network = new GraphNetwork(
                new GraphNetwork.Settings(
                        shape.kind,
                        shape.layers,
                        shape.width,
                        Tape.HEADS,
                        features + told,
                        features,
                        seen.edgeFeatures(),
                        CONDITIONS,
                        0),
                seen(trained, space.basis()));
        ofEdges = new int[graph.edges() * seen.edgeFeatures()];
        ofNodes = new int[graph.nodes() * features];
        place();
        weights = (int) Arrays.stream(ofEdges).filter(c -> c != NONE).count();
    }

    private void place() {
        int[] coordinates = space.coordinates();
        Arrays.fill(ofEdges, NONE);
        seen.forEachWeight(
                (edge, f, parameter) -> ofEdges[edge * seen.edgeFeatures() + f] = coordinates[inSpace(parameter)]);
        Arrays.fill(ofNodes, NONE);
        seen.forEachNodeParameter(
                (node, f, parameter) -> ofNodes[node * features + f] = coordinates[inSpace(parameter)]);
        for (int node = graph.nodeOffset(graph.layers() - 1); hasNorm() && node < graph.nodes(); node++) {
            ofNodes[node * features + features - 1] = space.dimension() - 1;
        }
    }

    /** Whether the outputs tell the logarithm of the last layer's norm. */
    private boolean hasNorm() {
        return features > seen.nodeFeatures();
    }

    /** The place among all parameters of a network of one among those of a network of the inputs that are seen. */
    private int inSpace(int parameter) {
        int hidden = space.architecture().inputs() - seen.architecture().inputs();
        ParameterTensor first = seen.architecture().weights(0);
        return parameter + hidden * Math.min(first.rows(), parameter / first.columns());
    }

    private static Architecture seen(Architecture architecture, InputBasis basis) {
        if (!architecture.isPerceptron()) {
            return architecture;
        }
        List<Integer> widths = new ArrayList<>(architecture.widths());
        widths.set(0, basis.seen());
        return new Architecture(widths, architecture.activation());
    }

    /** How many parameters there are. */
    int parameters() {
        return network.parameters();
    }

    /** New parameters. */
    ParameterBlock begin(long seed) {
        return network.begin(Precision.FLOAT, seed);
    }

    GraphNetwork.Recorded record(Tape tape, List<Variable> parameters) {
        return network.record(tape, parameters, seen, 1);
    }

    /** The moments at a time. */
    AffineVelocity.At at(double t) {
        return affine.at(t);
    }

    /** Writes a point, the time, and what else is given, to a recorded network. */
    void load(GraphNetwork.Recorded p, float[] x, double t, AffineVelocity.At moments, Given given) {
        float[] edges = new float[ofEdges.length];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = standardized(moments, ofEdges[e], x);
        }
        int numbers = features + told;
        float[] nodes = new float[graph.nodes() * numbers];
        for (int i = 0; i < ofNodes.length; i++) {
            nodes[i / features * numbers + i % features] = standardized(moments, ofNodes[i], x);
        }
        if (told > 0) {
            float[] statistics = given.task().orElseThrow().values();
            for (int node = 0; node < graph.width(0); node++) {
                System.arraycopy(statistics, node * told, nodes, node * numbers + features, told);
            }
        }
        float[] condition = {
            (float) (2 * t - 1),
            (float) Math.sin(Math.PI * t),
            (float) Math.cos(Math.PI * t),
            (float) Math.sin(4 * Math.PI * t),
            (float) Math.cos(4 * Math.PI * t),
            given.asked().value(),
            given.asked().flag()
        };
        p.edges().value().write(edges, 0, 0, edges.length);
        p.nodes().value().write(nodes, 0, 0, nodes.length);
        p.condition().value().write(condition, 0, 0, condition.length);
    }

    private float standardized(AffineVelocity.At moments, int c, float[] x) {
        return c == NONE ? 0 : moments.standardized(space.classOf(c), x[c]);
    }

    /** The velocity at the point that was loaded. */
    float[] velocity(GraphNetwork.Recorded p, float[] x, AffineVelocity.At moments) {
        float[] v = ambient(p, x, moments);
        space.paths().projectTangent(Coordinates.FLOAT, x, 0, v, 0, v, 0);
        return v;
    }

    /** The velocity before it is made tangent. */
    float[] ambient(GraphNetwork.Recorded p, float[] x, AffineVelocity.At moments) {
        float[] v = new float[x.length];
        for (int c = 0; c < v.length; c++) {
            v[c] = moments.velocity(space.classOf(c), x[c]);
        }
        add(
                p.ofEdges().value(),
                p.ofNodes().value(),
                features,
                v,
                (c, value) -> moments.rest(space.classOf(c)) * value,
                true);
        return v;
    }

    private interface Scale {
        float of(int coordinate, float value);
    }

    /**
     * Adds numbers of edges and nodes to their coordinates.
     *
     * @param numbers of a node
     * @param mean whether what every output node gives for the log norm is averaged, or summed
     */
    private void add(Tensor ofEdges, Tensor ofNodes, int numbers, float[] to, Scale scale, boolean mean) {
        float[] edges = new float[this.ofEdges.length];
        ofEdges.read(0, edges, 0, edges.length);
        for (int e = 0; e < edges.length; e++) {
            int c = this.ofEdges[e];
            if (c != NONE) {
                to[c] += scale.of(c, edges[e]);
            }
        }
        float[] nodes = new float[graph.nodes() * numbers];
        ofNodes.read(0, nodes, 0, nodes.length);
        for (int i = 0; i < this.ofNodes.length; i++) {
            int c = this.ofNodes[i];
            if (c != NONE) {
                float value = nodes[i / features * numbers + i % features];
                to[c] += scale.of(c, mean && isNorm(i) ? value / outputs() : value);
            }
        }
    }

    /** Whether a number of a node is the logarithm of the last layer's norm, which all outputs tell. */
    private boolean isNorm(int i) {
        return hasNorm() && i % features == features - 1;
    }

    private int outputs() {
        return graph.width(graph.layers() - 1);
    }

    /** Writes the gradient of a function of the velocity by the recorded network's outputs. */
    Variable[] differentiate(GraphNetwork.Recorded p, float[] x, float[] byVelocity, AffineVelocity.At moments) {
        float[] g = new float[x.length];
        space.paths().projectTangent(Coordinates.FLOAT, x, 0, byVelocity, 0, g, 0);
        return differentiateAmbient(p, g, moments);
    }

    /** Writes the gradient of a function of the velocity before it is made tangent. */
    Variable[] differentiateAmbient(GraphNetwork.Recorded p, float[] g, AffineVelocity.At moments) {
        float[] edges = new float[ofEdges.length];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = rest(moments, ofEdges[e], g);
        }
        float[] nodes = new float[ofNodes.length];
        for (int i = 0; i < nodes.length; i++) {
            float slope = rest(moments, ofNodes[i], g);
            nodes[i] = isNorm(i) ? slope / outputs() : slope;
        }
        p.ofEdges().gradient().write(edges, 0, 0, edges.length);
        p.ofNodes().gradient().write(nodes, 0, 0, nodes.length);
        return new Variable[] {p.ofEdges(), p.ofNodes()};
    }

    private float rest(AffineVelocity.At moments, int c, float[] g) {
        return c == NONE ? 0 : moments.rest(space.classOf(c)) * g[c];
    }

    /**
     * The product of a vector g with the Jacobian of {@link #ambient}, once {@link #differentiateAmbient} of g was
     * differentiated to the recorded network's inputs.
     */
    float[] byPoint(GraphNetwork.Recorded p, float[] g, AffineVelocity.At moments) {
        float[] product = new float[g.length];
        for (int c = 0; c < g.length; c++) {
            product[c] = moments.slope(space.classOf(c)) * g[c];
        }
        Scale scale = (c, value) -> moments.standardizing(space.classOf(c)) * value;
        add(p.edges().gradient(), p.nodes().gradient(), features + told, product, scale, false);
        return product;
    }

    /**
     * The loss of a velocity against the one of a pair: the mean, over the coordinates that the network sees, of the
     * squared difference over what the affine velocity leaves: about 1 for a network that gives nothing.
     *
     * @param gradient what becomes the loss's gradient by the velocity
     */
    double loss(float[] velocity, float[] target, AffineVelocity.At moments, float[] gradient) {
        Arrays.fill(gradient, 0);
        int count = weights + space.dimension() - space.edges();
        double sum = 0;
        for (int c : ofEdges) {
            sum += c == NONE ? 0 : term(c, velocity, target, moments, gradient, count);
        }
        for (int c = space.edges(); c < velocity.length; c++) {
            sum += term(c, velocity, target, moments, gradient, count);
        }
        return sum / count;
    }

    private double term(
            int c, float[] velocity, float[] target, AffineVelocity.At moments, float[] gradient, int count) {
        double rest = moments.rest(space.classOf(c));
        double d = (velocity[c] - target[c]) / rest;
        gradient[c] = (float) (2 * d / (rest * count));
        return d * d;
    }
}
