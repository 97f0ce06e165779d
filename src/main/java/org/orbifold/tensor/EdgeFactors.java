package org.orbifold.tensor;

/** A factor an edge of a layered graph, the same for all edges between two layers. */
final class EdgeFactors {
    private final float[] factors;

    private EdgeFactors(float[] factors) {
        this.factors = factors;
    }

    /** From a factor a pair of adjacent layers. */
    static EdgeFactors of(LayeredGraph graph, double[] ofLayers) {
        float[] factors = new float[graph.edges()];
        for (int l = 0; l + 1 < graph.layers(); l++) {
            for (int e = graph.edgeOffset(l); e < graph.edgeOffset(l + 1); e++) {
                factors[e] = (float) ofLayers[l];
            }
        }
        return new EdgeFactors(factors);
    }

    /** The factor of an edge's row in a batch. */
    float of(int row) {
        return factors[row % factors.length];
    }
}
