package org.orbifold.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Parameter;
import org.orbifold.net.Activation;
import org.orbifold.net.Layer;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Window;

/** The operators that are layers. */
final class OnnxLayers {
    private static final double LEAKY_SLOPE = 0.01;

    private final OnnxGraph graph;
    private final OnnxValues values;
    private final OnnxNetwork network;

    /** The value that each layer with weights gives, by the layer's number. */
    private final Map<Integer, String> weighted = new HashMap<>();

    OnnxLayers(OnnxGraph graph, OnnxValues values, OnnxNetwork network) {
        this.graph = graph;
        this.values = values;
        this.network = network;
    }

    /** {@code alpha x B + beta C}. */
    Features gemm(OnnxModel.Node node) throws IOException {
        if (node.whole("transA", 0) != 0) {
            throw node.fault("transposes its input, which is not read");
        }
        Parameter matrix = values.weights(node, 2).times(node.real("alpha", 1));
        Parameter weights = node.whole("transB", 0) != 0 ? matrix : matrix.transposed();
        double beta = node.real("beta", 1);
        Optional<Parameter> bias = values.bias(node, 2, weights.shape().getFirst());
        return linear(node, weights, bias.map(parameter -> parameter.times(beta)));
    }

    /** {@code x B}; a bias may be added to it later. */
    Features matMul(OnnxModel.Node node) throws IOException {
        return linear(node, values.weights(node, 2).transposed(), Optional.empty());
    }

    private Features linear(OnnxModel.Node node, Parameter weights, Optional<Parameter> bias) throws IOException {
        Features x = values.features(node, 0);
        if (!x.shape().equals(weights.shape().subList(1, 2))) {
            throw node.fault("has weights for " + weights.shape().getLast() + " features, and takes rows of shape "
                    + TensorInfo.text(x.shape()));
        }
        int out = outputs(node, weights);
        return weighted(node, network.add(node, new Layer.Linear(out), x, List.of(Optional.of(weights), bias)));
    }

    Features convolution(OnnxModel.Node node) throws IOException {
        Parameter filters = values.weights(node, 4);
        Features maps = values.maps(node);
        if (node.whole("group", 1) != 1) {
            throw node.fault("is in " + node.whole("group", 1) + " groups; convolutions in one are read");
        }
        List<Long> shape = filters.shape();
        List<Long> size = shape.subList(2, 4);
        if (!shape.get(1).equals(maps.shape().getFirst())
                || !node.wholes("kernel_shape", size).equals(size)) {
            throw node.fault(
                    "has filters " + TensorInfo.text(shape) + ", and takes maps " + TensorInfo.text(maps.shape()));
        }
        int out = outputs(node, filters);
        OnnxPadding own = OnnxPadding.of(node, OnnxNetwork.shape(node, maps), size);
        Window window = own.plus(values.padding(node)).window(node, OnnxNetwork.shape(node, maps), size);
        Optional<Parameter> bias = values.bias(node, 2, out);
        Layer layer = new Layer.Convolution(out, window, bias.isPresent());
        Optional<Parameter> weights = Optional.of(filters);
        return weighted(
                node, network.add(node, layer, maps, bias.isPresent() ? List.of(weights, bias) : List.of(weights)));
    }

    private static int outputs(OnnxModel.Node node, Parameter weights) throws MalformedFileException {
        long outputs = weights.shape().getFirst();
        if (outputs < 1 || outputs > FeatureShape.MAX_SIZE) {
            throw node.fault("gives " + outputs + " features");
        }
        return (int) outputs;
    }

    private Features weighted(OnnxModel.Node node, Features made) {
        weighted.put(made.node(), node.output());
        return made;
    }

    /** The layer that gives what a node takes {@code i}-th, with a constant that is added to that alone as its bias. */
    Optional<OnnxValue> biased(OnnxModel.Node node, int i, OnnxValue constant) throws IOException {
        boolean itsOnlyUse = values.value(node, i) instanceof Features x
                && graph.uses(node.input(i)) == 1
                && node.input(i).equals(weighted.get(x.node()));
        if (!itsOnlyUse || !(constant instanceof Parameter parameter)) {
            return Optional.empty();
        }
        Features x = values.features(node, i);
        Optional<Parameter> bias = parameter.perChannel(x.shape());
        return bias.isPresent() && network.addBias(x, bias.get()) ? Optional.of(x) : Optional.empty();
    }

