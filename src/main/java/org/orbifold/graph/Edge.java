package org.orbifold.graph;

/**
 * An edge of a weight graph, a weight: entry {@code [out, in]} of linear layer {@code layer}.
 *
 * @param layer of the edge, from 0; it leads from that layer of nodes to the next
 * @param out the index of the node that it leads to
 * @param in the index of the node that it comes from
 */
public record Edge(int layer, int out, int in) {
    /** Where the edge comes from. */
    public Node source() {
        return new Node(layer, in);
    }

    /** Where the edge leads to. */
    public Node target() {
        return new Node(layer + 1, out);
    }
}
