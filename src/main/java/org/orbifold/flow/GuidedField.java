package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Examples;
import org.orbifold.net.LossGradients;

/**
 * A flow guided towards networks of low loss: {@code v - lambda (1 - t) rest^2 grad L(x1)}, in the tangent space, with
 * the loss of the predicted target x1 on a fresh batch of rows. A network that is as likely as {@code exp(-lambda L)} says
 * moves the conditional mean of the target by its variance, {@code ((1 - t) rest)^2} in a coordinate, times the gradient:
 * so each coordinate moves as far as it is still uncertain, and lambda is as good as a number of rows.
 */
public final class GuidedField implements VelocityField, AutoCloseable {
    private final VelocityField field;
    private final FlowSpace space;
    private final AffineVelocity affine;
    private final Examples rows;
    private final int batch;
    private final double strength;
    private final SplittableRandom random;
    private final LossGradients gradients;

    /**
     * Guides a field.
     *
     * @param networks how many points are moved at once
     * @param strength lambda, at least 0
     */
    public GuidedField(
            VelocityField field,
            Flow flow,
            FlowSpace space,
            int networks,
            Examples rows,
            double strength,
            SplittableRandom random) {
        this.field = field;
        this.space = space;
        this.affine = flow.affine();
        this.rows = rows;
        this.batch = Math.min(256, rows.rows());
        this.strength = strength;
        this.random = random;
        gradients = new LossGradients(space.architecture(), networks, batch);
    }

    @Override
    public List<float[]> at(List<float[]> points, double t) {
        List<float[]> velocities = field.at(points, t);
        List<float[]> targets = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            float[] way = new float[velocities.get(k).length];
            for (int c = 0; c < way.length; c++) {
                way[c] = (float) ((1 - t) * velocities.get(k)[c]);
            }
            float[] target = new float[way.length];
            space.paths().exp(Coordinates.FLOAT, points.get(k), 0, way, 0, target, 0);
            targets.add(target);
        }
        int[] chosen = random.ints(batch, 0, rows.rows()).toArray();
        List<float[]> slopes = space.gradients(targets, gradients.of(space.networks(targets), rows.gather(chosen)));
        AffineVelocity.At moments = affine.at(t);
        List<float[]> guided = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            guided.add(guided(points.get(k), velocities.get(k), slopes.get(k), moments, t));
        }
        return guided;
    }

    private float[] guided(float[] x, float[] velocity, float[] slope, AffineVelocity.At moments, double t) {
        float[] v = velocity.clone();
        for (int c = 0; c < v.length; c++) {
            double rest = moments.rest(space.classOf(c));
            v[c] = (float) (v[c] - strength * (1 - t) * rest * rest * slope[c]);
        }
        space.paths().projectTangent(Coordinates.FLOAT, x, 0, v, 0, v, 0);
        return v;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
