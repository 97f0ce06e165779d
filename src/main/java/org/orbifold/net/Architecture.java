package org.orbifold.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orbifold.job.Fault;
import org.orbifold.tensor.FeatureShape;

/**
 * What a network computes, but for its parameters: nodes from the input to the output, each a layer applied to what an
 * earlier node gives. Node 0 is the input; the last gives the logits. A chain of linear layers with one activation between
 * them is a <i>multilayer perceptron</i>, written by its widths, {@code 784-64-10}; anything else is written node by node,
 * as {@link ArchitectureText} tells.
 *
 * <p>Parameters lie in one block, node after node, each its tensors in the order of {@link Layer#roles}, each row by row.
 * The <i>weighted layers</i>, linear or convolutions, are also counted for themselves: layer {@code l} has a row of
 * {@code in(l)} weights for each of its {@code out(l)} outputs.
 */
public final class Architecture {
    /** The most parameters a network may have: they fit one array. */
    public static final int MAX_PARAMETERS = 1 << 29;

    /** The most nodes. */
    public static final int MAX_NODES = 10_000;

    /**
     * A layer and the node whose result it takes.
     *
     * @param from 0 for the input
     */
    public record Node(Layer layer, int from) {}

    private final FeatureShape input;
    private final List<Node> nodes;
    private final Activation activation;
    private final Optional<List<Integer>> widths;
    private final FeatureShape[] shapes;
    private final List<ParameterTensor> tensors;
    private final ParameterTensor[] weights;
    private final boolean[] biased;
    private final int parameters;

    /**
     * A multilayer perceptron.
     *
     * @param widths from the input to the output, two or more, each at least 1
     * @param activation of every hidden layer
     * @throws Fault if the widths make no network, or one too large
     */
    public Architecture(List<Integer> widths, Activation activation) {
        this(FeatureShape.flat(firstOf(widths)), perceptron(widths, activation), activation);
    }

    private static int firstOf(List<Integer> widths) {
        if (widths.size() < 2 || widths.stream().anyMatch(w -> w < 1 || w > FeatureShape.MAX_SIZE)) {
            throw new Fault("not an architecture: " + widths);
        }
        return widths.getFirst();
    }

    private static List<Node> perceptron(List<Integer> widths, Activation activation) {
        List<Node> nodes = new ArrayList<>();
        for (int l = 1; l < widths.size(); l++) {
            nodes.add(new Node(new Layer.Linear(widths.get(l)), nodes.size()));
            if (l < widths.size() - 1) {
                nodes.add(new Node(new Layer.Pointwise(activation), nodes.size()));
            }
        }
        return nodes;
    }

    /**
     * The network of those nodes.
     *
     * @param nodes node 1 and those after it, each from an earlier one, and each but the last used by a later one
     * @throws Fault if they do not fit together, have no weights, or more than {@link #MAX_PARAMETERS}
     */
    public static Architecture of(FeatureShape input, List<Node> nodes) {
        Activation first = nodes.stream()
                .map(Node::layer)
                .filter(Layer.Pointwise.class::isInstance)
                .map(layer -> ((Layer.Pointwise) layer).activation())
                .findFirst()
                .orElse(Activation.IDENTITY);
        return new Architecture(input, nodes, first);
    }

