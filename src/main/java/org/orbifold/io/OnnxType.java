package org.orbifold.io;

import java.util.List;
import java.util.Optional;

/** The element types of ONNX tensors, in the order of their numbers in {@code TensorProto.DataType}. */
enum OnnxType {
    UNDEFINED,
    FLOAT(ElementType.F32, 4),
    UINT8,
    INT8,
    UINT16,
    INT16,
    INT32(Integer.BYTES, 5),
    INT64(Long.BYTES, 7),
    STRING,
    BOOL(1, 5),
    FLOAT16(ElementType.F16, 5),
    DOUBLE(ElementType.F64, 10),
    UINT32,
    UINT64,
    COMPLEX64,
    COMPLEX128,
    BFLOAT16(ElementType.BF16, 5),
    UNKNOWN;

    private static final List<OnnxType> BY_NUMBER = List.of(values());

    private final Optional<ElementType> floats;
    private final int bytes;
    private final int field;

    OnnxType() {
        this(Optional.empty(), 0, 0);
    }

    OnnxType(int bytes, int field) {
        this(Optional.empty(), bytes, field);
    }

    OnnxType(ElementType floats, int field) {
        this(Optional.of(floats), floats.bytes(), field);
    }

    OnnxType(Optional<ElementType> floats, int bytes, int field) {
        this.floats = floats;
        this.bytes = bytes;
        this.field = field;
    }

    /** The type of that number. */
    static OnnxType of(long number) {
        return number >= 0 && number < BY_NUMBER.size() ? BY_NUMBER.get((int) number) : UNKNOWN;
    }

    /** The floats that its elements are, if they are. */
    Optional<ElementType> floats() {
        return floats;
    }

    /** Whether elements of the type are read: floats, some whole numbers, and truth values. */
    boolean isRead() {
        return bytes > 0;
    }

    /** What an element takes in raw bytes, if it is read. */
    int bytes() {
        return bytes;
    }

    /** The field of {@code TensorProto} that holds its elements, unless raw bytes do. */
    int field() {
        return field;
    }
}
