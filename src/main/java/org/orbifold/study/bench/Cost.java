package org.orbifold.study.bench;

import java.util.OptionalDouble;
import org.orbifold.tensor.Precision;

/** What some work takes at least, by one count: the time below which no implementation of it comes on this machine. */
public sealed interface Cost {
    /** Floating-point operations of matrix products, a multiplication and an addition counted as two. */
    record Operations(double count, Precision precision) implements Cost {}

    /** Bytes read and written. */
    record Bytes(double count) implements Cost {}

    /** Work that is not counted. */
    record Uncounted() implements Cost {}

    /** The floor in seconds, at rates measured in the same run. */
    default OptionalDouble seconds(MachineRates rates) {
        return switch (this) {
            case Operations(double count, Precision precision) ->
                OptionalDouble.of(count / rates.operationsPerSecond(precision));
            case Bytes(double count) -> OptionalDouble.of(count / rates.bytesPerSecond());
            case Uncounted() -> OptionalDouble.empty();
        };
    }
}
