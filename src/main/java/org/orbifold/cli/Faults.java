package org.orbifold.cli;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.orbifold.job.Fault;

/** Faults, told with the file or the option that they are about. */
final class Faults {
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
