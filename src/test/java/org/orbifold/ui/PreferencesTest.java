package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.ui.session.Workspace;

/** What is preferred outlives the program; a broken file does not stop it. */
class PreferencesTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("new folder").resolve("preferences.json");
    }

    @Test
    void allIsThereAgain() {
        Preferences before = Preferences.keptIn(file);
        before.appearance().set(Preferences.Appearance.DARK);
        before.reducedMotion().set(true);
        before.firstStory().set(false);
        before.threads().set(3);
        before.start().set(Workspace.FLOW);
        RecentFile opened = new RecentFile(FileDialogs.Purpose.ZOO, folder.resolve("a zoo.npz"));
        before.remember(opened);
        before.remember("Undo");
        Preferences after = Preferences.keptIn(file);
        assertEquals(Optional.empty(), after.fault().get());
        assertEquals(Preferences.Appearance.DARK, after.appearance().get());
        assertTrue(after.reducedMotion().get());
        assertFalse(after.firstStory().get());
        assertEquals(3, after.threads().get());
        assertEquals(Workspace.FLOW, after.start().get());
        assertEquals(List.of(opened), after.recentFiles());
        assertEquals(List.of("Undo"), after.recentCommands());
    }

    @Test
    void nothingIsWrittenUntilSomethingIsChosen() {
        Preferences.keptIn(file);
        assertTrue(Files.notExists(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"theme",
                "[]",
                "{\"threads\": 5000}",
                "{\"threads\": true}",
                "{\"appearance\": \"purple\"}",
                "{\"files\": [3]}",
                "{\"reducedMotion\": true, \"files\": [{\"kind\": \"pdf\", \"path\": \"a\"}]}"
            })
    void aBrokenFileIsToldKeptAsideAndReplacedByDefaults(String content) throws IOException {
        Files.createDirectory(file.getParent());
        Files.writeString(file, content);
        Preferences read = Preferences.keptIn(file);
        String told = read.fault().get().orElseThrow().getMessage();
        assertTrue(told.startsWith(file + ": ") && told.contains("defaults"), told);
        assertFalse(read.reducedMotion().get());
        assertEquals(Preferences.A_THREAD_A_CORE, read.threads().get());
        assertEquals(content, Files.readString(file.resolveSibling("preferences.json.broken")));
        read.firstStory().set(false);
        Preferences again = Preferences.keptIn(file);
        assertEquals(Optional.empty(), again.fault().get());
        assertFalse(again.firstStory().get());
    }

    @Test
    void whatCannotBeKeptIsTold() throws IOException {
        Files.writeString(folder.resolve("new folder"), "a file where the folder should be");
        Preferences preferences = Preferences.keptIn(file);
        preferences.reducedMotion().set(true);
        assertTrue(preferences.fault().get().orElseThrow().getMessage().startsWith(file + ": "));
    }

    @Test
    void tenFilesAreRememberedTheLastOneFirst() {
        Preferences preferences = Preferences.unkept();
        List<RecentFile> files = IntStream.range(0, 12)
                .mapToObj(i -> new RecentFile(FileDialogs.Purpose.DATA, folder.resolve(i + ".csv")))
                .toList();
        files.forEach(preferences::remember);
        preferences.remember(files.get(5));
        assertEquals(10, preferences.recentFiles().size());
        assertEquals(files.get(5), preferences.recentFiles().getFirst());
        assertEquals(files.get(11), preferences.recentFiles().get(1));
        preferences.forgetFiles();
        assertEquals(List.of(), preferences.recentFiles());
    }
}
