package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;

class AtomicFileTest {
    @TempDir
    Path folder;

    private static IOConsumer<OutputStream> text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, text("first, and longer"));
        AtomicFile.write(file, text("second"));
        assertEquals("second", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void nothingIsSeenUntilAllIsWritten() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            out.flush();
            assertTrue(Files.notExists(file));
        });
        assertEquals(1 << 20, Files.size(file));
    }

    @Test
    void contentThatFailsLeavesEverythingAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Refusal.of(
                file,
                "disk on fire",
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk on fire");
                }));
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(file, _ -> {
                    throw new IllegalStateException();
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void aNewFileHasTheUsualPermissions() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual"), "");
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, text(""));
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
    }

    @Test
    void followsALinkToAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        AtomicFile.write(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void refusesPlacesWhereNoFileCanBe() {
        Refusal.of(folder, "is a folder", () -> AtomicFile.write(folder, text("")));
        Path nowhere = folder.resolve("missing").resolve("a.txt");
        Refusal.of(nowhere, "does not exist", () -> AtomicFile.write(nowhere, text("")));
    }

    @Test
    void refusesToReplaceADevice() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device));
        Refusal.of(device, "not a plain file", () -> AtomicFile.write(device, text("")));
    }

    @Test
    void refusesAReadOnlyFolderAndFile() throws IOException {
        Path file = Files.writeString(folder.resolve("fixed"), "");
        assertTrue(file.toFile().setReadOnly());
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assertTrue(locked.toFile().setWritable(false));
        assumeFalse(Files.isWritable(locked), "the superuser may write anywhere");
        Refusal.of(file, "read-only", () -> AtomicFile.write(file, text("")));
        Path inside = locked.resolve("a.txt");
        Refusal.of(inside, "permission denied", () -> AtomicFile.write(inside, text("")));
    }

    @Test
    void refusesAFolderThatNobodyMayWrite() {
        Path inside = Path.of("/proc/self/a.txt");
        assumeTrue(Files.isDirectory(inside.getParent()));
        Fault fault = assertThrows(Fault.class, () -> AtomicFile.write(inside, text("")));
        Refusal.requireOneLine(inside, fault);
    }
}
