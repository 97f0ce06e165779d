package org.orbifold.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.orbifold.job.Fault;

/** Writes files whole or not at all: beside their place first, then moved into it. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file, replacing one that stands there. Until {@code content} has returned, the file is as it was; if
     * content throws, it stays so and nothing is left beside it.
     *
     * @param path the file; a symbolic link to a file is followed
     * @param content writes the bytes to a buffered stream, which is closed for it
     * @throws Fault if the file cannot be written, named after {@code path}; whatever else content throws passes as is
     */
    public static void write(Path path, IOConsumer<OutputStream> content) {
        try {
            Path target = target(path);
            Path unfinished = target.resolveSibling(".orbifold-" + UUID.randomUUID() + ".part");
            try {
                try (OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        1 << 16)) {
                    content.accept(out);
                }
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /**
     * Refuses what {@link #write} would refuse before it writes.
     *
     * @throws Fault if a file cannot be written there
     */
    public static void requireWritable(Path path) {
        try {
            target(path);
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /** Where to write; refuses what a move would replace that is not a plain, writable file. */
    private static Path target(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new MalformedFileException("is a folder, not a file to write");
        }
        if (Files.exists(path)) {
            Path file = path.toRealPath();
            if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
                throw new MalformedFileException("cannot be replaced: it is read-only or not a plain file");
            }
            return file;
        }
        Path file = path.toAbsolutePath();
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new MalformedFileException("the folder to write it in does not exist");
        }
        return file;
    }
}
