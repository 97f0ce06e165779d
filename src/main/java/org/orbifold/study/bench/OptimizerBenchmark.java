package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.tensor.Optimizer;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Update;
import org.orbifold.tensor.Variable;

/** Adam's step on one large parameter, by each of the kernels. */
final class OptimizerBenchmark implements Benchmark {
    private static final int ELEMENTS = 1 << 20;

    /** Parameter and moments are read and written, the gradient is read. */
    private static final int ACCESSES = 7;

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public List<BenchmarkCase> cases() {
        return KernelKind.available().stream()
                .map(kernels -> new BenchmarkCase(
                        name(), Optional.of(kernels), "[" + ELEMENTS + "]", Map.of(), () -> new Steps(kernels)))
                .toList();
    }

    private static final class Steps implements BenchmarkCase.Work {
        private final Tape tape;
        private final Update update;
        private long step;

        Steps(KernelKind kernels) {
            tape = kernels.tape(Precision.FLOAT);
            Variable parameter = tape.parameter(ELEMENTS);
            SplittableRandom random = new SplittableRandom(0);
            RandomValues.fill(parameter.value(), random);
            RandomValues.fill(parameter.gradient(), random);
            update = tape.update(parameter, new Optimizer.Adam());
        }

        @Override
        public void run() {
            update.apply(1e-3, ++step);
        }

        @Override
        public Cost cost() {
            return new Cost.Bytes((double) ACCESSES * ELEMENTS * Float.BYTES);
        }

        @Override
        public void close() {
            tape.close();
        }
    }
}
