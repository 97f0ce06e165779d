package org.orbifold.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.orbifold.io.AtomicFile;
import org.orbifold.job.Fault;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Looks at where a command is to write before it works for minutes. */
final class OutputCheck {
    private static final String OUT = "--out";

    /** What a command calls its output where that is a folder. */
    private static final String FOLDER = "DIR";

    /** Commands whose networks may take the place of those that they read. */
    private static final Set<String> IN_PLACE = Set.of("transform", "canonicalize", "align", "merge");

    private OutputCheck() {}

    /**
     * Looks at the options of a command.
     *
     * @throws Fault if its file cannot be written, or is one that it reads and would replace by something else
     */
    static void of(ParseResult command) {
        Optional<Path> out = command.matchedOptions().stream()
                .filter(option -> isOut(option) && !option.paramLabel().equals(FOLDER))
                .flatMap(option -> option.stringValues().stream())
                .findFirst()
                .flatMap(OutputCheck::path);
        if (out.isEmpty()) {
            return;
        }
        AtomicFile.requireWritable(out.get());
        if (!IN_PLACE.contains(command.commandSpec().name())
                && inputs(command).anyMatch(input -> isSame(input, out.get()))) {
            throw Fault.in(out.get(), "is read by this command: write to another file");
        }
    }

    private static boolean isOut(OptionSpec option) {
        return List.of(option.names()).contains(OUT);
    }

    /** All that may be a file: of a place in a zoo the zoo. */
    private static Stream<Path> inputs(ParseResult command) {
        return Stream.concat(
                        command.matchedPositionals().stream(),
                        command.matchedOptions().stream().filter(option -> !isOut(option)))
                .map(ArgSpec.class::cast)
                .flatMap(argument -> argument.stringValues().stream())
                .flatMap(text -> Stream.of(text, text.replaceFirst("#\\d+$", "")))
                .flatMap(text -> path(text).stream());
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Path input, Path out) {
        try {
            return Files.exists(input) && Files.exists(out) && Files.isSameFile(input, out);
        } catch (IOException e) {
            return false;
        }
    }
}
