package org.orbifold.gnn;

import org.orbifold.gnn.Recording.EdgeAffine;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * A layer of principal neighbourhood aggregation (Corso et al. 2020): messages from both ends and the edge, gathered by
 * mean, standard deviation, maximum and minimum, times identity, amplification and attenuation; then the edges from the
 * updated nodes.
 */
final class PrincipalNeighbourhoodAggregation implements GraphLayer {
    private final double delta;
    private final EdgeAffine messages;
    private final NodeUpdate nodes;
    private final EdgeUpdate edges;

    /** With the mean of log(degree + 1) over the nodes of the graphs that it is trained on. */
    PrincipalNeighbourhoodAggregation(ParameterLayout layout, int width, double delta) {
        this.delta = delta;
        messages = EdgeAffine.of(layout, 2 * width, width);
        nodes = new NodeUpdate(layout, width, 12 * width);
        edges = new EdgeUpdate(layout, width);
    }

    @Override
    public Recording.State record(Recording r, Recording.State state) {
        Variable sent = r.edgeLinear(state.nodes(), state.edges(), messages, Pointwise.RELU);
        Variable gathered = r.tape().principalAggregation(r.graph(), sent, delta);
        Variable updated = nodes.record(r, gathered, state.nodes());
        return new Recording.State(updated, edges.record(r, updated, state.edges()));
    }
}
