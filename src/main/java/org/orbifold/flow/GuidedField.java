package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;
import org.orbifold.net.Examples;
import org.orbifold.net.LossGradients;

/**
 * A flow guided towards networks of low loss. Of the target x1 that a point leads to, the velocity tells the mean, and
 * {@link AffineVelocity} how far each coordinate may lie from it. Where networks are moreover as likely as
 * {@code exp(-lambda L)} says, the most probable target is {@code exp_x((1 - t)(v + d))} with the change d of the
 * velocity that minimises {@code |d / rest|^2 / 2 + lambda L}: lambda is as good as a number of rows. To first order d is
 * {@code -lambda (1 - t) rest^2 grad L}, plain guidance; here it is found by a few steps of gradient descent with momentum
 * that fall back to shorter ones where they lead upwards, so that no lambda overshoots.
 */
public final class GuidedField implements VelocityField, AutoCloseable {
    /** Evaluations of the losses for each of the field. */
    private static final int DESCENT = 12;

    /** The most rows that the losses are over. */
    private static final int BATCH = 1000;

    /** What a step of descent keeps of the one before. */
    private static final float MOMENTUM = 0.9f;

    /** How far a step of descent goes at most: a share of what is uncertain, in the mean square over coordinates. */
    private static final double FARTHEST = 0.5;

    private final VelocityField field;
    private final FlowSpace space;
    private final AffineVelocity affine;
    private final Examples rows;
    private final int batch;
    private final double strength;
    private final SplittableRandom random;
    private final LossGradients gradients;

    /** Of every point, how long its steps were last. */
    private final double[] lengths;

    /**
     * Guides a field.
     *
     * @param affine the affine part of its velocity, which tells how uncertain targets are
     * @param networks how many points are moved at once
     * @param strength lambda, at least 0
     */
    public GuidedField(
            VelocityField field,
            FlowSpace space,
            AffineVelocity affine,
            int networks,
            Examples rows,
            double strength,
            SplittableRandom random) {
        this.field = field;
        this.space = space;
        this.affine = affine;
        this.rows = rows;
        this.batch = Math.min(BATCH, rows.rows());
        this.strength = strength;
        this.random = random;
        gradients = new LossGradients(space.architecture(), networks, batch);
        lengths = new double[networks];
        Arrays.fill(lengths, 1);
    }

    @Override
    public List<float[]> at(List<float[]> points, double t) {
        List<float[]> velocities = field.at(points, t);
        AffineVelocity.At moments = affine.at(t);
        List<Descent> descents = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            descents.add(new Descent(points.get(k), velocities.get(k), t, moments, lengths[k]));
        }
        Examples seen = rows.gather(random.ints(batch, 0, rows.rows()).toArray());
        for (int i = 0; i < DESCENT; i++) {
            List<float[]> targets = descents.stream().map(Descent::target).toList();
            LossGradients.Slopes slopes = gradients.of(space.networks(targets), seen);
            List<float[]> byPoint = space.gradients(targets, slopes.gradients());
            for (int k = 0; k < descents.size(); k++) {
                descents.get(k).see(slopes.losses()[k], targets.get(k), byPoint.get(k));
            }
        }
        for (int k = 0; k < lengths.length; k++) {
            lengths[k] = descents.get(k).length;
        }
        return descents.stream().map(Descent::velocity).toList();
    }

    /** One point's descent. */
    private final class Descent {
        private final float[] point;
        private final float[] velocity;
        private final double left;
        private final AffineVelocity.At moments;
        private double length;
        private double least = Double.POSITIVE_INFINITY;
        private float[] best;
        private float[] down;
        private float[] direction;
        private float[] tried;

        Descent(float[] point, float[] velocity, double t, AffineVelocity.At moments, double length) {
            this.point = point;
            this.velocity = velocity;
            this.moments = moments;
            this.length = length;
            left = 1 - t;
            best = new float[point.length];
            down = best;
            direction = best;
            tried = best;
        }

        /** The target that the changed velocity leads to. */
        float[] target() {
            float[] way = new float[point.length];
            for (int c = 0; c < way.length; c++) {
                way[c] = (float) (left * (velocity[c] + tried[c]));
            }
            space.paths().exp(Coordinates.FLOAT, point, 0, way, 0, way, 0);
            return way;
        }

        /** Goes on from the loss there and its gradient; if that is higher, less far and straight downwards. */
        void see(double loss, float[] target, float[] slope) {
            double value = squared(tried) / 2 + strength * loss;
            if (value < least) {
                if (least < Double.POSITIVE_INFINITY) {
                    length = Math.min(1, 1.5 * length);
                }
                least = value;
                best = tried;
                down = downwards(target, slope);
                direction = sum(down, MOMENTUM, direction);
            } else {
                length /= 3;
                direction = down;
            }
            length = Math.min(length, FARTHEST / Math.sqrt(squared(direction) / direction.length));
            tried = sum(best, length, direction);
        }

        /** The squared length in units of what is uncertain. */
        private double squared(float[] change) {
            double sum = 0;
            for (int c = 0; c < change.length; c++) {
                double z = change[c] / moments.rest(space.classOf(c));
                sum += z * z;
            }
            return sum;
        }

        private float[] downwards(float[] target, float[] slope) {
            Manifold paths = space.paths();
            float[] down = new float[slope.length];
            paths.projectTangent(Coordinates.FLOAT, target, 0, slope, 0, down, 0);
            paths.transport(Coordinates.FLOAT, target, 0, point, 0, down, 0, down, 0);
            for (int c = 0; c < down.length; c++) {
                double rest = moments.rest(space.classOf(c));
                down[c] = (float) (-best[c] - strength * left * rest * rest * down[c]);
            }
            paths.projectTangent(Coordinates.FLOAT, point, 0, down, 0, down, 0);
            return down;
        }

        float[] velocity() {
            return sum(velocity, 1, best);
        }
    }

    private static float[] sum(float[] a, double share, float[] b) {
        float[] sum = new float[a.length];
        for (int c = 0; c < sum.length; c++) {
            sum[c] = (float) (a[c] + share * b[c]);
        }
        return sum;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
