package org.orbifold.flow;

/** In which coordinates a flow moves, and along which paths (Erdogan 2025, chapter 5). */
public enum Geometry {
    /** Weights as they are; straight paths. */
    EUCLIDEAN("euclidean"),
    /** Weights in canonical form; straight paths through the ambient space, and the end put on the spheres. */
    NORMALIZED("normalized"),
    /** Weights in canonical form; geodesics of the product of spheres. */
    GEOMETRIC("geometric");

    private final String id;

    Geometry(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }

    /** Whether coordinates are those of the canonical form. */
    public boolean isCanonical() {
        return this != EUCLIDEAN;
    }
}
