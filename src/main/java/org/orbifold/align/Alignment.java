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
 * @param objective the inner product that the matching reached
 * @param sweeps that the matching took
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
     * Aligns by weight matching.
     *
     * @param canonical whether to match modulo scalings: both networks in canonical form, B then permuted and rescaled to
     *     A's norms, so that B = g A for any permutations and scalings g gives A back to rounding
     * @throws Fault if the architectures differ, or the activation has no scalings to match modulo
     */
    public static Alignment byWeights(
            Weights a, Weights b, boolean canonical, long seed, int restarts, Progress progress) {
        requireSameArchitecture(a, b);
        GroupElement element;
        WeightMatching.Match match;
        if (canonical) {
            CanonicalForm formA = CanonicalForm.of(a, CanonicalForm.LastLayer.UNIT);
            CanonicalForm formB = CanonicalForm.of(b, CanonicalForm.LastLayer.UNIT);
            match = WeightMatching.match(formA.weights(), formB.weights(), seed, restarts, progress);
            element = formB.scaling().then(match.element()).then(formA.scaling().inverse());
        } else {
            match = WeightMatching.match(a, b, seed, restarts, progress);
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

    /** Refuses networks that cannot be compared parameter by parameter. */
    private static void requireSameArchitecture(Weights a, Weights b) {
        if (!a.architecture().equals(b.architecture())) {
            throw new Fault("the architectures differ: " + a.architecture() + " and " + b.architecture());
        }
    }
}
