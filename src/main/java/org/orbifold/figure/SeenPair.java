package org.orbifold.figure;

import java.util.List;
import java.util.stream.IntStream;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.PrincipalPlane;
import org.orbifold.flow.PrincipalPlane.Place;
import org.orbifold.flow.StepSeen;
import org.orbifold.manifold.Coordinates;

/**
 * The pair that a training step is told by, seen in a plane.
 *
 * @param path from its source to its target
 * @param point where the path is at the time that was drawn
 * @param velocity where the path's velocity leads from there in {@link #MOMENT}
 * @param prediction where the network's velocity leads
 * @param parts how much of it is shown: 1 the path, 2 the point, 3 the path's velocity, 4 the network's
 */
public record SeenPair(List<Place> path, Place point, Place velocity, Place prediction, int parts) {
    /** Arrows are as long as the way in this much flow time: longer than those of particles, as there are two only. */
    static final double MOMENT = 0.4;

    private static final int PIECES = 24;

    /** The first pair of a step. */
    public static SeenPair of(StepSeen step, FlowSpace space, PrincipalPlane plane, int parts) {
        List<Place> path = IntStream.rangeClosed(0, PIECES)
                .mapToObj(i -> {
                    float[] at = new float[space.dimension()];
                    space.paths()
                            .geodesic(
                                    Coordinates.FLOAT, step.source(), 0, step.target(), 0, (double) i / PIECES, at, 0);
                    return plane.place(at);
                })
                .toList();
        return new SeenPair(
                path,
                plane.place(step.point()),
                plane.place(moved(step.point(), step.velocity())),
                plane.place(moved(step.point(), step.prediction())),
                parts);
    }

    private static float[] moved(float[] from, float[] velocity) {
        float[] to = from.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += (float) (MOMENT * velocity[i]);
        }
        return to;
    }
}
