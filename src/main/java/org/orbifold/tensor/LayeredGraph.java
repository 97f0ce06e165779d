package org.orbifold.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A graph whose nodes lie in layers, and its edges in blocks from one layer to a later one: the shape that graph
 * primitives are recorded for. Nodes are numbered layer by layer, edges block by block; within a block that joins all
 * nodes, the edge from node {@code p} to node {@code h} is {@code edgeOffset(block) + h * width(from) + p}, the order of a
 * weight matrix {@code [out, in]}.
 */
public final class LayeredGraph {
    /**
     * The edges from a layer to a later one.
     *
     * @param ties whether each node is joined with the one at its place only; otherwise all are with all
     */
    public record Block(int from, int to, boolean ties) {}

    private final int[] widths;
    private final List<Block> blocks;
    private final int[] nodeOffsets;
    private final int[] edgeOffsets;

    /**
     * A graph in which each layer is fully connected to the next.
     *
     * @param widths nodes a layer, two layers or more
     */
    public LayeredGraph(int... widths) {
        this(
                widths,
                IntStream.range(0, widths.length - 1)
                        .mapToObj(l -> new Block(l, l + 1, false))
                        .toList());
    }

    /**
     * A graph.
     *
     * @param widths nodes a layer, two layers or more
     * @param blocks at most one from a layer to another; every layer has one
     */
    public LayeredGraph(int[] widths, List<Block> blocks) {
        if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("layers " + Arrays.toString(widths));
        }
        this.widths = widths.clone();
        this.blocks = List.copyOf(blocks);
        nodeOffsets = new int[widths.length + 1];
        edgeOffsets = new int[blocks.size() + 1];
        for (int l = 0; l < widths.length; l++) {
            nodeOffsets[l + 1] = Math.addExact(nodeOffsets[l], widths[l]);
        }
        for (int b = 0; b < blocks.size(); b++) {
            Block block = blocks.get(b);
            if (block.from >= block.to || (block.ties && widths[block.from] != widths[block.to])) {
                throw new IllegalArgumentException(block + " in layers " + Arrays.toString(widths));
            }
            edgeOffsets[b + 1] = Math.addExact(edgeOffsets[b], Math.multiplyExact(fanIn(block), widths[block.to]));
        }
        for (int l = 0; l < widths.length; l++) {
            if (degree(l) == 0) {
                throw new IllegalArgumentException("layer " + l + " has no edges");
            }
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

    /** The blocks of edges. */
    public List<Block> blocks() {
        return blocks;
    }

    /** The first edge of block {@code b}; beyond the last, the number of edges. */
    public int edgeOffset(int b) {
        return edgeOffsets[b];
    }

    /** All nodes. */
    public int nodes() {
        return nodeOffsets[widths.length];
    }

    /** All edges. */
    public int edges() {
        return edgeOffsets[blocks.size()];
    }

    /** The edges of a block that lead to each of its nodes. */
    public int fanIn(Block block) {
        return block.ties ? 1 : widths[block.from];
    }

    /** The edges of a block that leave each of its nodes. */
    public int fanOut(Block block) {
        return block.ties ? 1 : widths[block.to];
    }

    /** The edges that lead to each node of layer {@code l}. */
    public int inDegree(int l) {
        return blocks.stream()
                .filter(block -> block.to == l)
                .mapToInt(this::fanIn)
                .sum();
    }

    /** The edges that leave each node of layer {@code l}. */
    public int outDegree(int l) {
        return blocks.stream()
                .filter(block -> block.from == l)
                .mapToInt(this::fanOut)
                .sum();
    }

    /** Neighbours of a node of layer {@code l}, before and after it. */
    public int degree(int l) {
        return inDegree(l) + outDegree(l);
    }

    /** Whether each layer is fully connected to the next, and to no other. */
    public boolean isChain() {
        return equals(new LayeredGraph(widths));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof LayeredGraph other && Arrays.equals(widths, other.widths) && blocks.equals(other.blocks);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(widths) + blocks.hashCode();
    }

    @Override
    public String toString() {
        return "LayeredGraph" + Arrays.toString(widths) + (isChain() ? "" : blocks);
    }
}
