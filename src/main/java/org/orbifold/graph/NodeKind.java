package org.orbifold.graph;

/** What a node of a weight graph is to the function that the network computes. */
public enum NodeKind {
    INPUT("input"),
    HIDDEN("hidden"),
    OUTPUT("output");

    private final String id;

    NodeKind(String id) {
        this.id = id;
    }

    /** The name in files and pictures. */
    public String id() {
        return id;
    }
}
