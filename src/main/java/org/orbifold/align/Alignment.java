package org.orbifold.align;

import java.util.List;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/**
 * Two networks brought together: B moved within its symmetry class to where it is near A.
 *
 * @param aligned B moved; computes the same function as B
 * @param element what moved it
 * @param permutations of each hidden layer, as gather indices into B
 * @param l2Before the distance of A and B
 * @param l2After the distance of A and {@code aligned}
 * @param objective what the method reached
 * @param sweeps that the method took
 */
public record Alignment(
        Weights aligned,
        GroupElement element,
        List<Permutation> permutations,
        double l2Before,
        double l2After,
        double objective,
        int sweeps) {
    /**
     * Aligns by a method.
     *
     * @param canonical whether to match modulo scalings: both networks in canonical form, B then permuted and rescaled to
     *     A's norms, so that B = g A for any permutations and scalings g gives A back to rounding
     * @param pins neurons that are to be matched as they say
     * @throws Fault if the architectures differ, the pins are of neurons that they do not have, or the activation has no
     *     scalings to match modulo
     */
    public static Alignment of(
            Matching method,
            Weights a,
            Weights b,
            boolean canonical,
            Pins pins,
            long seed,
            Matching.Trace trace,
            Progress progress) {
        requireSameArchitecture(a, b);
        pins.requireFit(a.architecture());
        if (!canonical) {
            return at(a, b, false, method.match(a, b, pins, seed, trace, progress));
        }
        // losses between canonical forms are those between A and B rescaled to A's norms, if functions are kept
        CanonicalForm.LastLayer last =
                method instanceof WeightMatching ? CanonicalForm.LastLayer.UNIT : CanonicalForm.LastLayer.KEEP;
        Weights formA = CanonicalForm.of(a, last).weights();
        Weights formB = CanonicalForm.of(b, last).weights();
        return at(a, b, true, method.match(formA, formB, pins, seed, trace, progress));
    }

    /** Aligns by permutations that were found already, or chosen. */
    public static Alignment at(Weights a, Weights b, boolean canonical, Match match) {
        requireSameArchitecture(a, b);
        GroupElement element = match.element();
        if (canonical) {
            GroupElement norms =
                    CanonicalForm.of(a, CanonicalForm.LastLayer.KEEP).scaling().inverse();
            element = CanonicalForm.of(b, CanonicalForm.LastLayer.KEEP)
                    .scaling()
                    .then(element)
                    .then(norms);
        }
        Weights aligned = element.actOn(b);
        return new Alignment(
                aligned,
                element,
                match.permutations(),
                a.distance(b),
                a.distance(aligned),
                match.objective(),
                match.sweeps());
    }

    /** Aligns by weight matching: as {@link #of}, unwatched. */
    public static Alignment byWeights(
            Weights a, Weights b, boolean canonical, long seed, int restarts, Progress progress) {
        return of(new WeightMatching(restarts), a, b, canonical, Pins.NONE, seed, Matching.Trace.NONE, progress);
    }

    /** Refuses networks that cannot be compared parameter by parameter. */
    private static void requireSameArchitecture(Weights a, Weights b) {
        if (!a.architecture().equals(b.architecture())) {
            throw new Fault("the architectures differ: " + a.architecture() + " and " + b.architecture());
        }
    }
}
