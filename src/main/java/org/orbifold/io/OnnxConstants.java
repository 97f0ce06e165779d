package org.orbifold.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Filled;
import org.orbifold.io.OnnxValue.Parameter;
import org.orbifold.io.OnnxValue.Wholes;

/** What nodes make of constants and of shapes: transposed weights, the shape that a flattening asks for. */
final class OnnxConstants {
    private final OnnxSource source;

    OnnxConstants(OnnxSource source) {
        this.source = source;
    }

    /** The value of a tensor of the file. */
    OnnxValue of(OnnxTensor tensor) throws IOException {
        return tensor.type().isRead() && tensor.type().floats().isEmpty()
                ? new Wholes(source.wholes(tensor))
                : new Parameter(tensor.info(), tensor.name());
    }

    /** The one number that a constant is. */
    OptionalDouble scalar(OnnxValue value) throws IOException {
        return switch (value) {
            case Filled(double all, var shape)
            when shape.stream().allMatch(size -> size == 1) -> OptionalDouble.of(all);
            case Parameter parameter
            when parameter.tensor().count() == 1 ->
                OptionalDouble.of(ProtobufInput.decimal(source.values(parameter.tensor())[0]));
            default -> OptionalDouble.empty();
        };
    }

    /** What a {@code Constant} is. */
    OnnxValue constant(OnnxModel.Node node) throws IOException {
        OnnxModel.Attribute only = node.attributes().size() == 1
                ? node.attributes().values().iterator().next()
                : new OnnxModel.Unread(0);
        return switch (only) {
            case OnnxModel.Stored(OnnxTensor tensor)
            when node.attributes().containsKey(OnnxModel.VALUE) -> of(tensor.named(node.output()));
            case OnnxModel.Whole(long value) -> new Wholes(List.of(value));
            case OnnxModel.Wholes(List<Long> values) -> new Wholes(values);
            case OnnxModel.Real(double value) -> new Filled(value, List.of());
            default -> throw node.fault("holds no tensor or number that is read");
        };
    }

