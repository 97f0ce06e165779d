package org.orbifold.gnn;

import org.orbifold.gnn.Recording.EdgeAffine;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * A layer of graph convolution (Kipf and Welling 2017): linear messages of the neighbour and the edge, summed with the
 * weights {@code 1 / sqrt(d_i d_j)} of the symmetrically normalised adjacency; then the edges from the updated nodes.
 */
final class GraphConvolution implements GraphLayer {
    private final EdgeAffine messages;
    private final NodeUpdate nodes;
    private final EdgeUpdate edges;

    GraphConvolution(ParameterLayout layout, int width) {
        messages = EdgeAffine.of(layout, 2 * width, width);
        nodes = new NodeUpdate(layout, width, width);
        edges = new EdgeUpdate(layout, width);
    }

    private static double[] normalization(LayeredGraph graph) {
        return graph.blocks().stream()
                .mapToDouble(block -> 1 / Math.sqrt((double) graph.degree(block.from()) * graph.degree(block.to())))
                .toArray();
    }

    @Override
    public Recording.State record(Recording r, Recording.State state) {
        Variable sent = r.edgeLinear(state.nodes(), state.edges(), messages, Pointwise.IDENTITY);
        double[] factors = normalization(r.graph());
        Variable gathered = r.tape().neighborSum(r.graph(), sent, factors, factors);
        Variable updated = nodes.record(r, gathered, state.nodes());
        return new Recording.State(updated, edges.record(r, updated, state.edges()));
    }
}
