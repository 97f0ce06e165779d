package org.orbifold.io;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orbifold.job.Fault;

/**
 * Where networks are read from: a file, or one network of a zoo, written {@code ZOO#17}.
 *
 * @param file the file
 * @param number which network of it, from 0; empty for all
 */
record ModelLocation(Path file, OptionalLong number) {
    private static final Pattern NUMBERED = Pattern.compile("(.+)#([^#]*)", Pattern.DOTALL);

    /** What {@code text} means; a file of exactly that name goes before one network of a zoo. */
    static ModelLocation parse(String text) {
        try {
            Path whole = Path.of(text);
            Matcher numbered = NUMBERED.matcher(text);
            if (Files.exists(whole) || !numbered.matches()) {
                return new ModelLocation(whole, OptionalLong.empty());
            }
            Path zoo = Path.of(numbered.group(1));
            if (!Files.exists(zoo)) {
                return new ModelLocation(whole, OptionalLong.empty());
            }
            return new ModelLocation(zoo, OptionalLong.of(Long.parseUnsignedLong(numbered.group(2))));
        } catch (InvalidPathException e) {
            throw new Fault(text + ": not the name of a file", e);
        } catch (NumberFormatException e) {
            throw new Fault(text + ": a network of a zoo is named by its number from 0, as in zoo.safetensors#0", e);
        }
    }
}
