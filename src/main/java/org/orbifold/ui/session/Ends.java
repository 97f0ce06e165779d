package org.orbifold.ui.session;

import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;

/** The networks that spheres compare: A as edited, and B as edited, aligned or not. */
public final class Ends {
    private final Weights a;
    private final Weights b;
    private CanonicalPair canonical;

    Ends(Weights a, Weights b) {
        this.a = a;
        this.b = b;
    }

    /** Whether the networks have canonical forms that can be drawn: those of perceptrons. */
    public boolean haveCanonicalForms() {
        return a.architecture().isPerceptron() && a.architecture().activation().has(SymmetryKind.SCALING);
    }

    /** Why they have none. */
    public String reason() {
        return a.architecture().isPerceptron()
                ? a.architecture().activation().reasonAgainst(SymmetryKind.SCALING)
                : "they are drawn for perceptrons, and this network has convolutions or the like";
    }

    /** Their canonical forms, computed when they are first asked for; on any thread. */
    public synchronized CanonicalPair canonical() {
        if (canonical == null) {
            canonical = new CanonicalPair(a, b);
        }
        return canonical;
    }

    /** Whether a geodesic leads from one to the other: where neurons have one input, their signs can forbid it. */
    public boolean haveGeodesic() {
        return haveCanonicalForms()
                && (!a.architecture().widths().contains(1) || canonical().isConnected());
    }
}
