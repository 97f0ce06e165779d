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
     * @throws Fault if the architectures differ, or the activation has no scalings to match modulo
     */
    public static Alignment of(
            Matching method,
            Weights a,
            Weights b,
            boolean canonical,
            long seed,
            Matching.Trace trace,
            Progress progress) {
        requireSameArchitecture(a, b);
        GroupElement element;
        Match match;
        if (canonical) {
            // losses between canonical forms are those between A and B rescaled to A's norms, if functions are kept
            CanonicalForm.LastLayer last =
                    method instanceof WeightMatching ? CanonicalForm.LastLayer.UNIT : CanonicalForm.LastLayer.KEEP;
            CanonicalForm formA = CanonicalForm.of(a, last);
            CanonicalForm formB = CanonicalForm.of(b, last);
            match = method.match(formA.weights(), formB.weights(), seed, trace, progress);
            element = formB.scaling().then(match.element()).then(formA.scaling().inverse());
        } else {
            match = method.match(a, b, seed, trace, progress);
            element = match.element();
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
        return of(new WeightMatching(restarts), a, b, canonical, seed, Matching.Trace.NONE, progress);
    }

    /** Refuses networks that cannot be compared parameter by parameter. */
    private static void requireSameArchitecture(Weights a, Weights b) {
        if (!a.architecture().equals(b.architecture())) {
            throw new Fault("the architectures differ: " + a.architecture() + " and " + b.architecture());
        }
    }
}
