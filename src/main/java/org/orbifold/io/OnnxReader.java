package org.orbifold.io;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * Reads the description of a network from an ONNX file: the message {@code ModelProto} of protobuf, by the field numbers
 * of {@code onnx.proto}. The elements of tensors are passed over; where they lie is kept.
 */
final class OnnxReader {
    /** The domain of the standard operators, where it is named. */
    private static final String STANDARD = "ai.onnx";

    /** The tags of the first two fields that are written. */
    private static final int VERSION = 0x08;

    private static final int PRODUCER = 0x12;

    /** More than the versions of the format will be for long: they are 3 to 13. */
    private static final int LATEST_VERSION = 32;

    private final ProtobufInput in;
    private final List<OnnxModel.Node> nodes = new ArrayList<>();
    private final SequencedMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final List<OnnxModel.Input> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    private OnnxReader(ProtobufInput in) {
        this.in = in;
    }

    /** Whether a file that begins so is one: with a version of the format, and a producer. */
    static boolean isModel(byte[] head) {
        return head.length > 2 && head[0] == VERSION && head[1] > 0 && head[1] < LATEST_VERSION && head[2] == PRODUCER;
    }

    /**
     * Reads a file.
     *
     * @param in the whole file
     * @param bytes how long it is
     */
    static OnnxModel read(InputStream in, long bytes) throws IOException {
        if (bytes > Integer.MAX_VALUE) {
            throw new MalformedFileException("has more than 2 GB; a larger network keeps its tensors beside its file");
        }
        ProtobufInput input = new ProtobufInput(in, (int) bytes);
        try {
            return new OnnxReader(input).model();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(
                    "is not an ONNX file, or a damaged one: it makes no sense at byte " + input.position(), e);
        }
    }

