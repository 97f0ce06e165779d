package org.orbifold.gnn;

import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * A layer of the Relational Transformer (Diao and Loynd 2023) over the real edges of a weight graph, in both directions:
 * {@code q_ij} from node i and the edge, {@code k_ij} and {@code v_ij} from node j and the edge, {@code v = v_j * e4 +
 * e3}, a softmax over i's neighbours in both adjacent layers; then the edges from the updated nodes. Queries, keys and
 * values have no bias.
 */
final class RelationalTransformer implements GraphLayer {
    private final int heads;
    private final int ofNodes;
    private final int ofEdges;
    private final NodeUpdate nodes;
    private final EdgeUpdate edges;

    RelationalTransformer(ParameterLayout layout, int width, int heads) {
        this.heads = heads;
        ofNodes = layout.weights(3 * width, width);
        ofEdges = layout.weights(4 * width, width);
        nodes = new NodeUpdate(layout, width, width);
        edges = new EdgeUpdate(layout, width);
    }

    @Override
    public Recording.State record(Recording r, Recording.State state) {
        Variable queries = r.tape().linear(state.nodes(), r.parameter(ofNodes), Pointwise.IDENTITY);
        Variable relations = r.tape().linear(state.edges(), r.parameter(ofEdges), Pointwise.IDENTITY);
        Variable gathered = r.tape().attention(r.graph(), heads, queries, relations);
        Variable updated = nodes.record(r, gathered, state.nodes());
        return new Recording.State(updated, edges.record(r, updated, state.edges()));
    }
}
