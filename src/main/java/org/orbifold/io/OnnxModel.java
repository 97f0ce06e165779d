package org.orbifold.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What an ONNX file says, as far as it is read. Its values may still make no sense together.
 *
 * @param opset the version of the standard operators that it takes
 * @param metadata strings that it carries
 * @param nodes in the order of the file
 * @param initializers its constant values, by name
 * @param inputs of the graph; in old files the initializers are among them
 * @param outputs of the graph
 */
record OnnxModel(
        long opset,
        Map<String, String> metadata,
        List<Node> nodes,
        SequencedMap<String, OnnxTensor> initializers,
        List<Input> inputs,
        List<String> outputs) {
    /** The attribute of a {@code Constant} that is its tensor. */
    static final String VALUE = "value";

    /** All its tensors, each by the name of the value that it gives: initializers, and what {@code Constant}s hold. */
    List<OnnxTensor> tensors() {
        List<OnnxTensor> tensors = new ArrayList<>(initializers.values());
        for (Node node : nodes) {
            if (node.attributes.get(VALUE) instanceof Stored(OnnxTensor tensor) && !node.outputs.isEmpty()) {
                tensors.add(tensor.named(node.output()));
            }
        }
        return tensors;
    }

    /**
     * An input of the graph.
     *
     * @param name the value that it gives
     * @param shape its sizes, where they are numbers; empty if the file does not tell how many there are
     */
    record Input(String name, List<OptionalLong> shape) {
        /** Its shape as {@code [?,1,28,28]}. */
        String shapeText() {
            return shape.stream()
                    .map(size -> size.isPresent() ? Long.toString(size.getAsLong()) : "?")
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** What an attribute of a node says. */
    sealed interface Attribute {}

    /** A number. */
    record Real(double value) implements Attribute {}

    /** A whole number. */
    record Whole(long value) implements Attribute {}

    /** A text. */
    record Text(String value) implements Attribute {}

    /** Whole numbers. */
    record Wholes(List<Long> values) implements Attribute {}

    /** A tensor. */
    record Stored(OnnxTensor tensor) implements Attribute {}

    /** Something of a type that is not read: a number of {@code AttributeType}. */
    record Unread(long type) implements Attribute {}

    /**
     * One operation of the graph.
     *
     * @param operator its name, with its domain before it unless that is the standard one
     * @param name what it is called in the file; may be empty
     * @param inputs the values that it takes, empty where an optional one is left out
     * @param outputs the values that it makes, empty where an optional one is left out
     * @param attributes by name
     */
    record Node(
            String operator,
            String name,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        /** The value that it takes {@code i}-th; empty if it takes none there. */
        String input(int i) {
            return i < inputs.size() ? inputs.get(i) : "";
        }

        /** The value that it makes first. */
        String output() {
            return outputs.getFirst();
        }

        /** An attribute that is a whole number. */
        long whole(String attribute, long otherwise) throws MalformedFileException {
            return switch (attributes.get(attribute)) {
                case null -> otherwise;
                case Whole(long value) -> value;
                default -> throw ofWrongType(attribute);
            };
        }

        /** An attribute that is a number. */
        double real(String attribute, double otherwise) throws MalformedFileException {
            return switch (attributes.get(attribute)) {
                case null -> otherwise;
                case Real(double value) -> value;
                default -> throw ofWrongType(attribute);
            };
        }

        /** An attribute that is a text. */
        String text(String attribute, String otherwise) throws MalformedFileException {
            return switch (attributes.get(attribute)) {
                case null -> otherwise;
                case Text(String value) -> value;
                default -> throw ofWrongType(attribute);
            };
        }

        /** An attribute that is whole numbers. */
        List<Long> wholes(String attribute, List<Long> otherwise) throws MalformedFileException {
            return switch (attributes.get(attribute)) {
                case null -> otherwise;
                case Wholes(List<Long> values) -> values;
                default -> throw ofWrongType(attribute);
            };
        }

        private MalformedFileException ofWrongType(String attribute) {
            return fault("its attribute " + attribute + " is of another type than it should be");
        }

        /** What is wrong with it, after its operator and its name. */
        MalformedFileException fault(String fault) {
            return new MalformedFileException(label() + ": " + fault);
        }

        private String label() {
            String called = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
            return FileFault.printable(operator) + " " + FileFault.printable(called);
        }
    }
}
