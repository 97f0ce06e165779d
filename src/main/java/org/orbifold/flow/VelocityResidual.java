package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;

/**
 * What the velocity of a flow misses of its paths' velocities, by flow time: the training's loss at times equally far
 * apart, each over the same pairs of a source and a target. About 1 for a flow that knows no more than
 * {@link AffineVelocity}; where it stays high, no sampler helps.
 *
 * @param rows in the order of time
 */
public record VelocityResidual(List<Row> rows) {
    /**
     * The loss at a time.
     *
     * @param time in (0, 1)
     * @param trained over pairs with networks that it learned from
     * @param held over pairs with networks of runs held out; NaN where there are none
     */
    public record Row(double time, double trained, double held) {}

    /**
     * Measures a flow.
     *
     * @param tasks what it learned from
     * @param times how many, at (k + 1/2) / times
     * @param pairs of either kind
     * @param seed of the pairs: other ones than those of a training by that seed
     * @throws Fault if a zoo cannot be learned from: see {@link Targets}
     */
    public static VelocityResidual of(Flow flow, List<Task> tasks, int times, int pairs, long seed, Progress progress) {
        Targets targets = Targets.of(flow.plan(), tasks, flow.basis());
        Pairs trained = Pairs.draw(flow.plan(), targets, targets.trained(), pairs, new SplittableRandom(~seed));
        Optional<Pairs> held = targets.held().length == 0
                ? Optional.empty()
                : Optional.of(Pairs.draw(flow.plan(), targets, targets.held(), pairs, new SplittableRandom(seed)));
        FlowSpace space = targets.space();
        VelocityNetwork scale = new VelocityNetwork(
                space, flow.affine(), flow.plan().shape(), flow.plan().architecture());
        List<Row> rows = new ArrayList<>();
        try (FlowField field = flow.field(space, Optional.empty())) {
            for (int k = 0; k < times; k++) {
                double t = (k + 0.5) / times;
                progress.report(k, times, "velocity at time " + (k + 1) + " of " + times);
                rows.add(new Row(
                        t,
                        trained.loss(field, scale, space, t),
                        held.map(each -> each.loss(field, scale, space, t)).orElse(Double.NaN)));
            }
        }
        return new VelocityResidual(List.copyOf(rows));
    }

    private record Pairs(List<float[]> sources, List<float[]> targets, List<Given> told) {
        /** Coupled a batch at a time, as in the training. */
        static Pairs draw(FlowPlan plan, Targets targets, int[] from, int count, SplittableRandom random) {
            Pairs all = new Pairs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int done = 0; done < count; done += plan.batch()) {
                int batch = Math.min(plan.batch(), count - done);
                List<float[]> sources = IntStream.range(0, batch)
                        .mapToObj(i -> plan.source().draw(targets.space(), random))
                        .toList();
                int[] numbers =
                        random.ints(batch, 0, from.length).map(i -> from[i]).toArray();
                List<float[]> chosen =
                        IntStream.of(numbers).mapToObj(targets.points()::get).toList();
                all.sources.addAll(sources);
                IntStream.of(numbers)
                        .mapToObj(number -> targets.given().get(number).asked(false))
                        .forEach(all.told::add);
                all.targets.addAll(plan.coupling().pair(targets.space(), sources, chosen, numbers));
            }
            return all;
        }

        double loss(FlowField field, VelocityNetwork scale, FlowSpace space, double t) {
            List<float[]> points = new ArrayList<>();
            List<float[]> velocities = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                ConditionalPath path = new ConditionalPath(space.paths());
                path.at(sources.get(i), targets.get(i), t);
                points.add(path.point());
                velocities.add(path.velocity());
            }
            List<float[]> given = field.at(points, t, told);
            AffineVelocity.At moments = scale.at(t);
            return IntStream.range(0, points.size())
                    .mapToDouble(
                            i -> scale.loss(given.get(i), velocities.get(i), moments, new float[space.dimension()]))
                    .average()
                    .orElseThrow();
        }
    }
}
