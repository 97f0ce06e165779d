package org.orbifold.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** IDX files made by hand. */
final class IdxBytes {
    private IdxBytes() {}

    /** The sizes are written as they are, whatever the pixels. */
    static byte[] images(int count, int height, int width, byte... pixels) {
        return ByteBuffer.allocate(16 + pixels.length)
                .putInt(Idx.IMAGES)
                .putInt(count)
                .putInt(height)
                .putInt(width)
                .put(pixels)
                .array();
    }

    /** The count is written as it is, whatever the labels. */
    static byte[] labels(int count, byte... labels) {
        return ByteBuffer.allocate(8 + labels.length)
                .putInt(Idx.LABELS)
                .putInt(count)
                .put(labels)
                .array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
