package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;

/** How the predicted target becomes the velocity of a step: flow matching's rule, and the thesis's variants of it. */
public enum StepRule {
    /** Towards the predicted target, {@code log_x(x1) / (1 - t)}. */
    FLOW_MATCHING("flow-matching"),
    /**
     * The same, with each predicted target put on the spheres first, as the thesis has it for the Normalized flow. The
     * mean of points of a sphere lies inside the ball: what is put on the sphere is not that mean.
     */
    NORMALIZED_PREDICTION("normalized-prediction"),
    /**
     * The predicted target less the start, {@code log_x0(x1)}, as in the code released with the thesis. It leaves out
     * what the step has gone already, and samples lack variance.
     */
    RELEASED("released");

    private final String id;

    StepRule(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /**
     * The field that points move along by this rule.
     *
     * @param field of velocities {@code log_x(x1) / (1 - t)}
     * @param paths the manifold whose geodesics points move along
     * @param spheres where networks lie
     * @param start the points at time 0
     */
    public VelocityField applyTo(VelocityField field, Manifold paths, Manifold spheres, List<float[]> start) {
        return switch (this) {
            case FLOW_MATCHING -> field;
            case NORMALIZED_PREDICTION ->
                changed(field, paths, (k, x, target, t) -> {
                    float[] projected = new float[target.length];
                    spheres.project(Coordinates.FLOAT, target, 0, projected, 0);
                    return scaled(log(paths, x, projected), 1 / (1 - t));
                });
            case RELEASED ->
                changed(field, paths, (k, x, target, t) -> {
                    float[] way = log(paths, start.get(k), target);
                    paths.transport(Coordinates.FLOAT, start.get(k), 0, x, 0, way, 0, way, 0);
                    return way;
                });
        };
    }

    private interface Change {
        float[] velocity(int k, float[] x, float[] target, double t);
    }

    private static VelocityField changed(VelocityField field, Manifold paths, Change change) {
        return (points, t) -> {
            List<float[]> velocities = field.at(points, t);
            List<float[]> changed = new ArrayList<>();
            for (int k = 0; k < points.size(); k++) {
                float[] x = points.get(k);
                float[] target = scaled(velocities.get(k), 1 - t);
                paths.exp(Coordinates.FLOAT, x, 0, target, 0, target, 0);
                changed.add(change.velocity(k, x, target, t));
            }
            return changed;
        };
    }

    private static float[] log(Manifold paths, float[] from, float[] to) {
        float[] way = new float[from.length];
        paths.log(Coordinates.FLOAT, from, 0, to, 0, way, 0);
        return way;
    }

    private static float[] scaled(float[] v, double by) {
        float[] scaled = new float[v.length];
        for (int c = 0; c < v.length; c++) {
            scaled[c] = (float) (by * v[c]);
        }
        return scaled;
    }
}
