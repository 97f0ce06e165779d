package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowField;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Solver;
import org.orbifold.flow.StepSensitivity;
import org.orbifold.flow.VelocityResidual;
import org.orbifold.generative.Audit;
import org.orbifold.generative.Novelty;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;

/**
 * What faults of a flow are found by, measured on the flow that made the {@link FlowParticles} seen: part of the
 * {@link Session}, to be touched on the FX thread only. One measurement after the other is made, each a job; only the latest
 * request counts. Once a flow rests it is measured unasked, where a close look at it is a matter of moments.
 */
public final class FlowDiagnosis {
    /** Flow times at which the velocity is measured. */
    private static final int TIMES = 10;

    /** Pairs that it is measured on, of trained and of held out networks each. */
    private static final int PAIRS = 32;

    /** Networks that are sampled with each number of steps. */
    private static final int ENDS = 25;

    private static final int FEWEST_STEPS = 8;
    private static final int MOST_STEPS = 64;

    /**
     * What was measured of a flow.
     *
     * @param step the training step after which it was measured
     */
    public record Measured<T>(long step, T value) {}

    /**
     * What a flow makes with more and with fewer steps.
     *
     * @param losses of its networks over test rows, one a number of steps; none without data
     */
    public record Steps(StepSensitivity ends, List<Spread> losses) {}

    private final FlowCourse course;
    private final FlowParticles particles;
    private final LongSupplier seed;
    private final Latest measuring;
    private final ReadOnlyObjectWrapper<Optional<Measured<Novelty>>> novelty = wrapper("novelty");
    private final ReadOnlyObjectWrapper<Optional<Measured<VelocityResidual>>> residual = wrapper("residual");
    private final ReadOnlyObjectWrapper<Optional<Measured<Steps>>> steps = wrapper("steps");

    /** What samples were held against last; touched by one measurement at a time. */
    private volatile Optional<Prepared> prepared = Optional.empty();

    private record Prepared(Zoo zoo, long seed, Audit audit) {}

    private static <T> ReadOnlyObjectWrapper<Optional<T>> wrapper(String name) {
        return new ReadOnlyObjectWrapper<>(null, name, Optional.empty());
    }

    FlowDiagnosis(
            FlowCourse course,
            FlowParticles particles,
            JobExecutor executor,
            Executor fx,
            LongSupplier seed,
            Consumer<Throwable> onFailure) {
        this.seed = seed;
        this.course = course;
        this.particles = particles;
        measuring = new Latest(executor, fx, onFailure);
        particles.sample().addListener((o, before, now) -> {
            if (now.isEmpty()) {
                forget();
            } else if (course.state().get() == FlowCourse.State.IDLE
                    && now.get().isFine()
                    && now.get().secondsOfFine() < FlowParticles.PATIENCE) {
                measure();
            }
        });
    }

    private void forget() {
        measuring.drop();
        novelty.set(Optional.empty());
        residual.set(Optional.empty());
        steps.set(Optional.empty());
    }

    /** How new the networks are. */
    public ReadOnlyObjectProperty<Optional<Measured<Novelty>>> novelty() {
        return novelty.getReadOnlyProperty();
    }

    /** What the velocity misses, by flow time. */
    public ReadOnlyObjectProperty<Optional<Measured<VelocityResidual>>> residual() {
        return residual.getReadOnlyProperty();
    }

    /** How much depends on the number of integration steps. */
    public ReadOnlyObjectProperty<Optional<Measured<Steps>>> steps() {
        return steps.getReadOnlyProperty();
    }

    /** Measures the flow that made the particles seen; what needs its zoo only where that is known. */
    public void measure() {
        particles.sample().get().ifPresent(made -> {
            Flow flow = made.trajectories().flow();
            Optional<FlowTargets> known = course.learnedFrom();
            Optional<Examples> rows = known.flatMap(FlowTargets::rows);
            long drawnBy = seed.getAsLong();
            measuring.submit(
                    "Sampling with more and fewer steps", progress -> steps(flow, rows, drawnBy, progress), found -> {
                        steps.set(Optional.of(new Measured<>(made.step(), found)));
                        known.ifPresent(targets -> measureVelocity(made, targets));
                    });
        });
    }

    private void measureVelocity(FlowSample made, FlowTargets targets) {
        long drawnBy = seed.getAsLong();
        measuring.submit(
                "Measuring the velocity",
                progress -> VelocityResidual.of(
                        made.trajectories().flow(), List.of(targets.task()), TIMES, PAIRS, drawnBy, progress),
                found -> {
                    residual.set(Optional.of(new Measured<>(made.step(), found)));
                    compare(made, targets.zoo());
                });
    }

    private void compare(FlowSample made, Zoo zoo) {
        long drawnBy = seed.getAsLong();
        measuring.submit(
                "Comparing with the training networks",
                progress -> novelty(made, zoo, drawnBy, progress),
                found -> novelty.set(Optional.of(new Measured<>(made.step(), found))));
    }

    private static Steps steps(Flow flow, Optional<Examples> rows, long seed, Progress progress) {
        FlowSpace space = flow.space();
        StepSensitivity found;
        try (FlowField field = flow.field(space, Optional.empty())) {
            List<float[]> start = flow.start(space, ENDS, new SplittableRandom(seed));
            found = StepSensitivity.of(field, space.paths(), start, Solver.EULER, FEWEST_STEPS, MOST_STEPS, progress);
        }
        List<Spread> losses = rows.map(test -> found.rows().stream()
                        .map(row -> Evaluation.outcomes(flow.networks(space, row.ends()), test, progress))
                        .map(outcomes -> Spread.of(outcomes.stream().mapToDouble(Measures.Outcome::loss)))
                        .toList())
                .orElse(List.of());
        return new Steps(found, losses);
    }

    private Novelty novelty(FlowSample made, Zoo zoo, long seed, Progress progress) {
        TypicalNorms norms = TypicalNorms.of(zoo.networks());
        Optional<Prepared> kept = prepared.filter(before -> before.zoo.equals(zoo) && before.seed == seed);
        if (kept.isEmpty()) {
            List<Weights> fixed = zoo.networks().stream().map(norms::applyTo).toList();
            kept = Optional.of(
                    new Prepared(zoo, seed, new Audit(zoo.with(fixed), fixed.get(zoo.lowestLoss()), seed, progress)));
            prepared = kept;
        }
        return kept.get()
                .audit
                .novelty(
                        made.trajectories().networks().stream()
                                .map(norms::applyTo)
                                .toList(),
                        progress);
    }
}
