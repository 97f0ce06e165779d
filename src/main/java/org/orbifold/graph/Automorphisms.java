package org.orbifold.graph;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * The automorphisms of a weight graph's structure: the maps of its nodes to themselves that keep edges and classes of
 * nodes. They are the permutations of hidden neurons (Lim et al. 2023), a symmetric group for every hidden layer, or, where
 * sums tie layers to each other, for all of them together.
 *
 * @param architecture whose weight graphs they are of
 */
public record Automorphisms(Architecture architecture) {
    /** Factors in a row from which on they are written as a power. */
    private static final int POWER_FROM = 3;

    /** log10 of their number: the sum of log10(size!) over the groups. */
    public double log10Order() {
        return SymmetryStructure.of(architecture).log10Permutations();
    }

    /** The group as a product, {@code S8 × S8} or {@code S16^4}; {@code 1} where nothing moves. */
    public String group() {
        List<Integer> hidden = SymmetryStructure.of(architecture).groups().stream()
                .map(SymmetryStructure.Group::size)
                .toList();
        List<String> factors = new ArrayList<>();
        int l = 0;
        while (l < hidden.size()) {
            int end = l;
            while (end < hidden.size() && hidden.get(end).equals(hidden.get(l))) {
                end++;
            }
            String factor = "S" + hidden.get(l);
            if (end - l >= POWER_FROM) {
                factors.add(factor + "^" + (end - l));
            } else {
                hidden.subList(l, end).forEach(width -> factors.add(factor));
            }
            l = end;
        }
        return factors.isEmpty() ? "1" : String.join(" \u00d7 ", factors);
    }
}
