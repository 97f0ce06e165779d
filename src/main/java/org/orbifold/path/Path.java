package org.orbifold.path;

import org.orbifold.net.Weights;

/** A way in weight space between two networks, by a parameter t in [0, 1]. */
public sealed interface Path permits Path.Linear, Path.Geodesic, Path.Chord, Curve {
    /** The network at {@code t}. */
    Weights at(double t);

    /** The straight path {@code (1 - t) a + t b}. */
    record Linear(Weights a, Weights b) implements Path {
        @Override
        public Weights at(double t) {
            return a.lerp(b, t);
        }
    }

    /** The geodesic between the canonical forms of two networks: on spheres at constant speed. */
    record Geodesic(CanonicalPair ends) implements Path {
        @Override
        public Weights at(double t) {
            return ends.onGeodesic(t);
        }
    }

    /** As the geodesic, but straight through each sphere: how linear interpolation leaves it. */
    record Chord(CanonicalPair ends) implements Path {
        @Override
        public Weights at(double t) {
            return ends.onChord(t);
        }
    }
}
