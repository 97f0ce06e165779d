package org.orbifold.align;

import org.orbifold.job.Progress;
import org.orbifold.net.Weights;

/** A method that finds permutations of one network's hidden neurons that bring it near another (re-basin). */
public sealed interface Matching permits WeightMatching, ActivationMatching, StraightThroughEstimator, SinkhornRebasin {
    /** Sees a method's objective as it goes. */
    @FunctionalInterface
    interface Trace {
        /** Sees nothing. */
        Trace NONE = (step, objective) -> {};

        /** Takes the objective after a step, counted from 0. */
        void add(int step, double objective);
    }

    /** The method's name on the command line. */
    String id();

    /**
     * Finds permutations of B.
     *
     * @param a the network that stays
     * @param b a network of the same architecture
     */
    Match match(Weights a, Weights b, long seed, Trace trace, Progress progress);
}
