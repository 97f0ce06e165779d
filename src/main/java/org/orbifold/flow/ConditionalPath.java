package org.orbifold.flow;

import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;

/**
 * The path from a source to a target at one time: {@code x_t = exp_x0(t log_x0 x1)} and its velocity
 * {@code u = log_xt(x1) / (1 - t)} (Chen and Lipman 2023).
 */
final class ConditionalPath {
    private final Manifold manifold;
    private final float[] point;
    private final float[] velocity;

    ConditionalPath(Manifold manifold) {
        this.manifold = manifold;
        point = new float[manifold.ambientDimension()];
        velocity = new float[manifold.ambientDimension()];
    }

    /** Goes to a time t below 1 of the path from a source to a target. */
    void at(float[] source, float[] target, double t) {
        manifold.geodesic(Coordinates.FLOAT, source, 0, target, 0, t, point, 0);
        manifold.log(Coordinates.FLOAT, point, 0, target, 0, velocity, 0);
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = (float) (velocity[i] / (1 - t));
        }
    }

    /** Where it is: overwritten by the next {@link #at}. */
    float[] point() {
        return point;
    }

    /** Its velocity there: overwritten by the next {@link #at}. */
    float[] velocity() {
        return velocity;
    }
}
