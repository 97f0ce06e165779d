package org.orbifold.net;

/** The kinds of weight-space symmetry that a hidden layer can have, by its activation (Godfrey et al. 2022). */
public enum SymmetryKind {
    /** Hidden neurons change places. */
    PERMUTATION("permutation"),
    /** A neuron's incoming weights and bias are multiplied by a &gt; 0, its outgoing weights by 1/a. */
    SCALING("scaling"),
    /** A neuron's incoming weights, bias and outgoing weights change sign. */
    SIGN_FLIP("sign flip");

    private final String label;

    SymmetryKind(String label) {
        this.label = label;
    }

    /** The name in words. */
    public String label() {
        return label;
    }
}
