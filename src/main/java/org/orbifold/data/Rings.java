package org.orbifold.data;

import org.orbifold.net.Examples;

/** Two concentric circles with normal noise: the inner of radius 0.6, the outer of radius 1.2. */
public final class Rings {
    /** The noise of the built-in set. */
    public static final double NOISE = 0.1;

    private Rings() {}

    /**
     * Half of the rows from each ring, in turns.
     *
     * @param noise the standard deviation of the noise on either coordinate
     */
    public static Examples generate(int rows, double noise, long seed) {
        return Plane.generate(
                rows,
                2,
                noise,
                seed,
                (ring, draws) -> Plane.Point.polar(0.6 * (ring + 1), draws.uniform(0, 2 * Math.PI)));
    }
}
