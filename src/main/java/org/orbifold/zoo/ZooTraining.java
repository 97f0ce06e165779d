package org.orbifold.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Optimizer;

/** Trains a zoo: independent runs of one architecture on the same rows, with snapshots of each run after a burn-in. */
public final class ZooTraining {
    /**
     * What to train.
     *
     * @param count the number of runs
     * @param burnIn epochs before the first snapshot
     * @param every iterations from snapshot to snapshot; 0 keeps each run's last network only
     * @param seed of the initial weights and of the orders of the rows
     */
    public record Recipe(
            Architecture architecture,
            Initialization initialization,
            PopulationTraining.Plan plan,
            int count,
            int burnIn,
            int every,
            long seed) {
        /** How a zoo was made, as metadata of its file. */
        public Map<String, String> toMetadata() {
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("orbifold.zoo.seed", Long.toString(seed));
            switch (initialization) {
                case Initialization.UniformFanIn() -> metadata.put("orbifold.zoo.init", "pytorch");
                case Initialization.Normal(double deviation) -> {
                    metadata.put("orbifold.zoo.init", "normal");
                    metadata.put("orbifold.zoo.std", Double.toString(deviation));
                }
            }
            switch (plan.optimizer()) {
                case Optimizer.Adam(double beta1, double beta2, double epsilon, double weightDecay) -> {
                    metadata.put("orbifold.zoo.optimizer", "adam");
                    metadata.put("orbifold.zoo.betas", beta1 + "," + beta2);
                    metadata.put("orbifold.zoo.epsilon", Double.toString(epsilon));
                    metadata.put("orbifold.zoo.weightDecay", Double.toString(weightDecay));
                }
                case Optimizer.Sgd(double momentum, double weightDecay) -> {
                    metadata.put("orbifold.zoo.optimizer", "sgd");
                    metadata.put("orbifold.zoo.momentum", Double.toString(momentum));
                    metadata.put("orbifold.zoo.weightDecay", Double.toString(weightDecay));
                }
            }
            metadata.put("orbifold.zoo.learningRate", Double.toString(plan.learningRate()));
            metadata.put("orbifold.zoo.batch", Integer.toString(plan.batch()));
            metadata.put("orbifold.zoo.epochs", Integer.toString(plan.epochs()));
            metadata.put("orbifold.zoo.burnIn", Integer.toString(burnIn));
            metadata.put("orbifold.zoo.every", Integer.toString(every));
            return metadata;
        }
    }

    /** A network as it was in run {@code run} after {@code iteration} steps. */
    public record Snapshot(int run, long iteration, Weights weights) {}

    private ZooTraining() {}

    /**
     * Trains, and returns the snapshots run by run, each run's last network last.
     *
     * @throws Fault if the training diverged
     */
    public static List<Snapshot> train(Recipe recipe, Examples rows, Progress progress) {
        PopulationTraining training = new PopulationTraining(recipe.plan, rows, recipe.architecture);
        SplittableRandom random = new SplittableRandom(recipe.seed);
        List<Weights> initial = new ArrayList<>();
        long[] seeds = new long[recipe.count];
        List<List<Snapshot>> runs = new ArrayList<>();
        for (int run = 0; run < recipe.count; run++) {
            SplittableRandom own = random.split();
            initial.add(recipe.initialization.draw(recipe.architecture, own));
            seeds[run] = own.nextLong();
            runs.add(new ArrayList<>());
        }
        long last = (long) recipe.plan.epochs() * training.stepsPerEpoch();
        long burnIn = (long) recipe.burnIn * training.stepsPerEpoch();
        PopulationTraining.Observer observer = new PopulationTraining.Observer() {
            @Override
            public boolean wants(long iteration) {
                return iteration == last
                        || (recipe.every > 0 && iteration > burnIn && (iteration - burnIn) % recipe.every == 0);
            }

            @Override
            public void accept(int run, long iteration, Weights weights) {
                runs.get(run).add(new Snapshot(run, iteration, weights));
            }
        };
        training.train(initial, seeds, observer, progress);
        List<Snapshot> snapshots = runs.stream().flatMap(List::stream).toList();
        if (!snapshots.stream().allMatch(s -> Double.isFinite(s.weights.norm()))) {
            throw new Fault("the training diverged: a smaller learning rate may help");
        }
        return snapshots;
    }
}
