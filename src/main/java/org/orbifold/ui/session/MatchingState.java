package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import org.orbifold.align.Alignment;
import org.orbifold.align.Pins;
import org.orbifold.symmetry.Permutation;

/**
 * Which neurons of B belong to which of A.
 *
 * @param alignment that the matching makes, if there is one
 * @param pins neurons that stay matched whatever a method finds
 * @param canonical whether B is also rescaled to A's norms
 */
public record MatchingState(Optional<Alignment> alignment, Pins pins, boolean canonical) {
    static final MatchingState NONE = new MatchingState(Optional.empty(), Pins.NONE, false);

    /** Of each hidden layer, gather indices into B. */
    public Optional<List<Permutation>> permutations() {
        return alignment.map(Alignment::permutations);
    }
}
