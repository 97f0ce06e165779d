package org.orbifold.flow;

import java.util.List;

/** A velocity at every point of a manifold and every time. */
@FunctionalInterface
public interface VelocityField {
    /** The velocities at points, at time t in [0, 1). */
    List<float[]> at(List<float[]> points, double t);
}
