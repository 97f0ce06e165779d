package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;

class OutputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderIsMadeWithThoseAboveIt() {
        Path deep = folder.resolve("a/b");
        OutputFolder.make(deep);
        OutputFolder.make(deep);
        assertTrue(Files.isDirectory(deep));
    }

    @Test
    void whatStandsInTheWayIsToldOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        Fault fault = assertThrows(Fault.class, () -> OutputFolder.make(file));
        assertEquals(file + ": the folder cannot be made: a file has its name", fault.getMessage());
    }
}
