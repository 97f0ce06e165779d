package org.orbifold.study.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One row of a benchmark. No two have the same name, kernels and shape.
 *
 * @param name of its benchmark
 * @param kernels that do the work; nothing where no kernel takes part
 * @param shape of the arrays or of the network
 * @param parameters what else the time depends on, in the order to print
 * @param preparation allocates what the work takes
 */
public record BenchmarkCase(
        String name,
        Optional<KernelKind> kernels,
        String shape,
        Map<String, Integer> parameters,
        Supplier<Work> preparation) {
    /** Work that can be done again and again, each time from the same start. */
    public interface Work extends AutoCloseable {
        /** Does it once. */
        void run();

        /** What one run of it takes at least, once it has run. */
        Cost cost();

        /** Frees what it holds. */
        @Override
        default void close() {}
    }

    public BenchmarkCase {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
