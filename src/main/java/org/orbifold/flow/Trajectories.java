package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Weights;

/**
 * Networks on their way through a flow, from its source to time 1.
 *
 * @param flow that moves them
 * @param sampler that moved them
 * @param points at times from 0 to 1, equally far apart, one more than the sampler has steps; of each time, the
 *     particles in their order
 */
public record Trajectories(Flow flow, Sampler sampler, List<List<float[]>> points) {
    /**
     * Samples a flow. What starts where depends on the seed and the number of the particle alone.
     *
     * @param count of particles
     */
    public static Trajectories of(Flow flow, int count, Sampler sampler, long seed, Progress progress) {
        FlowSpace space = flow.space();
        SplittableRandom random = new SplittableRandom(seed);
        List<List<float[]>> points = new ArrayList<>();
        try (FlowField field = flow.field(space, Optional.empty())) {
            List<float[]> _ = sampler.sample(
                    field,
                    space.paths(),
                    flow.start(space, count, random),
                    random,
                    progress,
                    (t, at) -> points.add(at));
        }
        return new Trajectories(flow, sampler, List.copyOf(points));
    }

    /** How many particles there are. */
    public int count() {
        return points.getFirst().size();
    }

    /** Where a particle is at a flow time in [0, 1]: between known times on the geodesic. */
    public float[] at(int particle, double tau) {
        double place = Math.clamp(tau, 0, 1) * sampler.steps();
        int before = Math.min(sampler.steps() - 1, (int) place);
        float[] from = points.get(before).get(particle);
        float[] to = points.get(before + 1).get(particle);
        float[] between = new float[from.length];
        flow.space().paths().geodesic(Coordinates.FLOAT, from, 0, to, 0, place - before, between, 0);
        return between;
    }

    /** The network that a particle is at a flow time. */
    public Weights network(int particle, double tau) {
        return flow.networks(flow.space(), List.of(at(particle, tau))).getFirst();
    }

    /** The networks that the particles are in the end. */
    public List<Weights> networks() {
        return flow.networks(flow.space(), points.getLast());
    }

    /** How far, at most, a particle ever strays from the manifold of networks in canonical form; 0 in flat space. */
    public double drift() {
        var manifold = flow.space().manifold();
        double most = 0;
        for (List<float[]> now : points) {
            for (float[] point : now) {
                float[] nearest = new float[point.length];
                manifold.project(Coordinates.FLOAT, point, 0, nearest, 0);
                double sum = 0;
                for (int i = 0; i < point.length; i++) {
                    sum += (point[i] - nearest[i]) * (point[i] - nearest[i]);
                }
                most = Math.max(most, Math.sqrt(sum));
            }
        }
        return most;
    }
}
