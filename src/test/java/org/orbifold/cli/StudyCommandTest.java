package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    @TempDir
    private Path folder;

    private void assertRefused(String message, String... args) {
        Run run = Run.of(args);
        assertEquals(Main.FAULT, run.status(), run.err());
        assertEquals("orbifold: " + message, run.lastError());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void theStudiesAreNamed() {
        assertRefused("study: a subcommand is missing: there are gaussian, wdbc, mnist", "study");
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnythingIsWritten() {
        String out = folder.resolve("out").toString();
        assertRefused("--splits 0: 1 to 1000", "study", "gaussian", "--out", out, "--splits", "0");
        assertRefused("--minutes -1.0: above 0", "study", "wdbc", "--data", "moons", "--out", out, "--minutes", "-1");
        assertRefused(
                "moons: training rows: rows 0:8000 asked for, but there are only 1000 rows",
                "study",
                "mnist",
                "--data",
                "moons",
                "--out",
                out);
    }
}
