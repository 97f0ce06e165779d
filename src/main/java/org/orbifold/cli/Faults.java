package org.orbifold.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;

/** Faults, told with the file or the option that they are about. */
final class Faults {
    /** How often networks are in memory while they are made. */
    private static final int COPIES = 3;

    private Faults() {}

    /** Does some work whose faults do not name their source. */
    static <T> T in(String source, Supplier<T> work) {
        try {
            return work.get();
        } catch (Fault fault) {
            throw new Fault(source + ": " + fault.getMessage(), fault);
        }
    }

    /**
     * Refuses more networks than there is memory for, a few times over.
     *
     * @param option that asks for them
     */
    static void requireRoom(String option, long count, Architecture architecture) {
        double bytes = (double) count * architecture.parameters() * Float.BYTES * COPIES;
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new Fault(String.format(
                    Locale.ROOT,
                    "%s %d: so many networks of %d parameters need more memory than the program may take, %s",
                    option,
                    count,
                    architecture.parameters(),
                    memory()));
        }
    }

    /** What the program may take. */
    static String memory() {
        return Runtime.getRuntime().maxMemory() / (1 << 20) + " MB";
    }

    /**
     * The value that an option names.
     *
     * @throws Fault if it names none
     */
    static <E> E named(String option, String given, E[] values, Function<E, String> id) {
        return Arrays.stream(values)
                .filter(value -> id.apply(value).equals(given))
                .findFirst()
                .orElseThrow(() -> new Fault(option + " " + given + ": there are "
                        + String.join(", ", Arrays.stream(values).map(id).toList())));
    }
}
