package org.orbifold.study.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Optimizer;
import org.orbifold.tensor.Precision;

/** Training of a population of small networks, all of it, on random rows. */
final class TrainingBenchmark implements Benchmark {
    private static final Architecture ARCHITECTURE = Architecture.parse("30-16-16-2", Activation.RELU);
    private static final int NETWORKS = 100;
    private static final int EPOCHS = 50;
    private static final int BATCH = 32;
    private static final int ROWS = 455;

    @Override
    public String name() {
        return "population-training";
    }

    @Override
    public List<BenchmarkCase> cases() {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        parameters.put("networks", NETWORKS);
        parameters.put("epochs", EPOCHS);
        parameters.put("batch", BATCH);
        parameters.put("rows", ROWS);
        return List.of(new BenchmarkCase(
                name(), Optional.of(KernelKind.inUse()), ARCHITECTURE.shape(), parameters, Training::new));
    }

    private static final class Training implements BenchmarkCase.Work {
        private static final PopulationTraining.Observer NOBODY = new PopulationTraining.Observer() {
            @Override
            public boolean wants(long iteration) {
                return false;
            }

            @Override
            public void accept(int n, long iteration, Weights weights) {}
        };

        private final PopulationTraining training;
        private final List<Weights> initial = new ArrayList<>();
        private final long[] seeds;

        Training() {
            Examples rows = RandomValues.examples(ROWS, ARCHITECTURE.inputs(), ARCHITECTURE.outputs());
            PopulationTraining.Plan plan = new PopulationTraining.Plan(new Optimizer.Adam(), 1e-3, BATCH, EPOCHS);
            training = new PopulationTraining(plan, rows, ARCHITECTURE);
            SplittableRandom random = new SplittableRandom(0);
            for (int n = 0; n < NETWORKS; n++) {
                initial.add(new Initialization.UniformFanIn().draw(ARCHITECTURE, random));
            }
            seeds = random.longs(NETWORKS).toArray();
        }

        @Override
        public void run() {
            training.train(initial, seeds, NOBODY, Progress.NONE);
        }

        /** Three products a layer and row, but two for the first, whose input is not differentiated. */
        @Override
        public Cost cost() {
            double products = -ARCHITECTURE.in(0) * ARCHITECTURE.out(0);
            for (int l = 0; l < ARCHITECTURE.layers(); l++) {
                products += 3.0 * ARCHITECTURE.in(l) * ARCHITECTURE.out(l);
            }
            return new Cost.Operations(2 * products * NETWORKS * EPOCHS * ROWS, Precision.FLOAT);
        }
    }
}
