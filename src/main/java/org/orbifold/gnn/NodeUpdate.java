package org.orbifold.gnn;

import org.orbifold.gnn.Recording.Affine;
import org.orbifold.gnn.Recording.Norm;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * Nodes from what they gathered: residual and normalised, then a feed-forward layer, the same, then modulated by the
 * conditioning vector.
 */
final class NodeUpdate {
    private final Norm joined;
    private final Affine wide;
    private final Norm narrowed;
    private final Affine modulation;

    /** For gatherings of that width. */
    NodeUpdate(ParameterLayout layout, int width, int gathered) {
        joined = Norm.of(layout, width, gathered);
        wide = Affine.of(layout, 2 * width, width);
        narrowed = Norm.of(layout, width, 2 * width);
        modulation = new Affine(layout.zeroWeights(2 * width, width), layout.bias(2 * width));
    }

    Variable record(Recording r, Variable gathered, Variable nodes) {
        Variable updated = r.norm(gathered, joined, nodes);
        Variable fed = r.norm(r.linear(updated, wide, Pointwise.RELU), narrowed, updated);
        return r.conditioned(fed, modulation);
    }
}
