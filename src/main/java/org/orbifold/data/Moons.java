package org.orbifold.data;

import org.orbifold.net.Examples;

/**
 * Two interleaved half circles of radius 1: the upper around (0, 0), the lower around (1, 0.5), both with normal noise.
 * They lie where {@code sklearn.datasets.make_moons} puts them, within about [-1.5, 2.5] x [-1, 1.5].
 */
public final class Moons {
    /** The noise of the built-in set. */
    public static final double NOISE = 0.1;

    private Moons() {}

    /**
     * Half of the rows from each moon, in turns.
     *
     * @param noise the standard deviation of the noise on either coordinate
     */
    public static Examples generate(int rows, double noise, long seed) {
        return Plane.generate(rows, 2, noise, seed, (moon, draws) -> {
            double angle = draws.uniform(0, Math.PI);
            double x = StrictMath.cos(angle);
            double y = StrictMath.sin(angle);
            return moon == 0 ? new Plane.Point(x, y) : new Plane.Point(1 - x, 0.5 - y);
        });
    }
}
