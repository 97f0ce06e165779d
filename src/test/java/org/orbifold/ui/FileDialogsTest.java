package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDialogsTest {
    @TempDir
    private Path folder;

    @Test
    void aNameWithoutAnEndingGetsTheOneThatWasSuggested() throws IOException {
        Path bare = folder.resolve("mine");
        assertEquals(folder.resolve("mine.flow"), FileDialogs.withEnding(bare, "a.flow"));
        assertEquals(bare, FileDialogs.withEnding(bare, "a"));
        Path named = folder.resolve("mine.png");
        assertEquals(named, FileDialogs.withEnding(named, "figure.svg"));
        Files.writeString(folder.resolve("mine.flow"), "");
        assertEquals(bare, FileDialogs.withEnding(bare, "a.flow"), "nothing is replaced that nobody was asked about");
    }
}
