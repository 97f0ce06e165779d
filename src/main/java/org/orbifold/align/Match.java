package org.orbifold.align;

import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/**
 * Permutations that a method found.
 *
 * @param permutations of each hidden layer, as gather indices into B
 * @param objective what the method maximises or minimises, at these permutations
 * @param sweeps over the layers, or steps, that were made
 */
public record Match(Architecture architecture, List<Permutation> permutations, double objective, int sweeps) {
    public Match {
        permutations = List.copyOf(permutations);
    }

    /** The permutations as a group element, to act on B. */
    public GroupElement element() {
        return GroupElement.permute(architecture, permutations);
    }
}
