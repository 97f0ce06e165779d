package org.orbifold.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Padded;
import org.orbifold.io.OnnxValue.Wholes;
import org.orbifold.net.Activation;
import org.orbifold.tensor.FeatureShape;

/**
 * Translates the graph of an ONNX file to a network, operator by operator (ONNX, <i>Operator Schemas</i>): the layers that
 * PyTorch's exporters write, each in all the forms in which they write it.
 *
 * <p>A last softmax or log-softmax is left out: what a network gives is taken as logits, of which the softmax is taken
 * again, so that probabilities, loss and classes stay what they are.
 */
final class OnnxTranslation {
    private final OnnxGraph graph;
    private final OnnxConstants constants;
    private final OnnxShapes shapes;
    private final OnnxArithmetic arithmetic;
    private final OnnxNetwork network = new OnnxNetwork();
    private final OnnxValues values;
    private final OnnxLayers layers;
    private Optional<String> leftOut = Optional.empty();

    OnnxTranslation(OnnxSource source) throws MalformedFileException {
        graph = new OnnxGraph(source.model());
        constants = new OnnxConstants(source);
        shapes = new OnnxShapes(graph.input().shape().stream().findFirst().orElse(OptionalLong.empty()));
        arithmetic = new OnnxArithmetic(constants, network);
        values = new OnnxValues(source.model().initializers(), constants, arithmetic);
        layers = new OnnxLayers(graph, values, network);
    }

    /** The network of a file; refuses, by the name of the node, what is no layer that there is. */
    Blueprint blueprint() throws IOException {
        values.put(graph.input().name(), input());
        for (OnnxModel.Node node : graph.nodes()) {
            values.put(node.output(), value(node));
        }
        OnnxModel.Node last = graph.nodes().getLast();
        return network.end(last, values.features(last, graph.output()));
    }

    /** The last operator, if it is left out. */
    Optional<String> leftOut() {
        return leftOut;
    }

    private Features input() throws MalformedFileException {
        List<Long> row = new ArrayList<>();
        double size = 1;
        for (OptionalLong axis : graph.input().shape().stream().skip(1).toList()) {
            row.add(Math.max(0, axis.orElse(0)));
            size *= row.getLast();
        }
        if (row.isEmpty() || size < 1 || size > FeatureShape.MAX_SIZE) {
            throw new MalformedFileException(
                    "its input " + FileFault.printable(graph.input().name()) + " has shape "
                            + graph.input().shapeText() + "; rows of a fixed shape are read");
        }
        return new Features(0, row);
    }

    private OnnxValue value(OnnxModel.Node node) throws IOException {
        if (node.operator().equals("Constant")) {
            return constants.constant(node);
        }
        List<OnnxValue> inputs = values.all(node);
        if (inputs.isEmpty()) {
            throw node.fault("takes nothing");
        }
        Optional<OnnxValue> folded = constants.fold(node, inputs);
        return folded.isPresent() ? folded.get() : layer(node, inputs);
    }

    private OnnxValue layer(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        return switch (node.operator()) {
            case "Identity" -> values.features(node, 0);
            case "Dropout" -> dropout(node);
            case "Gemm" -> layers.gemm(node);
            case "MatMul" -> layers.matMul(node);
            case "Conv" -> layers.convolution(node);
            case "BatchNormalization" -> layers.batchNorm(node);
            case "LayerNormalization", "GroupNormalization" -> layers.layerNorm(node);
            case "Relu" -> layers.pointwise(node, Activation.RELU);
            case "Tanh" -> layers.pointwise(node, Activation.TANH);
            case "Sigmoid" -> layers.pointwise(node, Activation.SIGMOID);
            case "LeakyRelu" -> layers.leakyRelu(node);
            case "Gelu" -> layers.gelu(node);
            case "MaxPool" -> layers.maxPool(node);
            case "AveragePool" -> layers.averagePool(node);
            case "GlobalAveragePool" -> layers.globalAveragePool(node, true);
            case "ReduceMean" -> mean(node, inputs);
            case "Pad" -> pad(node, inputs);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> shapes.seen(node, inputs);
            case "Add" -> sum(node, inputs);
            case "Sub", "Mul", "Div", "Pow", "Sqrt", "Erf", "InstanceNormalization" -> arithmetic.value(node, inputs);
            case "Softmax", "LogSoftmax" -> lastSoftmax(node);
            default -> throw node.fault("this operator is not read");
        };
    }

    private OnnxValue mean(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        boolean ofMaps = inputs.getFirst() instanceof Features x && x.shape().size() == 3;
        if (!ofMaps) {
            return arithmetic.value(node, inputs);
        }
        if (!OnnxConstants.axes(node, inputs, 4).equals(List.of(2, 3))) {
            throw node.fault("takes means over other axes than the height and width of maps");
        }
        return layers.globalAveragePool(node, node.whole("keepdims", 1) != 0);
    }

    /** Zeros around maps: part of the layer that takes them. */
    private OnnxValue pad(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        List<Long> pads = inputs.size() > 1 && inputs.get(1) instanceof Wholes(List<Long> given)
                ? given
                : node.wholes("pads", List.of());
        double with = inputs.size() > 2 ? constants.scalar(inputs.get(2)).orElse(Double.NaN) : node.real("value", 0);
        if (!node.text("mode", "constant").equals("constant") || with != 0 || inputs.size() > 3) {
            throw node.fault("pads with something else than zeros, or along axes of its own choice");
        }
        if (pads.stream().allMatch(pad -> pad == 0)) {
            return values.features(node, 0);
        }
        Features maps = values.maps(node);
        boolean around = pads.size() == 8 && List.of(0, 1, 4, 5).stream().allMatch(axis -> pads.get(axis) == 0);
        if (!around || !values.padding(node).isNone()) {
            throw node.fault("pads other axes than the height and width of maps, or pads twice");
        }
        return new Padded(maps, OnnxPadding.of(node, List.of(pads.get(2), pads.get(3), pads.get(6), pads.get(7))));
    }

    /** A bias, a residual addition, or part of a formula. */
    private OnnxValue sum(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        if (inputs.size() != 2) {
            throw node.fault("adds " + inputs.size() + " values");
        }
        if (inputs.getFirst() instanceof Features a && inputs.getLast() instanceof Features b) {
            return network.sum(node, a, b);
        }
        Optional<OnnxValue> biased = layers.biased(node, 0, inputs.getLast());
        if (biased.isEmpty()) {
            biased = layers.biased(node, 1, inputs.getFirst());
        }
        return biased.isPresent() ? biased.get() : arithmetic.value(node, inputs);
    }

    private Features dropout(OnnxModel.Node node) throws IOException {
        if (!node.input(2).isEmpty() && !values.value(node, 2).equals(new Wholes(List.of(0L)))) {
            throw node.fault("drops features: export the network after model.eval()");
        }
        return values.features(node, 0);
    }

    private Features lastSoftmax(OnnxModel.Node node) throws IOException {
        Features x = values.features(node, 0);
        if (!node.output().equals(graph.output())) {
            throw node.fault("is read as the last operator only");
        }
        if (x.shape().size() != 1 || Math.abs(node.whole("axis", -1)) != 1) {
            throw node.fault("is not over the classes of a row");
        }
        leftOut = Optional.of(node.operator());
        return x;
    }
}
