package org.orbifold.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.orbifold.align.Pins;
import org.orbifold.job.Fault;
import picocli.CommandLine.Option;

/** Neurons that are matched by hand. */
final class LockOptions {
    private static final Pattern PIN = Pattern.compile("(\\d{1,9}):(\\d{1,9}),(\\d{1,9})");

    @Option(
            names = "--lock",
            paramLabel = "L:I,J",
            description = "Neuron I of hidden layer L of A belongs to neuron J of B, whatever the method finds.")
    private List<String> locks = List.of();

    Pins pins() {
        return new Pins(locks.stream().map(LockOptions::pin).collect(Collectors.toSet()));
    }

    private static Pins.Pin pin(String text) {
        Matcher matcher = PIN.matcher(text);
        if (!matcher.matches()) {
            throw new Fault("--lock " + text + ": write L:I,J");
        }
        return new Pins.Pin(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
