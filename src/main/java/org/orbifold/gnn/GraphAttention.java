package org.orbifold.gnn;

import org.orbifold.gnn.Recording.Affine;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * A layer of graph attention (Velickovic et al. 2018): linear messages, weighted by the softmax over the neighbours of
 * additive scores {@code leakyReLU(a <n_i, n_j, e_ij>)}, a head each; then the edges from the updated nodes.
 */
final class GraphAttention implements GraphLayer {
    private final int heads;
    private final int scoreTerms;
    private final Affine scores;
    private final int terms;
    private final Affine messages;
    private final NodeUpdate nodes;
    private final EdgeUpdate edges;

    GraphAttention(ParameterLayout layout, int width, int heads) {
        this.heads = heads;
        scoreTerms = layout.weights(4 * heads, width);
        scores = Affine.of(layout, 2 * heads, width);
        terms = layout.weights(4 * width, width);
        messages = Affine.of(layout, 2 * width, width);
        nodes = new NodeUpdate(layout, width, width);
        edges = new EdgeUpdate(layout, width);
    }

    private static Variable onEdges(Recording r, Recording.State state, int terms, Affine map, Pointwise f) {
        Variable ends = r.tape().linear(state.nodes(), r.parameter(terms), Pointwise.IDENTITY);
        return r.tape()
                .edgeLinear(r.graph(), state.edges(), ends, r.parameter(map.weights()), r.parameter(map.bias()), f);
    }

    @Override
    public Recording.State record(Recording r, Recording.State state) {
        Variable score = onEdges(r, state, scoreTerms, scores, Pointwise.LEAKY_RELU);
        Variable sent = onEdges(r, state, terms, messages, Pointwise.IDENTITY);
        Variable gathered = r.tape().softmaxSum(r.graph(), heads, score, sent);
        Variable updated = nodes.record(r, gathered, state.nodes());
        return new Recording.State(updated, edges.record(r, updated, state.edges()));
    }
}
