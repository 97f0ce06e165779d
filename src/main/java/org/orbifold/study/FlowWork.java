package org.orbifold.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.FlowTraining;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Task;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;

/** What studies do with flows. */
final class FlowWork {
    /** The most seconds that steps are timed for, after as many in which they get fast. */
    private static final double MOST_SECONDS = 5;

    /** Of the time that a training is given, for how much it is planned: machines are not always equally fast. */
    private static final double PLANNED = 0.9;

    private static final long FEWEST_STEPS = 20;

    private FlowWork() {}

    /**
     * Trains a flow, or goes on with the training that the file holds.
     *
     * @param seconds that it may take; if they are given, they decide on the number of steps, and not the plan
     */
    static void train(
            FlowPlan plan, Optional<Double> seconds, Zoo zoo, Optional<Examples> rows, Path file, Progress progress) {
        try (FlowTraining training =
                Files.exists(file) ? resume(file, new Task(zoo, rows)) : begin(plan, seconds, zoo, rows, progress)) {
            new FlowRun(training, file).run(progress);
        }
    }

    private static FlowTraining resume(Path file, Task task) {
        Checkpoint checkpoint = FlowFile.read(file);
        return FlowTraining.resume(
                checkpoint, List.of(task), checkpoint.flow().plan().steps());
    }

    private static FlowTraining begin(
            FlowPlan plan, Optional<Double> seconds, Zoo zoo, Optional<Examples> rows, Progress progress) {
        FlowPlan timed = seconds.map(s -> plan.withSteps(stepsWithin(s, plan, zoo, rows, progress)))
                .orElse(plan);
        return FlowTraining.begin(timed, zoo, rows);
    }

    /** How many steps a training can take in some seconds. */
    private static long stepsWithin(
            double seconds, FlowPlan plan, Zoo zoo, Optional<Examples> rows, Progress progress) {
        double timed = Math.min(MOST_SECONDS, 0.05 * seconds);
        try (FlowTraining training = FlowTraining.begin(plan, zoo, rows)) {
            secondsPerStep(training, timed, progress);
            return Math.max(FEWEST_STEPS, (long) (PLANNED * seconds / secondsPerStep(training, timed, progress)));
        }
    }

    private static double secondsPerStep(FlowTraining training, double seconds, Progress progress) {
        long start = System.nanoTime();
        int steps = 0;
        double passed;
        do {
            progress.checkCancelled();
            training.step();
            steps++;
            passed = (System.nanoTime() - start) * 1e-9;
        } while (passed < seconds);
        return passed / steps;
    }

    /** Tells how a training went. */
    static void describe(Path file, Map<String, Object> row) {
        Checkpoint checkpoint = FlowFile.read(file);
        List<Checkpoint.Seen> history = checkpoint.history();
        row.put("training steps", (double) checkpoint.step());
        row.put("parameters", checkpoint.flow().parameters().length);
        row.put(
                "training loss at the end",
                history.isEmpty() ? Double.NaN : history.getLast().loss());
        row.put(
                "loss on runs held out",
                history.stream()
                        .map(Checkpoint.Seen::validation)
                        .filter(Double::isFinite)
                        .reduce((first, second) -> second)
                        .orElse(Double.NaN));
    }

    /** Samples networks of an architecture. */
    static List<Weights> sample(
            Flow flow, Architecture architecture, int count, Sampling sampling, long seed, Progress progress) {
        FlowSpace space = flow.space(architecture);
        return flow.networks(
                space, sampling.draw(flow, space, count, new SplittableRandom(seed), progress, (t, x) -> {}));
    }
}
