package org.orbifold.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors put together byte by byte from the format's description, to hold the reader against. */
final class RawSafetensors {
    private RawSafetensors() {}

    /** A file of a header as it is, and data. */
    static byte[] bytes(String header, byte[] data) {
        return bytes(header.getBytes(StandardCharsets.UTF_8), data);
    }

    /** A file of a header as it is, and data. */
    static byte[] bytes(byte[] header, byte[] data) {
        return withClaim(header.length, header, data);
    }

    /** A file that says of its header that it is {@code claimed} bytes long. */
    static byte[] withClaim(long claimed, byte[] header, byte[] data) {
        return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(claimed)
                .put(header)
                .put(data)
                .array();
    }

    /** What stands in a header for one tensor. */
    static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    /** Little-endian F32. */
    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** As many zeros. */
    static byte[] zeros(int bytes) {
        return new byte[bytes];
    }

    static Path write(Path folder, String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
