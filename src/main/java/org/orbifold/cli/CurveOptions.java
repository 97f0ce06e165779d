package org.orbifold.cli;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.Curve;
import org.orbifold.path.CurveTraining;
import org.orbifold.path.CurveTraining.Plan;
import picocli.CommandLine.Option;

/** How curves are trained. */
final class CurveOptions {
    @Option(names = "--bends", paramLabel = "N", description = "Chain: points between A and B (default: 1).")
    private Optional<Integer> bends = Optional.empty();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Bezier, chain: steps of training (default: " + Plan.STEPS + ").")
    private Optional<Long> steps = Optional.empty();

    @Option(
            names = "--lr",
            paramLabel = "R",
            description = "Bezier, chain: learning rate of the first half of the training; then it falls (default: "
                    + Plan.LEARNING_RATE + ").")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Bezier, chain: rows a step (default: " + Plan.BATCH + ").")
    private Optional<Integer> batch = Optional.empty();

    /**
     * Makes sure that what was asked for fits the kinds of path, before there is any work.
     *
     * @throws Fault if it does not
     */
    void require(Collection<PathKind> kinds) {
        boolean asked = Stream.of(bends, steps, rate, batch).anyMatch(Optional::isPresent);
        if (asked && kinds.stream().noneMatch(PathKind::isTrained)) {
            throw new Fault("--bends, --steps, --lr and --batch are for --path bezier and chain");
        }
        if (bends.isPresent() && !kinds.contains(PathKind.CHAIN)) {
            throw new Fault("--bends is for --path chain: a Bezier curve has one");
        }
        require(bends, "--bends", 1, 100);
        require(steps, "--steps", 1, 1_000_000_000);
        require(batch, "--batch", 1, Integer.MAX_VALUE);
        rate.filter(r -> !(r > 0 && Double.isFinite(r))).ifPresent(r -> {
            throw new Fault("--lr " + r + ": above 0");
        });
    }

    private static void require(Optional<? extends Number> value, String option, long least, long most) {
        value.map(Number::longValue).filter(n -> n < least || n > most).ifPresent(n -> {
            throw new Fault(option + " " + n + ": at least " + least + ", at most " + most);
        });
    }

    /** How to train. */
    Plan plan(long seed) {
        return new Plan(rate.orElse(Plan.LEARNING_RATE), batch.orElse(Plan.BATCH), steps.orElse(Plan.STEPS), seed);
    }

    /** Trains a curve of that kind. */
    Curve train(PathKind kind, Weights a, Weights b, Examples training, long seed, Progress progress) {
        Curve straight =
                kind == PathKind.BEZIER ? Curve.Bezier.straight(a, b) : Curve.Chain.straight(a, b, bends.orElse(1));
        return CurveTraining.train(straight, plan(seed), training, progress);
    }
}
