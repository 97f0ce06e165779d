package org.orbifold.ui.session;

/** What the window is arranged for. */
public enum Workspace {
    /** Networks, their functions, and the path between them. */
    LEARN("Learn", 1),
    /** The neurons of two networks matched, the path between them, and the loss around it. */
    ALIGN("Align", 2),
    /** A flow over weights, trained live and sampled. */
    FLOW("Flow", 3);

    private final String label;
    private final int digit;

    Workspace(String label, int digit) {
        this.label = label;
        this.digit = digit;
    }

    /** The name in words. */
    public String label() {
        return label;
    }

    /** The digit that leads there, with Ctrl. */
    public int digit() {
        return digit;
    }
}
