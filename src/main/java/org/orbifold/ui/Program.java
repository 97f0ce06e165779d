package org.orbifold.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What this program is: its version, what it runs on, and what it is made of. */
public final class Program {
    private Program() {}

    /**
     * A part that others made.
     *
     * @param files what the names of its files begin with
     */
    record Part(String name, String licence, List<String> files) {}

    /** The version, as the build gave it. */
    public static String version() {
        return text("version.txt").strip();
    }

    /** The program, and what it runs on: a line each. */
    static List<String> versions() {
        return List.of(
                "Orbifold " + version(),
                "Java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                "JavaFX " + System.getProperty("javafx.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
    }

    /** The parts, with their licences. */
    static List<Part> parts() {
        return text("licences.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(words -> new Part(
                        words[0],
                        words[1],
                        Arrays.stream(words[2].split(" "))
                                .filter(prefix -> !prefix.isEmpty())
                                .toList()))
                .toList();
    }

    /** Where the packaged program has the texts of the licences. */
    static Optional<Path> legalFolder() {
        return Optional.of(Path.of(System.getProperty("java.home")).resolveSibling("legal"))
                .filter(folder -> Files.exists(folder.resolve("NOTICE")));
    }

    private static String text(String resource) {
        try (InputStream in = Program.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
