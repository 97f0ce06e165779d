package org.orbifold.gnn;

import org.orbifold.gnn.Recording.Affine;
import org.orbifold.gnn.Recording.EdgeAffine;
import org.orbifold.gnn.Recording.Norm;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * Edges from their ends (Diao and Loynd 2023, section 3.2): a hidden layer over the edge and both updated nodes, residual
 * and normalised, then a feed-forward layer, the same.
 */
final class EdgeUpdate {
    private final EdgeAffine hidden;
    private final Norm joined;
    private final Affine wide;
    private final Norm narrowed;

    EdgeUpdate(ParameterLayout layout, int width) {
        hidden = EdgeAffine.of(layout, 2 * width, width);
        joined = Norm.of(layout, width, 2 * width);
        wide = Affine.of(layout, 2 * width, width);
        narrowed = Norm.of(layout, width, 2 * width);
    }

    Variable record(Recording r, Variable nodes, Variable edges) {
        Variable inner = r.edgeLinear(nodes, edges, hidden, Pointwise.RELU);
        Variable updated = r.norm(inner, joined, edges);
        return r.norm(r.linear(updated, wide, Pointwise.RELU), narrowed, updated);
    }
}
