package org.orbifold.gnn;

import org.orbifold.gnn.Recording.EdgeAffine;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * A layer of graph attention (Velickovic et al. 2018): linear messages, weighted by the softmax over the neighbours of
 * additive scores {@code leakyReLU(a <n_i, n_j, e_ij>)}, a head each; then the edges from the updated nodes.
 */
final class GraphAttention implements GraphLayer {
    private final int heads;
    private final EdgeAffine scores;
    private final EdgeAffine messages;
    private final NodeUpdate nodes;
    private final EdgeUpdate edges;

    GraphAttention(ParameterLayout layout, int width, int heads) {
        this.heads = heads;
        scores = EdgeAffine.of(layout, 2 * heads, width);
        messages = EdgeAffine.of(layout, 2 * width, width);
        nodes = new NodeUpdate(layout, width, width);
        edges = new EdgeUpdate(layout, width);
    }

    @Override
    public Recording.State record(Recording r, Recording.State state) {
        Variable score = r.edgeLinear(state.nodes(), state.edges(), scores, Pointwise.LEAKY_RELU);
        Variable sent = r.edgeLinear(state.nodes(), state.edges(), messages, Pointwise.IDENTITY);
        Variable gathered = r.tape().softmaxSum(r.graph(), heads, score, sent);
        Variable updated = nodes.record(r, gathered, state.nodes());
        return new Recording.State(updated, edges.record(r, updated, state.edges()));
    }
}