    Features batchNorm(OnnxModel.Node node) throws IOException {
        boolean trains = node.whole("training_mode", 0) != 0 || node.outputs().size() > 1;
        if (trains || node.whole("spatial", 1) == 0) {
            throw node.fault("normalizes by each batch: export the network after model.eval()");
        }
        Features x = values.features(node, 0);
        long channels = x.shape().getFirst();
        return network.add(
                node,
                new Layer.BatchNorm(epsilon(node)),
                x,
                List.of(
                        values.perChannel(node, 1, channels, 1),
                        values.perChannel(node, 2, channels, 0),
                        values.perChannel(node, 3, channels, 0),
                        values.perChannel(node, 4, channels, Double.NaN)));
    }

    /** Layer norm of flat features, or the norm of a single group. */
    Features layerNorm(OnnxModel.Node node) throws IOException {
        Features x = values.features(node, 0);
        boolean ofAll = node.operator().equals("GroupNormalization")
                ? node.whole("num_groups", 0) == 1
                : x.shape().size() == 1 && Math.abs(node.whole("axis", -1)) == 1;
        if (!ofAll) {
            throw node.fault("normalizes parts of a row; all its features together are read");
        }
        long channels = x.shape().getFirst();
        return network.add(
                node,
                new Layer.LayerNorm(epsilon(node)),
                x,
                List.of(values.perChannel(node, 1, channels, 1), values.bias(node, 2, channels)));
    }

    /** What a node adds to variances. */
    static double epsilon(OnnxModel.Node node) throws MalformedFileException {
        double epsilon = node.real("epsilon", Layer.EPSILON);
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw node.fault("its epsilon is " + epsilon);
        }
        return epsilon;
    }

    Features pointwise(OnnxModel.Node node, Activation activation) throws IOException {
        return network.add(node, new Layer.Pointwise(activation), values.features(node, 0), List.of());
    }

    Features leakyRelu(OnnxModel.Node node) throws IOException {
        double slope = node.real("alpha", LEAKY_SLOPE);
        if (slope != LEAKY_SLOPE) {
            throw node.fault("its slope is " + slope + "; " + LEAKY_SLOPE + " is read");
        }
        return pointwise(node, Activation.LEAKY_RELU);
    }

    Features gelu(OnnxModel.Node node) throws IOException {
        if (!node.text("approximate", "none").equals("none")) {
            throw node.fault("approximates gelu by tanh; gelu itself is read");
        }
        return pointwise(node, Activation.GELU);
    }

    Features maxPool(OnnxModel.Node node) throws IOException {
        Features maps = values.maps(node);
        if (!values.padding(node).isNone()) {
            throw node.fault("takes the largest of maps that are padded with zeros, which is not read");
        }
        List<Long> size = node.wholes("kernel_shape", List.of());
        OnnxPadding own = OnnxPadding.of(node, OnnxNetwork.shape(node, maps), size);
        Window window = own.window(node, OnnxNetwork.shape(node, maps), size);
        return network.add(node, new Layer.MaxPool(window), maps, List.of());
    }

    Features averagePool(OnnxModel.Node node) throws IOException {
        Features maps = values.maps(node);
        List<Long> size = node.wholes("kernel_shape", List.of());
        OnnxPadding own = OnnxPadding.of(node, OnnxNetwork.shape(node, maps), size);
        Window window = own.plus(values.padding(node)).window(node, OnnxNetwork.shape(node, maps), size);
        boolean leavesOut = node.whole("count_include_pad", 0) == 0 && !own.isNone();
        if (leavesOut && (window.above() > 0 || window.beside() > 0)) {
            throw node.fault("leaves padding out of its means; means that count it as zeros are read");
        }
        return network.add(node, new Layer.AveragePool(window), maps, List.of());
    }

    /** The mean of each map; of maps of one place the maps themselves. */
    Features globalAveragePool(OnnxModel.Node node, boolean keepsAxes) throws IOException {
        Features maps = values.maps(node);
        if (!values.padding(node).isNone()) {
            throw node.fault("takes the mean of maps that are padded with zeros, which is not read");
        }
        boolean ofOnePlace = OnnxNetwork.shape(node, maps).isFlat();
        Features means = ofOnePlace ? maps : network.add(node, new Layer.GlobalAveragePool(), maps, List.of());
        return keepsAxes ? means : new Features(means.node(), means.shape().subList(0, 1));
    }
}
