package org.orbifold.ui.session;

/** What the window is arranged for. */
public enum Workspace {
    /** Networks, their functions, and the path between them. */
    LEARN("Learn"),
    /** A flow over weights, trained live and sampled. */
    FLOW("Flow");

    private final String label;

    Workspace(String label) {
        this.label = label;
    }

    /** The name in words. */
    public String label() {
        return label;
    }
}
