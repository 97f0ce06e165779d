package org.orbifold.align;

import java.util.List;
import java.util.OptionalInt;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;

/** A method that finds permutations of one network's hidden neurons that bring it near another (re-basin). */
public sealed interface Matching permits WeightMatching, ActivationMatching, StraightThroughEstimator, SinkhornRebasin {
    /**
     * Where a method stands.
     *
     * @param layer the hidden layer that was assigned in this step; none if all may have been
     * @param permutations of every hidden layer, as gather indices into B: the best yet of a method that searches
     * @param objective what the method maximises or minimises, at these permutations
     */
    record Step(OptionalInt layer, List<Permutation> permutations, double objective) {
        public Step {
            permutations = List.copyOf(permutations);
        }
    }

    /** Sees a method's steps as it goes; the first is where it starts. */
    @FunctionalInterface
    interface Trace {
        /** Sees nothing. */
        Trace NONE = step -> {};

        /** Takes a step. */
        void add(Step step);
    }

    /** The method's name on the command line. */
    String id();

    /**
     * Finds permutations of B.
     *
     * @param a the network that stays
     * @param b a network of the same architecture
     * @param pins neurons that are to be matched as they say
     */
    Match match(Weights a, Weights b, Pins pins, long seed, Trace trace, Progress progress);
}
