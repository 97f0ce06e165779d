package org.orbifold.tensor;

/** Which rows of a batch's nodes the rows of its edges join: edge after edge, graph after graph. */
final class EdgeEnds {
    private final int nodes;
    private final int edges;
    private final int[] targets;
    private final int[] sources;

    EdgeEnds(LayeredGraph graph) {
        nodes = graph.nodes();
        edges = graph.edges();
        targets = new int[edges];
        sources = new int[edges];
        int e = 0;
        for (LayeredGraph.Block block : graph.blocks()) {
            for (int h = 0; h < graph.width(block.to()); h++) {
                for (int k = 0; k < graph.fanIn(block); k++) {
                    targets[e] = graph.nodeOffset(block.to()) + h;
                    sources[e++] = graph.nodeOffset(block.from()) + (block.ties() ? h : k);
                }
            }
        }
    }

    /** The row of the node that an edge's row leads to. */
    int target(int row) {
        return row / edges * nodes + targets[row % edges];
    }

    /** The row of the node that an edge's row comes from. */
    int source(int row) {
        return row / edges * nodes + sources[row % edges];
    }

    /** The row of the node that a message goes to: of edge e, message 2 e to the target and 2 e + 1 to the source. */
    int receiver(int message) {
        return message % 2 == 0 ? target(message / 2) : source(message / 2);
    }
}
