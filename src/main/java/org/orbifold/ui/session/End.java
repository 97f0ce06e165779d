package org.orbifold.ui.session;

/** The ends of a path. */
public enum End {
    /** Network A, at t = 0. */
    A,
    /** Network B, at t = 1. */
    B;

    /** Where it stands on the path. */
    public double t() {
        return this == A ? 0 : 1;
    }
}
