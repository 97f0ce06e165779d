package org.orbifold.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reverse-mode differentiation over preallocated arrays: a computation is recorded once, for its shapes, and then
 * replayed. Recording allocates every array and runs nothing; {@link #forward} runs the primitives in the order in which
 * they were recorded, {@link #backward} in the opposite one. Not safe for use by several threads at once.
 */
public final class Tape implements AutoCloseable {
    /** Added to variances under a root. */
    static final double EPSILON = 1e-5;

    /** Attention heads come in multiples of this: vectors hold that many or a part of it. */
    public static final int HEADS = 8;

    private final Kernels kernels;
    private final Precision precision;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Variable> shared = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private record Step(Primitive primitive, Variable result) {}

    Tape(Kernels kernels, Precision precision) {
        this.kernels = kernels;
        this.precision = precision;
    }

    /** An array that is written from outside and not differentiated: data. */
    public Variable constant(long... shape) {
        return add(false, shape);
    }

    /** An array that is written from outside and has a gradient: a parameter, or an input to differentiate by. */
    public Variable parameter(long... shape) {
        return add(true, shape);
    }

    /**
     * A model's parameters: their values are the model's own, shared with other tapes; their gradients are this tape's.
     *
     * @param gradient as long as the block; the caller frees it
     * @return the parameters in the order of the block
     */
    List<Variable> parameters(ParameterBlock block, Tensor gradient) {
        List<Variable> parameters = new ArrayList<>();
        for (int i = 0; i < block.count(); i++) {
            parameters.add(new Variable(block.value(i), block.part(gradient, i)));
        }
        shared.addAll(parameters);
        return parameters;
    }

    /**
     * {@code f(x w^T + b)}.
     *
     * @param x {@code [n, rows, in]}, or {@code [rows, in]} shared by all networks (then not differentiated)
     * @param w {@code [n, out, in]}
     * @param b {@code [n, out]}
     * @return {@code [n, rows, out]}
     */
    public Variable linear(Variable x, Variable w, Variable b, Pointwise f) {
        Tensor weights = w.value();
        require(weights.rank() == 3 && b.value().rank() == 2, "weights [n, out, in] and biases [n, out]", w, b);
        require(x.value().dim(-1) == weights.dim(2), "inputs as wide as the weights", x, w);
        require(
                x.value().rank() == 3 ? x.value().dim(0) == weights.dim(0) : !x.isDifferentiated(),
                "inputs [n, rows, in], or [rows, in] that are not differentiated",
                x,
                w);
        boolean differentiated = x.isDifferentiated() || w.isDifferentiated() || b.isDifferentiated();
        Variable y = add(differentiated, weights.dim(0), x.value().dim(-2), weights.dim(1));
        steps.add(new Step(kernels.linear(x, w, b, f, y), y));
        return y;
    }

    /** As {@link #linear(Variable, Variable, Variable, Pointwise)} without a bias. */
    public Variable linear(Variable x, Variable w, Pointwise f) {
        return linear(x, w, constant(w.value().dim(0), w.value().dim(1)), f);
    }

    /**
     * As {@link Kernels#convolution}: maps seen through filters.
     *
     * @param x {@code [n, rows, features]}, or {@code [rows, features]} shared by all networks (then not differentiated)
     * @param in the shape of a row of x
     * @param w {@code [n, out, in height width]}
     * @param b {@code [n, out]}, or nothing
     * @return {@code [n, rows, features]}
     */
    public Variable convolution(Variable x, FeatureShape in, Window window, Variable w, Optional<Variable> b) {
        maps(x, in);
        Tensor weights = w.value();
        require(
                weights.rank() == 3 && weights.dim(2) == in.channels() * window.area(),
                "filters [n, out, " + in.channels() * window.area() + "]",
                x,
                w);
        FeatureShape out = window.over(in, weights.dim(1));
        boolean differentiated = x.isDifferentiated()
                || w.isDifferentiated()
                || b.filter(Variable::isDifferentiated).isPresent();
        Variable y = add(differentiated, weights.dim(0), x.value().dim(-2), out.size());
        return step(kernels.convolution(x, in, window, w, b, y), y);
    }

    /** As {@link Kernels#pool}: the largest, or the mean, of what a window sees of each channel of n networks. */
    public Variable pool(int n, Variable x, FeatureShape in, Window window, boolean max) {
        maps(x, in);
        FeatureShape out = window.over(in, in.channels());
        Variable y = add(x.isDifferentiated(), n, x.value().dim(-2), out.size());
        return step(kernels.pool(x, in, window, max, y), y);
    }

    /** As {@link Kernels#batchNorm}. */
    public Variable batchNorm(Variable x, FeatureShape shape, BatchNorm norm) {
        maps(x, shape);
        boolean differentiated = x.isDifferentiated()
                || norm.gain().isDifferentiated()
                || norm.shift().isDifferentiated();
        Variable y = add(differentiated, norm.gain().value().dim(0), x.value().dim(-2), shape.size());
        return step(kernels.batchNorm(x, shape, norm, y), y);
    }

    /**
     * As {@link Kernels#layerNorm}.
     *
     * @param gain {@code [n, channels]}
     * @param shift {@code [n, channels]}
     */
    public Variable layerNorm(Variable x, FeatureShape shape, Variable gain, Variable shift, double epsilon) {
        maps(x, shape);
        boolean differentiated = x.isDifferentiated() || gain.isDifferentiated() || shift.isDifferentiated();
        Variable y = add(differentiated, gain.value().dim(0), x.value().dim(-2), shape.size());
        return step(kernels.layerNorm(x, shape, gain, shift, epsilon, y), y);
    }

    /** {@code f} of the sum of the features of n networks: {@code [n, rows, features]} each, or shared. */
    public Variable pointwise(int n, List<Variable> summands, Pointwise f) {
        Tensor first = summands.getFirst().value();
        for (Variable summand : summands) {
            require(
                    summand.value().dim(-1) == first.dim(-1) && summand.value().dim(-2) == first.dim(-2),
                    "summands of one shape",
                    summands.getFirst(),
                    summand);
        }
        Variable y = add(summands.stream().anyMatch(Variable::isDifferentiated), n, first.dim(-2), first.dim(-1));
        return step(kernels.pointwise(summands, f, y), y);
    }

    private static void maps(Variable x, FeatureShape shape) {
        if (x.value().dim(-1) != shape.size() || (x.value().rank() == 2 && x.isDifferentiated())) {
            throw new IllegalArgumentException(
                    "need rows of " + shape + ", differentiated only as [n, rows, features], got " + x.value());
        }
    }

    /** As {@link Kernels#linearNorm}: {@code gain * normalized(residual + x w^T + b) + shift}. */
    public Variable linearNorm(Variable x, Variable w, Variable b, Variable residual, Variable gain, Variable shift) {
        rows(x, w.value().dim(2));
        rows(residual, w.value().dim(1));
        Variable y = result(residual.value().dim(1), w.value().dim(1), x, w, b, residual, gain, shift);
        return step(kernels.linearNorm(x, w, b, residual, gain, shift, y), y);
    }

    /** As {@link Kernels#edgeLinear}: on each edge {@code f(x w^T + b)} of its state and its ends' terms. */
    public Variable edgeLinear(LayeredGraph graph, Variable x, Variable terms, Variable w, Variable b, Pointwise f) {
        rows(x, w.value().dim(2));
        rows(terms, 2 * w.value().dim(1));
        batch(graph, terms, x);
        if (f == Pointwise.GELU) {
            throw new IllegalArgumentException("edges do not take " + f);
        }
        Variable y = result(x.value().dim(1), w.value().dim(1), x, terms, w, b);
        return step(kernels.edgeLinear(graph, x, terms, w, b, f, y), y);
    }

    /** As {@link Kernels#attention}: nodes (q, k, v) attend to their neighbours over edges (e1, e2, e3, e4). */
    public Variable attention(LayeredGraph graph, int heads, Variable nodes, Variable edges) {
        int width = nodes.value().dim(2) / 3;
        rows(nodes, 3 * width);
        rows(edges, 4 * width);
        heads(heads, width);
        batch(graph, nodes, edges);
        Variable y = result(nodes.value().dim(1), width, nodes, edges);
        return step(kernels.attention(graph, heads, nodes, edges, y), y);
    }

    /** As {@link Kernels#softmaxSum}: messages to each node, weighted by the softmax of their scores. */
    public Variable softmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages) {
        int width = messages.value().dim(2) / 2;
        rows(scores, 2 * heads);
        heads(heads, width);
        Variable y = result(batch(graph, messages) * graph.nodes(), width, scores, messages);
        return step(kernels.softmaxSum(graph, heads, scores, messages, y), y);
    }

    /**
     * As {@link Kernels#neighborSum}: messages to each node, summed.
     *
     * @param up for each block of edges, the factor of messages along them
     * @param down for each block, the factor of messages against them
     */
    public Variable neighborSum(LayeredGraph graph, Variable messages, double[] up, double[] down) {
        Variable y =
                result(batch(graph, messages) * graph.nodes(), messages.value().dim(2) / 2, messages);
        return step(kernels.neighborSum(graph, messages, EdgeFactors.of(graph, up, down), y), y);
    }

    /**
     * As {@link Kernels#principalAggregation}: moments and extremes of the messages to each node, scaled by its degree.
     *
     * @param delta the mean of log(degree + 1) that the scalers compare with
     */
    public Variable principalAggregation(LayeredGraph graph, Variable messages, double delta) {
        Variable y = result(
                batch(graph, messages) * graph.nodes(), 6 * messages.value().dim(2), messages);
        return step(kernels.principalAggregation(graph, messages, new DegreeScalers(graph, delta), y), y);
    }

    /**
     * As {@link Kernels#incidentSum}: the features of the edges at each node, times rows of a table.
     *
     * @param classes of the edges of one graph
     * @param up for each block of edges, the factor of what goes along them
     * @param down for each block, the factor of what goes against them
     */
    public Variable incidentSum(
            LayeredGraph graph, Variable edges, Variable table, int[] classes, double[] up, double[] down) {
        int features = edges.value().dim(2);
        int width = table.value().dim(2) / 2;
        rows(edges, features);
        rows(table, 2 * width);
        int entries = table.value().dim(1) / features;
        if (classes.length != graph.edges() || Arrays.stream(classes).anyMatch(c -> c < 0 || c >= entries)) {
            throw new IllegalArgumentException("classes of edges of " + graph + " not within " + table.value());
        }
        Variable y = result(batch(graph, edges) * graph.nodes(), width, edges, table);
        EdgeFactors factors = EdgeFactors.of(graph, up, down);
        return step(kernels.incidentSum(graph, edges, table, classes.clone(), factors, y), y);
    }

    /**
     * As {@link Kernels#edgeProduct}: on each edge inner products of its ends' factors.
     *
     * @param features of an edge
     */
    public Variable edgeProduct(LayeredGraph graph, Variable ends, int features) {
        rows(ends, ends.value().dim(2) / (1 + features) * (1 + features));
        int batch = ends.value().dim(1) / graph.nodes();
        if (batch * graph.nodes() != ends.value().dim(1)) {
            throw new IllegalArgumentException(ends.value() + " are not the nodes of graphs " + graph);
        }
        Variable y = result(batch * graph.edges(), features, ends);
        return step(kernels.edgeProduct(graph, ends, y), y);
    }

    /** {@code x + y}, both {@code [1, rows, width]}. */
    public Variable add(Variable x, Variable y) {
        return addRows(x, y, IntStream.range(0, x.value().dim(1)).toArray());
    }

    /** As {@link Kernels#addRows}: {@code x_r + table_index[r]}. */
    public Variable addRows(Variable x, Variable table, int[] index) {
        rows(table, x.value().dim(2));
        Variable y = result(indexed(x, table, index), x.value().dim(2), x, table);
        return step(kernels.addRows(x, table, index.clone(), y), y);
    }

    /** As {@link Kernels#film}: {@code (1 + gain) x_r + shift} by row index[r] of the modulation. */
    public Variable film(Variable x, Variable modulation, int[] index) {
        rows(modulation, 2 * x.value().dim(2));
        Variable y = result(indexed(x, modulation, index), x.value().dim(2), x, modulation);
        return step(kernels.film(x, modulation, index.clone(), y), y);
    }

    /**
     * The activations of every neuron of the networks that graphs are, at some inputs: the input itself for input nodes,
     * {@code f} of its sum for a hidden node, the sum for an output (probe features, Kofinas et al. 2024).
     *
     * @param graph a chain
     * @param f the networks' activation
     * @param nodes {@code [1, batch nodes, features]}, the first feature the bias
     * @param edges {@code [1, batch edges, features]}, the first feature the weight
     * @param probes {@code [1, probes, inputs]}, the inputs, the same for all graphs
     * @return {@code [1, batch nodes, probes]}
     */
    public Variable probe(LayeredGraph graph, Pointwise f, Variable nodes, Variable edges, Variable probes) {
        rows(nodes, nodes.value().dim(2));
        rows(edges, edges.value().dim(2));
        rows(probes, graph.width(0));
        if (!graph.isChain()) {
            throw new IllegalArgumentException("probes run through multilayer perceptrons, not " + graph);
        }
        batch(graph, nodes, edges);
        Variable y = result(nodes.value().dim(1), probes.value().dim(1), nodes, edges, probes);
        return step(new ProbeActivations(graph, f, nodes, edges, probes, y), y);
    }

    /** Each sphere's span of the rows {@code [1, rows, columns]} over its norm. */
    public Variable normalize(Spheres spheres, Variable x) {
        return onSpheres(spheres, SphereMap.NORMALIZE, x, x);
    }

    /**
     * The tangent vectors at the base points that lead to the points x, the logarithm of each sphere: differentiated by x
     * only.
     *
     * @param base {@code [1, rows, columns]}, unit vectors on each sphere
     * @param x {@code [1, rows, columns]}, unit vectors on each sphere
     */
    public Variable log(Spheres spheres, Variable base, Variable x) {
        return onSpheres(spheres, SphereMap.LOG, base, x);
    }

    /**
     * The points that tangent vectors x at the base points lead to: differentiated by x only.
     *
     * @param base {@code [1, rows, columns]}, unit vectors on each sphere
     * @param x {@code [1, rows, columns]}, tangent to them
     */
    public Variable exp(Spheres spheres, Variable base, Variable x) {
        return onSpheres(spheres, SphereMap.EXP, base, x);
    }

    private Variable onSpheres(Spheres spheres, SphereMap.Span span, Variable base, Variable x) {
        rows(x, spheres.columns());
        if (!Arrays.equals(base.value().shape(), x.value().shape())) {
            throw new IllegalArgumentException(base.value() + " for " + x.value());
        }
        Variable y = result(x.value().dim(1), spheres.columns(), x);
        return step(new SphereMap(spheres, span, base, x, y), y);
    }

    private Variable step(Primitive primitive, Variable result) {
        steps.add(new Step(primitive, result));
        return result;
    }

    /** A result {@code [1, rows, columns]}, differentiated if an argument is. */
    private Variable result(int rows, int columns, Variable... arguments) {
        return add(Arrays.stream(arguments).anyMatch(Variable::isDifferentiated), 1, rows, columns);
    }

    private static void rows(Variable x, int columns) {
        Tensor value = x.value();
        if (value.rank() != 3 || value.dim(0) != 1 || value.dim(2) != columns) {
            throw new IllegalArgumentException("need [1, rows, " + columns + "], got " + value);
        }
    }

    private static void heads(int heads, int width) {
        if (heads < 1 || heads % HEADS != 0 || width % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads for " + width + " channels: a multiple of " + HEADS + " that divides them");
        }
    }

    private static int indexed(Variable x, Variable table, int[] index) {
        if (index.length != x.value().dim(1)) {
            throw new IllegalArgumentException(index.length + " indices for " + x.value());
        }
        for (int i : index) {
            Objects.checkIndex(i, table.value().dim(1));
        }
        return index.length;
    }

    /** How many graphs those edges are of. */
    private static int batch(LayeredGraph graph, Variable edges) {
        int batch = edges.value().dim(1) / graph.edges();
        if (batch * graph.edges() != edges.value().dim(1)) {
            throw new IllegalArgumentException(edges.value() + " are not the edges of graphs " + graph);
        }
        return batch;
    }

    private static void batch(LayeredGraph graph, Variable nodes, Variable edges) {
        if (batch(graph, edges) * graph.nodes() != nodes.value().dim(1)) {
            throw new IllegalArgumentException(nodes.value() + " are not the nodes of as many graphs as "
                    + edges.value() + " are the edges of, " + graph);
        }
    }

    /** The mean cross-entropy in nats of logits {@code [n, rows, classes]} against target distributions: {@code [n]}. */
    public Variable crossEntropy(Variable logits, Variable target) {
        return loss(logits, target, kernels::crossEntropy);
    }

    /** The mean squared difference of two arrays {@code [n, rows, columns]}: {@code [n]}. */
    public Variable squaredError(Variable prediction, Variable target) {
        return loss(prediction, target, kernels::squaredError);
    }

    private interface Loss {
        Primitive record(Variable prediction, Variable target, Variable loss);
    }

    private Variable loss(Variable prediction, Variable target, Loss kind) {
        require(
                Arrays.equals(prediction.value().shape(), target.value().shape())
                        && prediction.value().rank() == 3,
                "predictions and targets [n, rows, columns]",
                prediction,
                target);
        Variable loss = add(prediction.isDifferentiated(), prediction.value().dim(0));
        steps.add(new Step(kind.record(prediction, target, loss), loss));
        return loss;
    }

    /** An optimiser's step on a parameter of this tape, with its state at zero. */
    public Update update(Variable parameter, Optimizer optimizer) {
        int moments = switch (optimizer) {
            case Optimizer.Adam adam -> 2;
            case Optimizer.Sgd sgd -> 1;
        };
        Tensor[] state = new Tensor[moments];
        Arrays.setAll(state, i -> add(false, parameter.value().shape()).value());
        return kernels.update(parameter, optimizer, state);
    }

    /** Runs the computation. */
    public void forward() {
        for (Step step : steps) {
            step.primitive.forward();
        }
    }

    /** Differentiates the sum of {@code output} by every differentiated array, after {@link #forward}. */
    public void backward(Variable output) {
        output.gradient().fill(1);
        vectorJacobianProduct(output);
    }

    /**
     * The vector-Jacobian product: differentiates the sum of {@code <output.gradient(), output>}, with the gradients as
     * the caller wrote them, by every parameter. Gradients of what lies between are used up on the way, the outputs' too.
     */
    public void vectorJacobianProduct(Variable... outputs) {
        shared.forEach(Variable::clearGradient);
        addVectorJacobianProduct(outputs);
        shared.forEach(Variable::settleGradient);
    }

    /** As {@link #vectorJacobianProduct}, but added to the gradients that a model's shared parameters have. */
    void addVectorJacobianProduct(Variable... outputs) {
        variables.forEach(Variable::clearGradient);
        for (Variable output : outputs) {
            output.accumulates();
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.result.hasGradient()) {
                step.primitive.backward();
            }
        }
        variables.forEach(Variable::settleGradient);
    }

    /** Frees every array. */
    @Override
    public void close() {
        variables.forEach(Variable::close);
    }

    private Variable add(boolean differentiated, long... shape) {
        Variable variable = new Variable(new Tensor(precision, shape), differentiated);
        variables.add(variable);
        return variable;
    }

    private static void require(boolean condition, String what, Variable a, Variable b) {
        if (!condition) {
            throw new IllegalArgumentException("need " + what + ", got " + a.value() + " and " + b.value());
        }
    }
}
