package org.orbifold.data;

import org.orbifold.net.Examples;

/**
 * Arms that wind out of a common centre in the sense of Archimedes: radius 0.2 to 1.5, growing with the angle over one
 * and a quarter turns, with normal noise. A class an arm.
 */
public final class Spirals {
    /** The noise of the built-in set. */
    public static final double NOISE = 0.05;

    private static final double TURNS = 1.25;

    private Spirals() {}

    /**
     * As many rows from each arm, in turns.
     *
     * @param arms two or more
     * @param noise the standard deviation of the noise on either coordinate
     */
    public static Examples generate(int rows, int arms, double noise, long seed) {
        return Plane.generate(rows, arms, noise, seed, (arm, draws) -> {
            double along = StrictMath.sqrt(draws.unit()); // as dense far out as near the centre
            return Plane.Point.polar(0.2 + 1.3 * along, 2 * Math.PI * (TURNS * along + (double) arm / arms));
        });
    }
}
