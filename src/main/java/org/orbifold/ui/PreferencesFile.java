package org.orbifold.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.orbifold.io.Json;
import org.orbifold.job.Fault;

/** The file of preferences: one object of JSON, written whole or not at all. */
final class PreferencesFile {
    private final Path path;

    PreferencesFile(Path path) {
        this.path = path;
    }

    /**
     * Where the user's preferences lie: where the system property {@code orbifold.preferences} says, else in the folder
     * that the desktop has for such files.
     */
    static Path ofUser() {
        return Optional.ofNullable(System.getProperty("orbifold.preferences"))
                .map(Path::of)
                .orElseGet(() -> configuration().resolve("preferences.json"));
    }

    private static Path configuration() {
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return folder("APPDATA").orElse(home.resolve("AppData/Roaming")).resolve("Orbifold");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Application Support/Orbifold");
        }
        return folder("XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve("orbifold");
    }

    private static Optional<Path> folder(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Path::isAbsolute);
    }

    /**
     * What it holds; nothing where there is no file.
     *
     * @throws Fault if it cannot be read, or is not an object
     */
    Optional<Values> read() {
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        return Optional.of(Values.of(path, Json.read(path)));
    }

    /** Replaces what it holds. */
    void write(Map<String, Object> values) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new Fault(path + ": its folder cannot be made", e);
        }
        Json.write(path, values);
    }

    /** Moves a broken file out of the way, and says so. */
    Fault putAside(Fault broken) {
        Path aside = path.resolveSibling(path.getFileName() + ".broken");
        String kept;
        try {
            Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
            kept = "; it was kept as " + aside.getFileName();
        } catch (IOException e) {
            kept = "";
        }
        return new Fault(broken.getMessage() + "; the defaults are used" + kept, broken);
    }

    /** The values of an object in the file; those that are not there are as they were. */
    record Values(Path path, Map<?, ?> map) {
        private static Values of(Path path, Object value) {
            if (value instanceof Map<?, ?> map) {
                return new Values(path, map);
            }
            throw Fault.in(path, "does not hold an object of JSON where there should be one");
        }

        private <T> T value(String name, Class<T> kind, String what, T fallback) {
            Object value = map.containsKey(name) ? map.get(name) : fallback;
            if (!kind.isInstance(value)) {
                throw Fault.in(path, name + " is " + value + ", not " + what);
            }
            return kind.cast(value);
        }

        boolean truth(String name, boolean fallback) {
            return value(name, Boolean.class, "true or false", fallback);
        }

        int number(String name, int most, int fallback) {
            long number = value(name, Long.class, "a whole number", (long) fallback);
            if (number < 0 || number > most) {
                throw Fault.in(path, name + " is " + number + ", not from 0 to " + most);
            }
            return (int) number;
        }

        String text(String name) {
            return value(name, String.class, "a text", "");
        }

        Path path(String name) {
            try {
                return Path.of(text(name));
            } catch (InvalidPathException e) {
                throw new Fault(path + ": " + name + " is not a path: " + text(name), e);
            }
        }

        <E> E choice(String name, E[] values, Function<E, String> id, E fallback) {
            String given = value(name, String.class, "a text", id.apply(fallback));
            return Arrays.stream(values)
                    .filter(value -> id.apply(value).equals(given))
                    .findFirst()
                    .orElseThrow(() -> Fault.in(
                            path,
                            name + " is " + given + ", not one of "
                                    + String.join(
                                            ", ", Arrays.stream(values).map(id).toList())));
        }

        <T> List<T> records(String name, Function<Values, T> reading) {
            List<?> list = value(name, List.class, "a list", List.of());
            return list.stream().map(each -> reading.apply(of(path, each))).toList();
        }
    }
}
