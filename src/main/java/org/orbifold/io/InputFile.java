package org.orbifold.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is asked of any file before its content is looked at. */
final class InputFile {
    private InputFile() {}

    /** Refuses what is not there, not a plain file (a folder, a pipe), not readable or empty. */
    static void require(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new MalformedFileException("is a folder, not a file");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path)) {
            throw new MalformedFileException("is not a plain file");
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        if (Files.size(path) == 0) {
            throw new MalformedFileException("is empty");
        }
    }

    /** The first {@code count} bytes, or all if there are fewer. */
    static byte[] head(Path path, int count) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(count);
        }
    }
}
