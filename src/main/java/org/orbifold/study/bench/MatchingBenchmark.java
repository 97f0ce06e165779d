package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.align.Matching;
import org.orbifold.align.Pins;
import org.orbifold.align.WeightMatching;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.tensor.Precision;

/** Weight matching of two untrained networks, from start to standstill. */
final class MatchingBenchmark implements Benchmark {
    @Override
    public String name() {
        return "weight-matching";
    }

    @Override
    public List<BenchmarkCase> cases() {
        return List.of(new BenchmarkCase(
                name(),
                Optional.of(KernelKind.inUse()),
                RandomPair.ARCHITECTURE.shape(),
                Map.of(),
                () -> new Work(RandomPair.draw())));
    }

    private static final class Work implements BenchmarkCase.Work {
        private final RandomPair pair;
        private int sweeps;

        Work(RandomPair pair) {
            this.pair = pair;
        }

        @Override
        public void run() {
            sweeps = new WeightMatching(1)
                    .match(pair.a(), pair.b(), Pins.NONE, 0, Matching.Trace.NONE, Progress.NONE)
                    .sweeps();
        }

        /**
         * The products of neurons: each layer's incoming and outgoing weights in the first sweep, and of the two that meet
         * between hidden layers both in each further one, since the permutations on their other sides have changed.
         */
        @Override
        public Cost cost() {
            Architecture shape = RandomPair.ARCHITECTURE;
            double first = 0;
            double further = 0;
            for (int l = 0; l < shape.hiddenLayers(); l++) {
                double square = 2.0 * shape.out(l) * shape.out(l);
                first += square * (shape.in(l) + shape.out(l + 1));
                further += square * ((l > 0 ? shape.in(l) : 0) + (l + 1 < shape.hiddenLayers() ? shape.out(l + 1) : 0));
            }
            return new Cost.Operations(first + (sweeps - 1) * further, Precision.DOUBLE);
        }
    }
}
