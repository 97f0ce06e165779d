package org.orbifold.io;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types that are read, by their safetensors names; all become 32-bit floats. */
enum ElementType {
    /** IEEE 754 binary16. */
    F16(2) {
        @Override
        void decode(ByteBuffer bytes, float[] target, int offset, int count) {
            ShortBuffer halves = bytes.asShortBuffer();
            for (int i = 0; i < count; i++) {
                target[offset + i] = Float.float16ToFloat(halves.get(i));
            }
        }
    },

    /** The upper half of IEEE 754 binary32. */
    BF16(2) {
        @Override
        void decode(ByteBuffer bytes, float[] target, int offset, int count) {
            ShortBuffer halves = bytes.asShortBuffer();
            for (int i = 0; i < count; i++) {
                target[offset + i] = Float.intBitsToFloat(halves.get(i) << Short.SIZE);
            }
        }
    },

    /** IEEE 754 binary32. */
    F32(4) {
        @Override
        void decode(ByteBuffer bytes, float[] target, int offset, int count) {
            bytes.asFloatBuffer().get(target, offset, count);
        }
    },

    /** IEEE 754 binary64, rounded to the nearest float; what is too large for one becomes infinite. */
    F64(8) {
        @Override
        void decode(ByteBuffer bytes, float[] target, int offset, int count) {
            DoubleBuffer doubles = bytes.asDoubleBuffer();
            for (int i = 0; i < count; i++) {
                target[offset + i] = (float) doubles.get(i);
            }
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element. */
    int bytes() {
        return bytes;
    }

    /** Converts the first {@code count} elements of {@code bytes}, in its byte order, to {@code target[offset...]}. */
    abstract void decode(ByteBuffer bytes, float[] target, int offset, int count);

    /** The type of that safetensors name, if it is read. */
    static Optional<ElementType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