    private Architecture(FeatureShape input, List<Node> nodes, Activation activation) {
        this.input = input;
        this.nodes = List.copyOf(nodes);
        this.activation = activation;
        require(!nodes.isEmpty() && nodes.size() <= MAX_NODES, "a network of " + nodes.size() + " layers");
        shapes = new FeatureShape[nodes.size() + 1];
        tensors = new ArrayList<>();
        shapes[0] = input;
        for (int k = 1; k < shapes.length; k++) {
            place(k, nodes.get(k - 1));
        }
        require(shapes[nodes.size()].isFlat(), "its output has extent: " + shapes[nodes.size()]);
        requireAllUsed();
        weights = tensors.stream()
                .filter(tensor -> tensor.role() == Layer.Role.WEIGHT)
                .toArray(ParameterTensor[]::new);
        require(weights.length > 0, "a network without weights");
        biased = new boolean[weights.length];
        for (int l = 0; l < biased.length; l++) {
            biased[l] = layer(weights[l].node()).roles().contains(Layer.Role.BIAS);
        }
        parameters = tensors.getLast().end();
        widths = findWidths();
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault("not an architecture: " + fault);
        }
    }

    /** Finds the shape that node k gives, and the places of its parameters. */
    private void place(int k, Node node) {
        require(node.from >= 0 && node.from < k, "node " + k + " takes the result of node " + node.from);
        FeatureShape in = shapes[node.from];
        if (node.layer instanceof Layer.Add(int other)) {
            require(other >= 0 && other < k, "node " + k + " adds the result of node " + other);
            require(shapes[other].equals(in), "node " + k + " adds " + shapes[other] + " to " + in);
        }
        try {
            shapes[k] = node.layer.output(in);
        } catch (IllegalArgumentException e) {
            throw new Fault("not an architecture: node " + k + ": " + e.getMessage(), e);
        }
        for (Layer.Role role : node.layer.roles()) {
            List<Long> shape =
                    role == Layer.Role.WEIGHT ? weightShape(node.layer, in) : List.of((long) shapes[k].channels());
            long rows = shape.getFirst();
            long columns = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
            int offset = tensors.isEmpty() ? 0 : tensors.getLast().end();
            if (columns > MAX_PARAMETERS || rows * columns > MAX_PARAMETERS - offset) {
                throw new Fault("a network of more than " + MAX_PARAMETERS + " parameters");
            }
            tensors.add(new ParameterTensor(k, role, (int) rows, (int) columns, offset, shape));
        }
    }

    private static List<Long> weightShape(Layer layer, FeatureShape in) {
        return switch (layer) {
            case Layer.Linear(int out) -> List.of((long) out, (long) in.channels());
            case Layer.Convolution(int out, var window, var _) ->
                List.of((long) out, (long) in.channels(), (long) window.height(), (long) window.width());
            default -> throw new IllegalArgumentException(layer + " has no weights");
        };
    }

    private void requireAllUsed() {
        boolean[] used = new boolean[shapes.length];
        for (Node node : nodes) {
            used[node.from] = true;
            if (node.layer instanceof Layer.Add(int other)) {
                used[other] = true;
            }
        }
        for (int k = 0; k < nodes.size(); k++) {
            require(used[k], "nothing takes the result of node " + k);
        }
    }

    /** The widths, if this is a multilayer perceptron. */
    private Optional<List<Integer>> findWidths() {
        List<Integer> found = new ArrayList<>(List.of(input.channels()));
        for (Node node : nodes) {
            if (node.layer instanceof Layer.Linear(int out)) {
                found.add(out);
            }
        }
        boolean isPerceptron = input.isFlat() && nodes.equals(perceptron(found, activation));
        return isPerceptron ? Optional.of(List.copyOf(found)) : Optional.empty();
    }

    /**
     * The architecture of a text: widths as {@code 784-64-10}, or node by node, as {@link ArchitectureText} tells.
     *
     * @param activation of the hidden layers of a multilayer perceptron; others name theirs
     * @throws Fault if it is none
     */
    public static Architecture parse(String text, Activation activation) {
        return ArchitectureText.parse(text, activation);
    }

    /** The shape of a row of the input. */
    public FeatureShape input() {
        return input;
    }

    /** Node 1 and those after it. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The layer of node {@code k}, from 1. */
    public Layer layer(int k) {
        return nodes.get(k - 1).layer;
    }

    /** The layer of node {@code k} as {@link #shape()} writes it: {@code c8k3}. */
    public String token(int k) {
        return ArchitectureText.token(layer(k));
    }

    /** The shape of what node {@code k} gives; node 0 is the input. */
    public FeatureShape shape(int k) {
        return shapes[k];
    }

    /** The parameters, in the order in which they lie. */
    public List<ParameterTensor> tensors() {
        return List.copyOf(tensors);
    }

    /** The parameters of node {@code k}, in the order of {@link Layer#roles}. */
    public List<ParameterTensor> tensors(int k) {
        return tensors.stream().filter(tensor -> tensor.node() == k).toList();
    }

    /** Whether this is a multilayer perceptron. */
    public boolean isPerceptron() {
        return widths.isPresent();
    }

    /**
     * The widths of a multilayer perceptron, from the input to the output.
     *
     * @throws Fault if it is something else
     */
    public List<Integer> widths() {
        return widths.orElseThrow(() -> new Fault("this takes a multilayer perceptron, and the network is " + this));
    }

    /** The activation of the hidden layers: of the first of them, where they differ. */
    public Activation activation() {
        return activation;
    }

    /** The number of weighted layers. */
    public int layers() {
        return weights.length;
    }

    /**
     * The number of hidden layers of a multilayer perceptron.
     *
     * @throws Fault if it is something else
     */
    public int hiddenLayers() {
        return widths().size() - 2;
    }

    /** The features of a row of the input. */
    public int inputs() {
        return input.size();
    }

    /** The width of the output: the number of classes. */
    public int outputs() {
        return shapes[nodes.size()].channels();
    }

    /** The weights of weighted layer {@code l}. */
    public ParameterTensor weights(int l) {
        return weights[l];
    }

    /** The weights a row of weighted layer {@code l}. */
    public int in(int l) {
        return weights[l].columns();
    }

    /** The rows of weighted layer {@code l}: its outputs. */
    public int out(int l) {
        return weights[l].rows();
    }

    /** Multiplications by weights for one row. */
    public long multiplications() {
        long sum = 0;
        for (ParameterTensor tensor : weights) {
            sum += (long) tensor.size() * shapes[tensor.node()].area();
        }
        return sum;
    }

    /** The features of a row that all nodes give together. */
    long features() {
        return Arrays.stream(shapes).skip(1).mapToLong(FeatureShape::size).sum();
    }

    /** The features of the widest layer of a perceptron; of other networks those of all nodes. */
    long widest() {
        return isPerceptron()
                ? Arrays.stream(shapes)
                        .skip(1)
                        .mapToLong(FeatureShape::size)
                        .max()
                        .orElseThrow()
                : features();
    }

    /** How many weights lead to an output of node {@code k}; 1 if it has none. */
    int fanIn(int k) {
        return tensors.stream()
                .filter(tensor -> tensor.node() == k && tensor.role() == Layer.Role.WEIGHT)
                .mapToInt(ParameterTensor::columns)
                .findFirst()
                .orElse(1);
    }

    /** Whether weighted layer {@code l} has a bias. */
    public boolean hasBias(int l) {
        return biased[l];
    }

    /** The numbers in the block of parameters: running means and variances too. */
    public int parameters() {
        return parameters;
    }

    /** The number of parameters that gradients train. */
    public int trainedParameters() {
        return tensors.stream()
                .filter(tensor -> tensor.role().isTrained())
                .mapToInt(ParameterTensor::size)
                .sum();
    }

    /** Where the weights of weighted layer {@code l} begin in the block of parameters; beyond the last, its end. */
    public int weightOffset(int l) {
        return l == weights.length ? parameters : weights[l].offset();
    }

    /** Where the bias of weighted layer {@code l} begins, or would begin, in the block of parameters. */
    public int biasOffset(int l) {
        return weights[l].end();
    }

    /** What linear layer {@code l} of a multilayer perceptron applies to its output: nothing after the last. */
    public Activation activationAfter(int l) {
        return l < hiddenLayers() ? activation : Activation.IDENTITY;
    }

    /** The architecture as {@link #parse} reads it: {@code 784-64-10}, or node by node. */
    public String shape() {
        return ArchitectureText.of(this);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Architecture other
                && input.equals(other.input)
                && nodes.equals(other.nodes)
                && activation == other.activation;
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, nodes, activation);
    }

    /** {@code 784-64-10 relu}, or the nodes. */
    @Override
    public String toString() {
        return isPerceptron() ? shape() + " " + activation.id() : shape();
    }
}
