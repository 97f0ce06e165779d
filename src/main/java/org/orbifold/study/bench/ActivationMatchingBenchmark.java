package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.align.ActivationMatching;
import org.orbifold.align.Matching;
import org.orbifold.align.Pins;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.tensor.Precision;

/** Activation matching of two untrained networks. */
final class ActivationMatchingBenchmark implements Benchmark {
    private static final int ROWS = 2000;

    @Override
    public String name() {
        return "activation-matching";
    }

    @Override
    public List<BenchmarkCase> cases() {
        return List.of(new BenchmarkCase(
                name(),
                Optional.of(KernelKind.inUse()),
                RandomPair.ARCHITECTURE.shape(),
                Map.of("rows", ROWS),
                () -> new Work(RandomPair.draw())));
    }

    private static final class Work implements BenchmarkCase.Work {
        private final RandomPair pair;
        private final ActivationMatching matching;

        Work(RandomPair pair) {
            this.pair = pair;
            Architecture shape = RandomPair.ARCHITECTURE;
            matching = new ActivationMatching(RandomValues.examples(ROWS, shape.inputs(), shape.outputs()));
        }

        @Override
        public void run() {
            matching.match(pair.a(), pair.b(), Pins.NONE, 0, Matching.Trace.NONE, Progress.NONE);
        }

        /** Both networks' hidden layers in float, and the products of their activations in double, which count twice. */
        @Override
        public Cost cost() {
            Architecture shape = RandomPair.ARCHITECTURE;
            double products = 0;
            for (int l = 0; l < shape.hiddenLayers(); l++) {
                products += 2.0 * shape.in(l) * shape.out(l) + 2.0 * shape.out(l) * shape.out(l);
            }
            return new Cost.Operations(2 * ROWS * products, Precision.FLOAT);
        }
    }
}
