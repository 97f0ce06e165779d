package org.orbifold.path;

import org.orbifold.net.Weights;

/** A curve in weight space between two networks, by a parameter t in [0, 1]. */
public sealed interface Path {
    /** The network at {@code t}. */
    Weights at(double t);

    /** The straight path {@code (1 - t) a + t b}. */
    record Linear(Weights a, Weights b) implements Path {
        @Override
        public Weights at(double t) {
            return a.lerp(b, t);
        }
    }
}
