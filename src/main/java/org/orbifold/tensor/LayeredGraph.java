package org.orbifold.tensor;

import java.util.Arrays;

/**
 * A graph whose nodes lie in layers, each fully connected to the next: the shape that graph primitives are recorded for.
 * Nodes are numbered layer by layer. Edges too: the edge from node {@code p} of layer {@code l} to node {@code h} of the
 * next is {@code edgeOffset(l) + h * width(l) + p}, the order of a weight matrix {@code [out, in]}.
 */
public final class LayeredGraph {
    private final int[] widths;
    private final int[] nodeOffsets;
    private final int[] edgeOffsets;

    /**
     * A graph.
     *
     * @param widths nodes a layer, two layers or more
     */
    public LayeredGraph(int... widths) {
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("layers " + Arrays.toString(widths));
        }
        this.widths = widths.clone();
        nodeOffsets = new int[widths.length + 1];
        edgeOffsets = new int[widths.length];
        for (int l = 0; l < widths.length; l++) {
            nodeOffsets[l + 1] = Math.addExact(nodeOffsets[l], widths[l]);
        }
        for (int l = 0; l + 1 < widths.length; l++) {
            edgeOffsets[l + 1] = Math.addExact(edgeOffsets[l], Math.multiplyExact(widths[l], widths[l + 1]));
        }
    }

    /** Layers of nodes. */
    public int layers() {
        return widths.length;
    }

    /** Nodes of layer {@code l}. */
    public int width(int l) {
        return widths[l];
    }

    /** The first node of layer {@code l}; of {@link #layers}, the number of nodes. */
    public int nodeOffset(int l) {
        return nodeOffsets[l];
    }

    /** The first edge from layer {@code l} to the next. */
    public int edgeOffset(int l) {
        return edgeOffsets[l];
    }

    /** All nodes. */
    public int nodes() {
        return nodeOffsets[widths.length];
    }

    /** All edges. */
    public int edges() {
        return edgeOffsets[widths.length - 1];
    }

    /** Neighbours of a node of layer {@code l}: in the layer before and in the one after. */
    public int degree(int l) {
        return (l > 0 ? widths[l - 1] : 0) + (l + 1 < widths.length ? widths[l + 1] : 0);
    }

    @Override
    public String toString() {
        return "LayeredGraph" + Arrays.toString(widths);
    }
}