    /**
     * What a node makes of its inputs, if these are constants that it can be told from, or what it asks is their shape.
     *
     * @param inputs those that it has
     */
    Optional<OnnxValue> fold(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        OnnxValue first = inputs.getFirst();
        return switch (node.operator()) {
            case "Shape" -> shape(node, first);
            case "Gather" -> gather(node, inputs);
            case "Concat" -> concat(node, inputs);
            case "Slice" -> slice(node, inputs);
            case "Expand" -> expand(inputs);
            case "Transpose" -> transpose(node, first);
            case "Cast", "CastLike" -> first instanceof Features ? Optional.empty() : Optional.of(first);
            case "Identity" ->
                first instanceof Parameter parameter ? Optional.of(parameter.named(node.output())) : Optional.empty();
            case "Unsqueeze" -> unsqueeze(node, inputs);
            case "Squeeze", "Reshape" -> first instanceof Wholes ? Optional.of(first) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<OnnxValue> shape(OnnxModel.Node node, OnnxValue of) throws MalformedFileException {
        List<Long> shape = new ArrayList<>();
        switch (of) {
            case Features features -> {
                shape.add(OnnxValue.ROWS);
                shape.addAll(features.shape());
            }
            case Parameter parameter -> shape.addAll(parameter.shape());
            case Wholes wholes -> shape.add((long) wholes.values().size());
            default -> {
                return Optional.empty();
            }
        }
        int from = position(node.whole("start", 0), shape.size());
        int to = position(node.whole("end", shape.size()), shape.size());
        return Optional.of(new Wholes(shape.subList(from, Math.max(from, to))));
    }

    /** A position in a list of that size, which may be counted from its end. */
    private static int position(long index, int size) {
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    private static Optional<OnnxValue> gather(OnnxModel.Node node, List<OnnxValue> inputs)
            throws MalformedFileException {
        if (inputs.size() != 2
                || !(inputs.getFirst() instanceof Wholes(List<Long> data))
                || !(inputs.getLast() instanceof Wholes(List<Long> indices))) {
            return Optional.empty();
        }
        List<Long> gathered = new ArrayList<>();
        for (long index : indices) {
            if (index < -data.size() || index >= data.size()) {
                throw node.fault("takes the element " + index + " of " + data.size());
            }
            gathered.add(data.get((int) (index < 0 ? index + data.size() : index)));
        }
        return Optional.of(new Wholes(gathered));
    }

    private static Optional<OnnxValue> concat(OnnxModel.Node node, List<OnnxValue> inputs)
            throws MalformedFileException {
        List<Long> all = new ArrayList<>();
        for (OnnxValue input : inputs) {
            if (!(input instanceof Wholes(List<Long> values))) {
                return Optional.empty();
            }
            all.addAll(values);
            if (all.size() > OnnxSource.MOST_WHOLES) {
                throw node.fault("makes a list of more numbers than a shape has");
            }
        }
        return Optional.of(new Wholes(all));
    }

    /** Slices in steps of 1; the bounds are inputs, and in old versions attributes. */
    private static Optional<OnnxValue> slice(OnnxModel.Node node, List<OnnxValue> inputs)
            throws MalformedFileException {
        if (!(inputs.getFirst() instanceof Wholes(List<Long> data))) {
            return Optional.empty();
        }
        List<List<Long>> bounds = new ArrayList<>(
                List.of(node.wholes("starts", List.of()), node.wholes("ends", List.of()), List.of(0L), List.of(1L)));
        for (int i = 1; i < inputs.size(); i++) {
            if (!(inputs.get(i) instanceof Wholes(List<Long> given)) || i > bounds.size()) {
                return Optional.empty();
            }
            bounds.set(i - 1, given);
        }
        if (bounds.stream().anyMatch(bound -> bound.size() != 1)
                || bounds.getLast().getFirst() != 1) {
            return Optional.empty();
        }
        int from = position(bounds.get(0).getFirst(), data.size());
        int to = position(bounds.get(1).getFirst(), data.size());
        return Optional.of(new Wholes(data.subList(from, Math.max(from, to))));
    }

    /** One number made many. */
    private Optional<OnnxValue> expand(List<OnnxValue> inputs) throws IOException {
        if (inputs.size() != 2 || !(inputs.getLast() instanceof Wholes(List<Long> shape))) {
            return Optional.empty();
        }
        if (inputs.getFirst() instanceof Wholes && shape.equals(List.of(1L))) {
            return Optional.of(inputs.getFirst());
        }
        OptionalDouble value = scalar(inputs.getFirst());
        return value.isPresent() ? Optional.of(new Filled(value.getAsDouble(), shape)) : Optional.empty();
    }

    private static Optional<OnnxValue> transpose(OnnxModel.Node node, OnnxValue of) throws MalformedFileException {
        List<Long> exchanged = List.of(1L, 0L);
        return of instanceof Parameter matrix
                        && matrix.shape().size() == 2
                        && node.wholes("perm", exchanged).equals(exchanged)
                ? Optional.of(matrix.transposed())
                : Optional.empty();
    }

    /** Whole numbers stay as they are; floats get axes of size 1. */
    private static Optional<OnnxValue> unsqueeze(OnnxModel.Node node, List<OnnxValue> inputs)
            throws MalformedFileException {
        if (inputs.getFirst() instanceof Parameter parameter) {
            List<Long> shape = new ArrayList<>(parameter.shape());
            for (int axis : newAxes(node, inputs, shape.size())) {
                shape.add(axis, 1L);
            }
            return Optional.of(parameter.shaped(shape));
        }
        return inputs.getFirst() instanceof Wholes whole ? Optional.of(whole) : Optional.empty();
    }

    /** The axes of an input of that rank that a node names, by an attribute or by its second input; in order. */
    static List<Integer> axes(OnnxModel.Node node, List<OnnxValue> inputs, int rank) throws MalformedFileException {
        return counted(node, named(node, inputs), rank);
    }

    /** The axes that a node puts into an input of that rank, as they are counted afterwards; in order. */
    static List<Integer> newAxes(OnnxModel.Node node, List<OnnxValue> inputs, int rank) throws MalformedFileException {
        List<Long> axes = named(node, inputs);
        return counted(node, axes, rank + axes.size());
    }

    private static List<Long> named(OnnxModel.Node node, List<OnnxValue> inputs) throws MalformedFileException {
        return inputs.size() > 1 && inputs.get(1) instanceof Wholes(List<Long> given)
                ? given
                : node.wholes("axes", List.of());
    }

    private static List<Integer> counted(OnnxModel.Node node, List<Long> axes, int rank) throws MalformedFileException {
        List<Integer> counted = axes.stream()
                .filter(axis -> axis >= -rank && axis < rank)
                .map(axis -> (int) (axis < 0 ? axis + rank : axis))
                .sorted()
                .distinct()
                .toList();
        if (counted.isEmpty() || counted.size() < axes.size()) {
            throw node.fault("names no axis, one twice, or one that there is not");
        }
        return counted;
    }
}
