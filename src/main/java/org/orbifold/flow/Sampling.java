package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;

/**
 * How networks are drawn from a flow.
 *
 * @param rule by which predicted targets become velocities
 * @param asked the loss that the flow is asked for
 * @param task rows of the task that networks are to be made for; that of the flow's own zoo where there are none
 * @param guide towards networks of low loss
 */
public record Sampling(
        Sampler sampler, StepRule rule, Optional<Asked> asked, Optional<Examples> task, Optional<Guide> guide) {
    /**
     * A loss to ask for, with classifier-free guidance (Ho and Salimans 2022): the velocity is {@code v_none + scale
     * (v_asked - v_none)}.
     *
     * @param loss training loss, in nats
     * @param scale 1 for the velocity that was asked for; more exaggerates what sets it apart
     */
    public record Asked(double loss, double scale) {}

    /**
     * Guidance as {@link GuidedField} does it.
     *
     * @param rows that the loss is over
     * @param strength as good as a likelihood of so many rows
     */
    public record Guide(Examples rows, double strength) {}

    /** Nothing but a sampler. */
    public static Sampling plain(Sampler sampler) {
        return new Sampling(sampler, StepRule.FLOW_MATCHING, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Draws points of a space of {@link Flow#space}, at time 1.
     *
     * @throws Fault if the flow cannot be asked for a loss, or is none that the rule or the noise is for
     */
    public List<float[]> draw(
            Flow flow,
            FlowSpace space,
            int count,
            SplittableRandom random,
            Progress progress,
            Sampler.Observer observer) {
        requireFit(flow);
        List<float[]> start = flow.start(space, count, random);
        Optional<TaskStatistics> statistics = task.map(
                        rows -> TaskStatistics.of(rows, space.architecture().outputs(), flow.basis()))
                .or(flow::task);
        try (FlowField field = flow.field(space, asked.map(Asked::loss), statistics)) {
            VelocityField exaggerated = field;
            Optional<FlowField> unasked =
                    asked.filter(a -> a.scale != 1).map(a -> flow.field(space, Optional.empty(), statistics));
            try {
                if (unasked.isPresent()) {
                    exaggerated = between(unasked.get(), field, asked.orElseThrow().scale);
                }
                return run(exaggerated, flow, space, start, random, progress, observer);
            } finally {
                unasked.ifPresent(FlowField::close);
            }
        }
    }

    private void requireFit(Flow flow) {
        if (rule == StepRule.NORMALIZED_PREDICTION && flow.plan().geometry() != Geometry.NORMALIZED) {
            throw new Fault("the rule " + rule.id() + " is for normalized flows; this one is "
                    + flow.plan().geometry().id());
        }
        if (sampler.noise() instanceof Noise.ScoreBased
                && !(flow.plan().geometry() == Geometry.EUCLIDEAN
                        && flow.plan().coupling() == Coupling.INDEPENDENT
                        && flow.plan().source() instanceof Source.Initialization)) {
            throw new Fault("the score is known of euclidean flows with independent coupling and a normal source only");
        }
    }

    private static VelocityField between(VelocityField none, VelocityField asked, double scale) {
        return (points, t) -> {
            List<float[]> from = none.at(points, t);
            List<float[]> to = asked.at(points, t);
            List<float[]> velocities = new ArrayList<>();
            for (int k = 0; k < from.size(); k++) {
                float[] v = new float[from.get(k).length];
                for (int c = 0; c < v.length; c++) {
                    v[c] = (float) (from.get(k)[c] + scale * (to.get(k)[c] - from.get(k)[c]));
                }
                velocities.add(v);
            }
            return velocities;
        };
    }

    private List<float[]> run(
            VelocityField field,
            Flow flow,
            FlowSpace space,
            List<float[]> start,
            SplittableRandom random,
            Progress progress,
            Sampler.Observer observer) {
        VelocityField ruled = rule.applyTo(field, space.paths(), space.manifold(), start);
        if (guide.isEmpty()) {
            return sampler.sample(ruled, space.paths(), start, random, progress, observer);
        }
        try (GuidedField guided = new GuidedField(
                ruled, space, flow.affine(), start.size(), guide.get().rows, guide.get().strength, random.split())) {
            return sampler.sample(guided, space.paths(), start, random, progress, observer);
        }
    }
}
