package org.orbifold.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the values of one tensor as little-endian F32; refuses what is not finite, as it could not be read again. */
final class TensorOutput {
    private static final int CHUNK_VALUES = 1 << 14;

    private final String name;
    private final OutputStream out;
    private final ByteBuffer chunk =
            ByteBuffer.allocate(CHUNK_VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    TensorOutput(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /** Writes all of {@code values} after those written before. */
    void write(float[] values) throws IOException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new MalformedFileException(TensorInfo.label(name) + " would hold " + value + ": not written");
            }
        }
        for (int from = 0; from < values.length; from += CHUNK_VALUES) {
            int count = Math.min(CHUNK_VALUES, values.length - from);
            chunk.asFloatBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }
}
