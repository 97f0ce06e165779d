package org.orbifold.study.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;
import org.orbifold.tensor.Precision;

/** The barrier on the straight path between two untrained networks. */
final class BarrierBenchmark implements Benchmark {
    private static final int ROWS = 2000;

    @Override
    public String name() {
        return "barrier";
    }

    @Override
    public List<BenchmarkCase> cases() {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        parameters.put("points", LossBarrier.POINTS);
        parameters.put("rows", ROWS);
        return List.of(new BenchmarkCase(
                name(),
                Optional.of(KernelKind.inUse()),
                RandomPair.ARCHITECTURE.shape(),
                parameters,
                () -> new Barrier(RandomPair.draw())));
    }

    private static final class Barrier implements BenchmarkCase.Work {
        private final Path path;
        private final Examples rows;

        Barrier(RandomPair pair) {
            path = new Path.Linear(pair.a(), pair.b());
            Architecture shape = RandomPair.ARCHITECTURE;
            rows = RandomValues.examples(ROWS, shape.inputs(), shape.outputs());
        }

        @Override
        public void run() {
            LossBarrier.along(path, LossBarrier.POINTS, rows, Progress.NONE);
        }

        /** The first layer is linear in t, so that the products of its two ends are enough; the others are made anew. */
        @Override
        public Cost cost() {
            Architecture shape = RandomPair.ARCHITECTURE;
            double products = 2.0 * shape.in(0) * shape.out(0);
            for (int l = 1; l < shape.layers(); l++) {
                products += (double) LossBarrier.POINTS * shape.in(l) * shape.out(l);
            }
            return new Cost.Operations(2 * ROWS * products, Precision.FLOAT);
        }
    }
}
