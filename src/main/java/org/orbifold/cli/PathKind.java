package org.orbifold.cli;

import java.util.Locale;

/** The paths that commands know. */
enum PathKind {
    LINEAR,
    GEODESIC,
    BEZIER,
    CHAIN;

    /** The name on the command line. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is found by training. */
    boolean isTrained() {
        return this == BEZIER || this == CHAIN;
    }
}
