package org.orbifold.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Filled;
import org.orbifold.io.OnnxValue.Padded;
import org.orbifold.io.OnnxValue.Parameter;

/** The values of a graph that are understood so far, as nodes take them. */
final class OnnxValues {
    private final Map<String, OnnxTensor> initializers;
    private final OnnxConstants constants;
    private final OnnxArithmetic arithmetic;
    private final Map<String, OnnxValue> known = new HashMap<>();

    OnnxValues(Map<String, OnnxTensor> initializers, OnnxConstants constants, OnnxArithmetic arithmetic) {
        this.initializers = initializers;
        this.constants = constants;
        this.arithmetic = arithmetic;
    }

    /** Says what a value is. */
    void put(String name, OnnxValue value) {
        known.put(name, value);
    }

    /** All values that a node takes. */
    List<OnnxValue> all(OnnxModel.Node node) throws IOException {
        List<OnnxValue> values = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!node.input(i).isEmpty()) {
                values.add(value(node, i));
            }
        }
        return values;
    }

    /** The value that a node takes {@code i}-th. */
    OnnxValue value(OnnxModel.Node node, int i) throws IOException {
        return value(node, node.input(i));
    }

    private OnnxValue value(OnnxModel.Node node, String name) throws IOException {
        OnnxValue value = known.get(name);
        if (value == null) {
            if (!initializers.containsKey(name)) {
                throw node.fault("lacks an input, or takes one of which no node's first output is made");
            }
            value = constants.of(initializers.get(name));
            known.put(name, value);
        }
        return value;
    }

    /** The value that a node takes {@code i}-th, which has to be what a layer gives. */
    Features features(OnnxModel.Node node, int i) throws IOException {
        return features(node, node.input(i));
    }

    /** A value which has to be what a layer gives, for a node. */
    Features features(OnnxModel.Node node, String name) throws IOException {
        OnnxValue value = value(node, name);
        Optional<Features> features =
                value instanceof Features given ? Optional.of(given) : arithmetic.finished(node, value);
        if (features.isEmpty()) {
            throw node.fault("takes " + FileFault.printable(name) + ", which no layer gives that is read");
        }
        known.put(name, features.get());
        return features.get();
    }

    /** The maps that a node takes, whatever padding there is around them. */
    Features maps(OnnxModel.Node node) throws IOException {
        Features maps = value(node, 0) instanceof Padded padded ? padded.maps() : features(node, 0);
        if (maps.shape().size() != 3) {
            throw node.fault(
                    "takes rows of shape " + TensorInfo.text(maps.shape()) + "; maps in two dimensions are read");
        }
        return maps;
    }

    /** The zeros around the maps that a node takes. */
    OnnxPadding padding(OnnxModel.Node node) throws IOException {
        return value(node, 0) instanceof Padded padded ? padded.padding() : OnnxPadding.NONE;
    }

    /** The matrix or the filters that a node takes as its second input. */
    Parameter weights(OnnxModel.Node node, int rank) throws IOException {
        if (!(value(node, 1) instanceof Parameter weights) || weights.shape().size() != rank) {
            throw node.fault("its second input is not weights of " + rank + " dimensions");
        }
        return weights;
    }

    /** The floats that a node takes {@code i}-th, one a channel; nothing where all are {@code otherwise}. */
    Optional<Parameter> perChannel(OnnxModel.Node node, int i, long channels, double otherwise) throws IOException {
        OnnxValue value = value(node, i);
        if (value instanceof Filled(double all, var shape) && all == otherwise && shape.equals(List.of(channels))) {
            return Optional.empty();
        }
        Optional<Parameter> parameter =
                value instanceof Parameter constant ? constant.perChannel(List.of(channels)) : Optional.empty();
        if (parameter.isEmpty()) {
            throw node.fault(
                    FileFault.printable(node.input(i)) + " should be " + channels + " floats, one for each channel");
        }
        return parameter;
    }

    /** The bias that a node takes {@code i}-th, if it does. */
    Optional<Parameter> bias(OnnxModel.Node node, int i, long channels) throws IOException {
        return node.input(i).isEmpty() ? Optional.empty() : perChannel(node, i, channels, 0);
    }
}
