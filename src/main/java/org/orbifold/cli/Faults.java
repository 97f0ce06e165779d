package org.orbifold.cli;

import java.util.function.Supplier;
import org.orbifold.job.Fault;

/** Faults of the mathematics, told with the file that they are about. */
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
}
