package org.orbifold.flow;

/** How the divergence of a field is found. */
public sealed interface Trace {
    /** The sum over all coordinates: as many products with the Jacobian as there are. */
    record Exact() implements Trace {}

    /**
     * The mean of {@code e^T J e} over random vectors e of independent signs (Hutchinson 1990), drawn once a trajectory.
     *
     * @param vectors how many
     */
    record Hutchinson(int vectors) implements Trace {}
}
