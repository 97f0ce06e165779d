package org.orbifold.io;

import java.util.Arrays;
import java.util.List;

/**
 * One tensor of a file, in memory.
 *
 * @param dtype the safetensors name of the elements' type in the file that it came from: {@code F32}, {@code F64},
 *     {@code F16} or {@code BF16}; writing makes F32 of it
 * @param shape its sizes; empty for a scalar
 * @param values all values, the last index fastest; as many as the product of the shape; not written to
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by content below
public record StoredTensor(String dtype, List<Long> shape, float[] values) {
    /** @throws IllegalArgumentException if there are not as many values as the shape asks for */
    public StoredTensor {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size < 0)
                || shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException(values.length + " values for a tensor of shape " + shape);
        }
    }

    /** An F32 tensor. */
    public static StoredTensor of(List<Long> shape, float[] values) {
        return new StoredTensor("F32", shape, values);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StoredTensor t
                && dtype.equals(t.dtype)
                && shape.equals(t.shape)
                && Arrays.equals(values, t.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dtype.hashCode() + shape.hashCode()) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return dtype + shape;
    }
}
