package org.orbifold.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a model's graph that its output depends on: every value is made once, and before it is taken; there is one
 * input and one output.
 */
final class OnnxGraph {
    /** The first version of the standard operators that broadcasts as numpy does. */
    private static final long OLDEST_OPSET = 7;

    private static final Set<Long> GRAPHS = Set.of(5L, 10L);

    private final OnnxModel.Input input;
    private final String output;
    private final List<OnnxModel.Node> nodes;
    private final Map<String, Integer> uses = new HashMap<>();

    /** Refuses what is no such graph. */
    OnnxGraph(OnnxModel model) throws MalformedFileException {
        if (model.opset() < OLDEST_OPSET) {
            throw new MalformedFileException(
                    "takes version " + model.opset() + " of ONNX's operators; " + OLDEST_OPSET + " and later are read");
        }
        List<OnnxModel.Input> inputs = model.inputs().stream()
                .filter(given -> !model.initializers().containsKey(given.name()))
                .toList();
        if (inputs.size() != 1 || model.outputs().size() != 1) {
            throw new MalformedFileException("has " + inputs.size() + " inputs and "
                    + model.outputs().size() + " outputs; networks of one input and one output are read");
        }
        input = inputs.getFirst();
        output = model.outputs().getFirst();
        requireOrder(model);
        nodes = needed(model.nodes());
        if (nodes.isEmpty()) {
            throw new MalformedFileException("its output is its input");
        }
        for (OnnxModel.Node node : nodes) {
            if (node.output().isEmpty()) {
                throw node.fault("leaves out its first output");
            }
            node.inputs().forEach(value -> uses.merge(value, 1, Integer::sum));
            for (OnnxModel.Attribute attribute : node.attributes().values()) {
                if (attribute instanceof OnnxModel.Unread(long type) && GRAPHS.contains(type)) {
                    throw node.fault("holds a graph of its own; branches and loops are not read");
                }
            }
        }
        uses.merge(output, 1, Integer::sum);
    }

    /** Its input. */
    OnnxModel.Input input() {
        return input;
    }

    /** The value that is its output. */
    String output() {
        return output;
    }

    /** The nodes that the output depends on, each after those that make what it takes. */
    List<OnnxModel.Node> nodes() {
        return nodes;
    }

    /** How many times a value is taken. */
    int uses(String value) {
        return uses.getOrDefault(value, 0);
    }

    private void requireOrder(OnnxModel model) throws MalformedFileException {
        Set<String> made = new HashSet<>(model.initializers().keySet());
        made.add(input.name());
        if (made.contains("")) {
            throw new MalformedFileException("has an input or an initializer without a name");
        }
        Set<String> later = new HashSet<>();
        model.nodes().forEach(node -> later.addAll(node.outputs()));
        for (OnnxModel.Node node : model.nodes()) {
            for (String value : node.inputs()) {
                if (!value.isEmpty() && !made.contains(value)) {
                    throw node.fault("takes " + FileFault.printable(value)
                            + (later.contains(value)
                                    ? ", which is made after it: its nodes go in a circle, or are out of order"
                                    : ", which nothing makes"));
                }
            }
            for (String value : node.outputs()) {
                if (!value.isEmpty() && !made.add(value)) {
                    throw node.fault("makes " + FileFault.printable(value) + ", which is made already");
                }
            }
        }
        if (!made.contains(output)) {
            throw new MalformedFileException("nothing makes its output, " + FileFault.printable(output));
        }
    }

    private List<OnnxModel.Node> needed(List<OnnxModel.Node> all) {
        Set<String> wanted = new HashSet<>(Set.of(output));
        List<OnnxModel.Node> needed = new ArrayList<>();
        for (OnnxModel.Node node : all.reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                node.inputs().stream().filter(value -> !value.isEmpty()).forEach(wanted::add);
                needed.add(node);
            }
        }
        return List.copyOf(needed.reversed());
    }
}
