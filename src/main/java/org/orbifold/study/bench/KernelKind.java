package org.orbifold.study.bench;

import java.util.List;
import java.util.Locale;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.BackendChoice;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;

/** The two implementations of the primitives. */
public enum KernelKind {
    /** Vector loops and BLAS on the arrays' own memory. */
    CPU,
    /** Array-library operations: what computes on a GPU. */
    PORTABLE;

    /** The name in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A tape whose primitives are of this kind. */
    Tape tape(Precision precision) {
        return switch (this) {
            case CPU -> Backend.get().tape(precision);
            case PORTABLE -> Backend.get().portableTape(precision);
        };
    }

    /** What the program itself computes with. */
    static KernelKind inUse() {
        return available().getFirst();
    }

    /** What there is to compare; on a GPU the portable kernels only. */
    static List<KernelKind> available() {
        return Backend.choice() instanceof BackendChoice.Cuda ? List.of(PORTABLE) : List.of(CPU, PORTABLE);
    }
}
