package org.orbifold.io;

import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an ONNX file declares about one of its tensors, held to be consistent in itself where its type is read.
 *
 * @param name the value that it gives
 * @param type its elements
 * @param shape its sizes; empty for a scalar
 * @param place where its elements are
 */
record OnnxTensor(String name, OnnxType type, List<Long> shape, Place place) {
    /** Where a tensor without elements is. */
    static final Inside NOWHERE = new Inside(0, 0, 0);

    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;
    private static final int LONGEST_VARINT = 10;

    /** Where the elements of a tensor are. */
    sealed interface Place {}

    /**
     * In the model's own file.
     *
     * @param field the field of {@code TensorProto} that holds them
     * @param position where they begin in the file
     * @param bytes how long they are
     */
    record Inside(int field, long position, long bytes) implements Place {}

    /** In a file beside the model's, as raw bytes; of how many, if that is told. */
    record Outside(String location, long offset, OptionalLong bytes) implements Place {}

    /** A tensor; refuses elements that are not as many as the shape asks for, or not of its type. */
    static OnnxTensor of(String name, OnnxType type, List<Long> shape, Place place) throws MalformedFileException {
        OnnxTensor tensor = new OnnxTensor(name, type, List.copyOf(shape), place);
        if (type.isRead() && !tensor.fits()) {
            throw new MalformedFileException(tensor.label() + " of " + type + TensorInfo.text(shape)
                    + " does not fit the bytes that are stored for it");
        }
        return tensor;
    }

    private boolean fits() throws MalformedFileException {
        long count = count();
        long bytes = bytes();
        return switch (place) {
            case Inside inside when inside.equals(NOWHERE) -> count == 0;
            case Inside inside when inside.field == RAW_DATA -> inside.bytes == bytes;
            case Inside inside when inside.field != type.field() -> false;
            case Inside inside when isVarints() -> inside.bytes >= count && inside.bytes <= LONGEST_VARINT * count;
            case Inside inside -> inside.bytes == bytes;
            case Outside outside -> outside.offset >= 0 && outside.bytes.orElse(bytes) == bytes;
        };
    }

    /** The same tensor as another value. */
    OnnxTensor named(String other) {
        return new OnnxTensor(other, type, shape, place);
    }

    /** What to call it in a message. */
    String label() {
        return TensorInfo.label(name);
    }

    /** The number of its elements, where they are read. */
    long count() throws MalformedFileException {
        return TensorInfo.count(name, shape, Long.BYTES + LONGEST_VARINT);
    }

    /** What its elements take as raw bytes. */
    long bytes() throws MalformedFileException {
        return count() * type.bytes();
    }

    /** Whether each element is a varint of protobuf, not of fixed width and little-endian. */
    boolean isVarints() {
        return place instanceof Inside inside && (inside.field == INT32_DATA || inside.field == INT64_DATA);
    }

    /** Its description as a tensor of floats; refuses any other. */
    TensorInfo info() throws MalformedFileException {
        ElementType elements = type.floats()
                .orElseThrow(() -> new MalformedFileException(
                        label() + " has element type " + type + "; FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are read"));
        return TensorInfo.of(name, elements, ByteOrder.LITTLE_ENDIAN, false, shape, 0);
    }
}
