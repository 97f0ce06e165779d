package org.orbifold.align;

import java.util.List;
import java.util.OptionalInt;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/** The best permutations of B that a search came by, by an objective that is to be small. */
final class BestPermutations {
    private final LineObjective kind;
    private final Weights a;
    private final Weights b;
    private final Examples rows;
    private List<Permutation> best;
    private List<Permutation> last;
    private double objective;

    BestPermutations(LineObjective kind, Weights a, Weights b, Examples rows, List<Permutation> start) {
        this.kind = kind;
        this.a = a;
        this.b = b;
        this.rows = rows;
        best = start;
        last = start;
        objective = objective(start);
    }

    private double objective(List<Permutation> permutations) {
        Weights moved = GroupElement.permute(b.architecture(), permutations).actOn(b);
        return kind.of(a, moved, rows);
    }

    /** Keeps permutations if they are better. */
    void offer(List<Permutation> permutations) {
        if (permutations.equals(last)) {
            return;
        }
        last = permutations;
        double found = objective(permutations);
        if (found < objective) {
            objective = found;
            best = permutations;
        }
    }

    /** The objective at the best. */
    double objective() {
        return objective;
    }

    Matching.Step step() {
        return new Matching.Step(OptionalInt.empty(), best, objective);
    }

    Match match(int steps) {
        return new Match(b.architecture(), best, objective, steps);
    }
}
