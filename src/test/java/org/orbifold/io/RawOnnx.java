package org.orbifold.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Writes ONNX files as PyTorch exports them, by the field numbers of {@code onnx.proto}, and worse ones. */
final class RawOnnx {
    static final int FLOAT = 1;
    static final int INT64 = 7;

    private final RawProtobuf model = new RawProtobuf();
    private final RawProtobuf graph = new RawProtobuf();
    private final Map<String, float[]> values = new HashMap<>();
    private final Random random = new Random(5);
    private int nodes;

    RawOnnx(long opset) {
        model.whole(1, 8).text(2, "pytorch").text(3, "2.13.0");
        model.message(8, new RawProtobuf().text(1, "").whole(2, opset));
    }

    /** Fields of the model beside those that are here anyway. */
    RawProtobuf model() {
        return model;
    }

    /** Fields of the graph beside those that are here anyway. */
    RawProtobuf graph() {
        return graph;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(model.bytes());
        all.writeBytes(new RawProtobuf().message(7, graph).bytes());
        return all.toByteArray();
    }

    Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    /** An input whose sizes are numbers, or, where they are 0, names. */
    RawOnnx input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return this;
    }

    RawOnnx output(String name) {
        graph.message(12, value(name));
        return this;
    }

    private static RawProtobuf value(String name, long... shape) {
        RawProtobuf sizes = new RawProtobuf();
        for (long size : shape) {
            sizes.message(1, size == 0 ? new RawProtobuf().text(2, "batch") : new RawProtobuf().whole(1, size));
        }
        RawProtobuf tensor = new RawProtobuf().whole(1, FLOAT).message(2, sizes);
        return new RawProtobuf().text(1, name).message(2, new RawProtobuf().message(1, tensor));
    }

    RawOnnx initializer(RawProtobuf tensor) {
        graph.message(5, tensor);
        return this;
    }

    /** Random positive floats, in raw bytes. */
    RawOnnx floats(String name, long... shape) {
        return floats(name, random(shape), shape);
    }

    /** Floats, in raw bytes. */
    RawOnnx floats(String name, float[] elements, long... shape) {
        values.put(name, elements);
        return initializer(tensor(name, FLOAT, shape).bytes(9, RawSafetensors.floats(elements)));
    }

    /** The floats of that name that were written. */
    float[] values(String name) {
        return values.get(name);
    }

    float[] random(long... shape) {
        float[] elements = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = 0.1f + random.nextFloat();
        }
        return elements;
    }

    /** Whole numbers in raw bytes. */
    RawOnnx wholes(String name, long... values) {
        return initializer(tensor(name, INT64, values.length).bytes(9, longs(values)));
    }

    /** A tensor without its elements. */
    static RawProtobuf tensor(String name, int type, long... shape) {
        RawProtobuf tensor = new RawProtobuf();
        for (long size : shape) {
            tensor.whole(1, size);
        }
        return tensor.whole(2, type).text(8, name);
    }

    static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    /** A node of what is written {@code Gemm(x,0.weight,0.bias)->y}, with attributes. */
    RawOnnx node(String text, RawProtobuf... attributes) {
        int open = text.indexOf('(');
        int close = text.indexOf(")->");
        RawProtobuf node = new RawProtobuf();
        for (String input : text.substring(open + 1, close).split(",", -1)) {
            if (close > open + 1) {
                node.text(1, input);
            }
        }
        for (String output : text.substring(close + 3).split(",", -1)) {
            node.text(2, output);
        }
        node.text(3, "node" + nodes++).text(4, text.substring(0, open));
        for (RawProtobuf attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return this;
    }

    static RawProtobuf attribute(String name, float value) {
        return new RawProtobuf().text(1, name).real(2, value).whole(20, 1);
    }

    static RawProtobuf attribute(String name, long value) {
        return new RawProtobuf().text(1, name).whole(3, value).whole(20, 2);
    }

    static RawProtobuf attribute(String name, String value) {
        return new RawProtobuf()
                .text(1, name)
                .bytes(4, value.getBytes(StandardCharsets.UTF_8))
                .whole(20, 3);
    }

    static RawProtobuf attribute(String name, RawProtobuf tensor) {
        return new RawProtobuf().text(1, name).message(5, tensor).whole(20, 4);
    }

    static RawProtobuf attribute(String name, long... values) {
        RawProtobuf attribute = new RawProtobuf().text(1, name);
        for (long value : values) {
            attribute.whole(8, value);
        }
        return attribute.whole(20, 7);
    }
}
