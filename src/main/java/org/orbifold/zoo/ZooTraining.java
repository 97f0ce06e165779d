package org.orbifold.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;

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
            long seed) {}

    /** A network as it was in run {@code run} after {@code iteration} steps. */
    public record Snapshot(int run, long iteration, Weights weights) {}

    private ZooTraining() {}

    /** Trains, and returns the snapshots run by run, each run's last network last. */
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
        return runs.stream().flatMap(List::stream).toList();
    }
}
