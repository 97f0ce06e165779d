package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/** Floats copied from Java's memory to that of an array by all threads: once what stays in cache, once what does not. */
final class CopyBenchmark implements Benchmark {
    static final List<Integer> ELEMENTS = List.of(1 << 18, 1 << 25);

    private static final int GRAIN = 1 << 14;

    static BenchmarkCase.Work prepare(int elements) {
        float[] source = new float[elements];
        Tensor target = new Tensor(Precision.FLOAT, elements);
        return new BenchmarkCase.Work() {
            @Override
            public void run() {
                Backend.get()
                        .parallel()
                        .forEach(elements, GRAIN, (from, to) -> target.write(source, from, from, to - from));
            }

            @Override
            public Cost cost() {
                return new Cost.Bytes(2.0 * elements * Float.BYTES);
            }

            @Override
            public void close() {
                target.close();
            }
        };
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public List<BenchmarkCase> cases() {
        return ELEMENTS.stream()
                .map(n -> new BenchmarkCase(name(), Optional.empty(), "[" + n + "]", Map.of(), () -> prepare(n)))
                .toList();
    }
}
