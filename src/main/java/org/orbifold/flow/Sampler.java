package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;

/**
 * Integrates a flow from time 0 to time 1 along a manifold, in equal steps. A stage's velocity is found at the point that
 * the exponential map leads to, and transported back to where the step began. The field is never asked for time 1: the
 * last step is Euler's.
 *
 * @param solver of every step but the last
 * @param steps at least 1
 * @param noise of each step, in the tangent space
 */
public record Sampler(Solver solver, int steps, Noise noise) {
    /** Sees all points as they move. */
    @FunctionalInterface
    public interface Observer {
        /** The points at a time. */
        void accept(double t, List<float[]> points);
    }

    public Sampler {
        if (steps < 1) {
            throw new IllegalArgumentException(steps + " steps");
        }
    }

    /** How often the field is evaluated. */
    public int evaluations() {
        return (steps - 1) * solver.stages() + 1;
    }

    /** Moves the points to time 1. */
    public List<float[]> sample(
            VelocityField field,
            Manifold manifold,
            List<float[]> start,
            SplittableRandom random,
            Progress progress,
            Observer observer) {
        List<float[]> points = start.stream().map(float[]::clone).toList();
        VelocityField drift = noise.compensated(field);
        double h = 1.0 / steps;
        observer.accept(0, points);
        for (int k = 0; k < steps; k++) {
            progress.report(k, steps, "step " + (k + 1) + " of " + steps);
            boolean last = k == steps - 1;
            points = step(drift, manifold, points, k * h, h, last ? Solver.EULER : solver);
            double deviation = noise.deviation(k * h);
            if (deviation > 0 && !last) {
                points = disturb(manifold, points, deviation * Math.sqrt(h), random);
            }
            observer.accept(last ? 1 : (k + 1) * h, points);
        }
        return points;
    }

    /** One step of size h, forwards or backwards: the field is asked once a stage, in order. */
    static List<float[]> step(
            VelocityField field, Manifold manifold, List<float[]> points, double t, double h, Solver rule) {
        List<List<float[]>> velocities = new ArrayList<>();
        velocities.add(field.at(points, t));
        for (int i = 1; i < rule.stages(); i++) {
            int stage = i;
            List<float[]> at =
                    each(points, k -> moved(manifold, points.get(k), velocities, k, h, j -> rule.share(stage, j)));
            List<float[]> there = field.at(at, t + rule.node(i) * h);
            velocities.add(each(points, k -> {
                float[] back = new float[points.get(k).length];
                manifold.transport(Coordinates.FLOAT, at.get(k), 0, points.get(k), 0, there.get(k), 0, back, 0);
                return back;
            }));
        }
        return each(points, k -> moved(manifold, points.get(k), velocities, k, h, rule::weight));
    }

    private interface Shares {
        double of(int j);
    }

    private static float[] moved(
            Manifold manifold, float[] x, List<List<float[]>> velocities, int k, double h, Shares shares) {
        float[] v = new float[x.length];
        for (int j = 0; j < velocities.size(); j++) {
            double share = h * shares.of(j);
            float[] velocity = velocities.get(j).get(k);
            for (int c = 0; c < v.length; c++) {
                v[c] = (float) (v[c] + share * velocity[c]);
            }
        }
        float[] y = new float[x.length];
        manifold.exp(Coordinates.FLOAT, x, 0, v, 0, y, 0);
        return y;
    }

    private static List<float[]> disturb(
            Manifold manifold, List<float[]> points, double deviation, SplittableRandom random) {
        List<SplittableRandom> own = points.stream().map(x -> random.split()).toList();
        return each(points, k -> {
            float[] x = points.get(k);
            float[] v = new float[x.length];
            for (int c = 0; c < v.length; c++) {
                v[c] = (float) (deviation * own.get(k).nextGaussian());
            }
            manifold.projectTangent(Coordinates.FLOAT, x, 0, v, 0, v, 0);
            float[] y = new float[x.length];
            manifold.exp(Coordinates.FLOAT, x, 0, v, 0, y, 0);
            return y;
        });
    }

    private interface Of {
        float[] point(int k);
    }

    private static List<float[]> each(List<float[]> points, Of of) {
        return IntStream.range(0, points.size()).parallel().mapToObj(of::point).toList();
    }
}
