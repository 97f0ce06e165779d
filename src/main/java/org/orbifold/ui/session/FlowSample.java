package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Particles;
import org.orbifold.flow.Flow;
import org.orbifold.flow.Noise;
import org.orbifold.flow.PrincipalPlane;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Solver;
import org.orbifold.flow.Trajectories;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Measures;

/**
 * Networks sampled from a flow.
 *
 * @param step the training step after which the flow was as it made them
 * @param outcomes of the networks at flow time 1, over test rows; none without data
 * @param drift how far, at most, one ever strayed from the spheres
 * @param ground what they are seen before
 * @param seconds that it took
 */
public record FlowSample(
        long step,
        Trajectories trajectories,
        Particles particles,
        List<Measures.Outcome> outcomes,
        double drift,
        Ground ground,
        double seconds) {
    /**
     * How closely a flow is looked at.
     *
     * @param particles networks that are made; the first ones are the same whatever their number
     */
    record Detail(int particles, Sampler sampler) {
        static final Detail COARSE = new Detail(25, new Sampler(Solver.EULER, 8, Noise.none()));
        static final Detail FINE = new Detail(100, new Sampler(Solver.EULER, 32, Noise.none()));

        private double work() {
            return (double) particles * sampler.evaluations();
        }
    }

    /** What networks are seen before: the same for all flows of one training. */
    record Ground(PrincipalPlane plane, Domain frame, List<float[]> training) {}

    /**
     * Samples a flow.
     *
     * @param seed draws where the particles start
     * @param targets what it learned from, if that is known
     * @param before the sample before, of the same training
     */
    static FlowSample of(
            Flow flow,
            long step,
            Detail detail,
            long seed,
            Optional<FlowTargets> targets,
            Optional<Ground> before,
            Progress progress) {
        long start = System.nanoTime();
        Trajectories moved = Trajectories.of(flow, detail.particles, detail.sampler, seed, progress);
        List<float[]> training = before.map(Ground::training)
                .orElseGet(() -> targets.map(
                                known -> flow.space().points(known.zoo().networks()))
                        .orElse(List.of()));
        Particles particles = before.isPresent()
                ? Particles.of(
                        moved, before.get().plane(), training, before.get().frame())
                : Particles.of(moved, training);
        List<Measures.Outcome> outcomes = targets.flatMap(FlowTargets::rows)
                .map(rows -> Evaluation.outcomes(moved.networks(), rows, progress))
                .orElse(List.of());
        return new FlowSample(
                step,
                moved,
                particles,
                outcomes,
                moved.drift(),
                new Ground(particles.plane(), particles.frame(), training),
                (System.nanoTime() - start) * 1e-9);
    }

    /** Whether it was looked at as closely as ever. */
    public boolean isFine() {
        return trajectories.count() == Detail.FINE.particles;
    }

    /** How long a close look would take, in seconds, going by this one. */
    double secondsOfFine() {
        Detail own = isFine() ? Detail.FINE : Detail.COARSE;
        return seconds * Detail.FINE.work() / own.work();
    }
}