    private OnnxModel model() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        long opset = 1;
        int graphs = 0;
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 7 -> {
                    graph();
                    graphs++;
                }
                case 8 -> {
                    OpsetImport read = opsetImport();
                    opset = isStandard(read.domain) ? read.version : opset;
                }
                case 14 -> entry(metadata);
                case 25 -> throw function();
                default -> in.skip();
            }
        }
        if (graphs != 1) {
            throw new MalformedFileException("is not an ONNX file: it holds " + graphs + " graphs");
        }
        return new OnnxModel(opset, metadata, nodes, initializers, inputs, outputs);
    }

    private static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals(STANDARD);
    }

    private record OpsetImport(String domain, long version) {}

    /** {@code OperatorSetIdProto}. */
    private OpsetImport opsetImport() throws IOException {
        String domain = "";
        long version = 0;
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> domain = in.text();
                case 2 -> version = in.whole();
                default -> in.skip();
            }
        }
        in.end(outer);
        return new OpsetImport(domain, version);
    }

    /** {@code StringStringEntryProto}. */
    private void entry(Map<String, String> target) throws IOException {
        String key = "";
        String value = "";
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> key = in.text();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        in.end(outer);
        target.put(key, value);
    }

    /** {@code FunctionProto}: the refusal of it. */
    private MalformedFileException function() throws IOException {
        String name = "";
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            if (field == 1) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        in.end(outer);
        return new MalformedFileException("defines operators of its own, as " + FileFault.printable(name)
                + ": export it with its functions inlined");
    }

    /** {@code GraphProto}. */
    private void graph() throws IOException {
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> nodes.add(node());
                case 5 -> {
                    OnnxTensor tensor = tensor();
                    if (initializers.put(tensor.name(), tensor) != null) {
                        throw new MalformedFileException("has two initializers " + FileFault.printable(tensor.name()));
                    }
                }
                case 11 -> inputs.add(value());
                case 12 -> outputs.add(value().name());
                case 15 -> throw new MalformedFileException("holds sparse tensors, which are not read");
                default -> in.skip();
            }
        }
        in.end(outer);
    }

    /** {@code NodeProto}. */
    private OnnxModel.Node node() throws IOException {
        List<String> taken = new ArrayList<>();
        List<String> made = new ArrayList<>();
        Map<String, OnnxModel.Attribute> attributes = new LinkedHashMap<>();
        String name = "";
        String operator = "";
        String domain = "";
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> taken.add(in.text());
                case 2 -> made.add(in.text());
                case 3 -> name = in.text();
                case 4 -> operator = in.text();
                case 5 -> attribute(attributes);
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        }
        in.end(outer);
        String qualified = isStandard(domain) ? operator : domain + "." + operator;
        return new OnnxModel.Node(qualified, name, taken, made, attributes);
    }

    /** {@code AttributeProto}: the one value that it has, or, where that is left out for being 0, the 0 of its type. */
    private void attribute(Map<String, OnnxModel.Attribute> target) throws IOException {
        String name = "";
        long type = 0;
        Optional<OnnxModel.Attribute> value = Optional.empty();
        List<Long> wholes = new ArrayList<>();
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 -> value = Optional.of(new OnnxModel.Real(in.real()));
                case 3 -> value = Optional.of(new OnnxModel.Whole(in.whole()));
                case 4 -> value = Optional.of(new OnnxModel.Text(in.text()));
                case 5 -> value = Optional.of(new OnnxModel.Stored(tensor()));
                case 8 -> in.wholes(wholes);
                case 20 -> type = in.whole();
                default -> in.skip();
            }
        }
        in.end(outer);
        OnnxModel.Attribute read = value.orElse(
                switch ((int) type) {
                    case 1 -> new OnnxModel.Real(0);
                    case 2 -> new OnnxModel.Whole(0);
                    case 3 -> new OnnxModel.Text("");
                    case 0, 7 -> new OnnxModel.Wholes(wholes);
                    default -> new OnnxModel.Unread(type);
                });
        if (target.put(name, read) != null) {
            throw new MalformedFileException("has a node with two attributes " + FileFault.printable(name));
        }
    }

    /** {@code ValueInfoProto}. */
    private OnnxModel.Input value() throws IOException {
        String name = "";
        List<OptionalLong> shape = List.of();
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 -> shape = type();
                default -> in.skip();
            }
        }
        in.end(outer);
        return new OnnxModel.Input(name, shape);
    }

    /** {@code TypeProto}: the shape of a tensor, {@code Tensor} in it. */
    private List<OptionalLong> type() throws IOException {
        List<OptionalLong> shape = new ArrayList<>();
        int type = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            if (field != 1) {
                in.skip();
                continue;
            }
            int tensor = in.begin();
            for (int part = in.field(); part != 0; part = in.field()) {
                if (part == 2) {
                    shape(shape);
                } else {
                    in.skip();
                }
            }
            in.end(tensor);
        }
        in.end(type);
        return shape;
    }

    /** {@code TensorShapeProto}, with the sizes that are numbers. */
    private void shape(List<OptionalLong> target) throws IOException {
        int shape = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            if (field != 1) {
                in.skip();
                continue;
            }
            OptionalLong size = OptionalLong.empty();
            int dimension = in.begin();
            for (int part = in.field(); part != 0; part = in.field()) {
                if (part == 1) {
                    size = OptionalLong.of(in.whole());
                } else {
                    in.skip();
                }
            }
            in.end(dimension);
            target.add(size);
        }
        in.end(shape);
    }

    /** {@code TensorProto}. */
    private OnnxTensor tensor() throws IOException {
        String name = "";
        List<Long> shape = new ArrayList<>();
        long type = 0;
        boolean outside = false;
        Map<String, String> external = new LinkedHashMap<>();
        OnnxTensor.Inside inside = OnnxTensor.NOWHERE;
        int outer = in.begin();
        for (int field = in.field(); field != 0; field = in.field()) {
            switch (field) {
                case 1 -> in.wholes(shape);
                case 2 -> type = in.whole();
                case 8 -> name = in.text();
                case 13 -> entry(external);
                case 14 -> outside = in.whole() == 1;
                case 3, 4, 5, 6, 7, 9, 10, 11 -> {
                    if (!inside.equals(OnnxTensor.NOWHERE)) {
                        throw new MalformedFileException(TensorInfo.label(name) + " is stored in pieces");
                    }
                    ProtobufInput.Section section = in.section();
                    inside = new OnnxTensor.Inside(field, section.position(), section.bytes());
                }
                default -> in.skip();
            }
        }
        in.end(outer);
        return OnnxTensor.of(name, OnnxType.of(type), shape, outside ? outside(name, external) : inside);
    }

    private static OnnxTensor.Outside outside(String name, Map<String, String> entries) throws MalformedFileException {
        try {
            return new OnnxTensor.Outside(
                    entries.getOrDefault("location", ""),
                    Long.parseLong(entries.getOrDefault("offset", "0")),
                    entries.containsKey("length")
                            ? OptionalLong.of(Long.parseLong(entries.get("length")))
                            : OptionalLong.empty());
        } catch (NumberFormatException e) {
            throw new MalformedFileException(
                    TensorInfo.label(name) + " lies in another file, at a place that is no number", e);
        }
    }
}
