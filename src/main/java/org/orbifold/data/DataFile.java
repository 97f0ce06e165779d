package org.orbifold.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.orbifold.job.Fault;

/**
 * A file that holds data, unpacked on the way where it is gzip. It can be opened again and again.
 *
 * @param name as the user gave it, for messages
 * @param path where it is
 * @param gzip whether it is packed
 */
record DataFile(String name, Path path, boolean gzip) {
    private static final int HEAD = 512;
    private static final int BUFFER = 1 << 14;

    /** What a file's first bytes tell of it. */
    enum Content {
        IDX_IMAGES,
        IDX_OTHER,
        TEXT,
        /** Packed, and no IDX. */
        PACKED,
        BINARY
    }

    /** A step of reading. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream content) throws IOException;
    }

    /**
     * The file of that name, or empty if there is none.
     *
     * @throws Fault if there is something else of that name, or it cannot be read
     */
    static Optional<DataFile> find(String name) {
        try {
            Path path = Path.of(name);
            return Files.exists(path) ? Optional.of(of(name, path)) : Optional.empty();
        } catch (InvalidPathException e) {
            throw new Fault(name + ": not the name of a file", e);
        }
    }

    private static DataFile of(String name, Path path) {
        DataFile plain = new DataFile(name, path, false);
        if (!Files.isRegularFile(path)) {
            throw plain.fault(Files.isDirectory(path) ? "a folder, not a file" : "not a regular file");
        }
        return new DataFile(name, path, startsWith(plain.head(2), 0x1f, 0x8b));
    }

    /** The first bytes of the content, as many of {@code count} as there are. */
    byte[] head(int count) {
        return read(content -> content.readNBytes(count));
    }

    /** What the first bytes tell. */
    Content content() {
        byte[] head = head(HEAD);
        if (startsWith(head, 0, 0, 8)) {
            return startsWith(head, 0, 0, 8, 3) ? Content.IDX_IMAGES : Content.IDX_OTHER;
        }
        if (gzip) {
            return Content.PACKED;
        }
        boolean utf16 = startsWith(head, 0xfe, 0xff) || startsWith(head, 0xff, 0xfe);
        boolean zeros = IntStream.range(0, head.length).anyMatch(i -> head[i] == 0);
        return zeros && !utf16 ? Content.BINARY : Content.TEXT;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        return head.length >= magic.length
                && IntStream.range(0, magic.length).allMatch(i -> (head[i] & 0xff) == magic[i]);
    }

    /** The length of the content in bytes, or {@code limit + 1} if it is above the limit. Stores nothing. */
    long length(long limit) {
        if (!gzip) {
            return read(content -> Math.min(Files.size(path), limit + 1));
        }
        return read(content -> {
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int n; length <= limit && (n = content.read(buffer)) >= 0; ) {
                length += n;
            }
            return Math.min(length, limit + 1);
        });
    }

    /** Reads the content from its beginning; whatever goes wrong with that is a fault of the file. */
    <T> T read(Reading<T> reading) {
        try (InputStream content = open()) {
            return reading.from(content);
        } catch (EOFException e) {
            throw new Fault(name + ": truncated", e);
        } catch (ZipException e) {
            throw new Fault(name + ": damaged gzip: " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw new Fault(name + ": may not be read", e);
        } catch (IOException e) {
            throw new Fault(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private InputStream open() throws IOException {
        InputStream raw = Files.newInputStream(path);
        try {
            return new BufferedInputStream(gzip ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** A block for that many features. */
    float[] allocate(long rows, int width) {
        long features = rows * width;
        if (features <= Integer.MAX_VALUE - 8) {
            try {
                return new float[(int) features];
            } catch (OutOfMemoryError e) {
                throw new Fault(name + ": " + rows + " rows of " + width + " features do not fit into memory", e);
            }
        }
        throw fault(rows + " rows of " + width + " features are too many for one array");
    }

    /** A fault of this file. */
    Fault fault(String fault) {
        return Fault.in(name, fault);
    }
}
