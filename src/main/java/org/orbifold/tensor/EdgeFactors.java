package org.orbifold.tensor;

/** Factors of the messages over a layered graph's edges, the same for all edges between two layers. */
final class EdgeFactors {
    private final float[] factors;

    private EdgeFactors(float[] factors) {
        this.factors = factors;
    }

    /**
     * From factors a pair of adjacent layers.
     *
     * @param up of messages to the upper layer
     * @param down of messages to the lower one
     */
    static EdgeFactors of(LayeredGraph graph, double[] up, double[] down) {
        float[] factors = new float[2 * graph.edges()];
        for (int l = 0; l + 1 < graph.layers(); l++) {
            for (int e = graph.edgeOffset(l); e < graph.edgeOffset(l + 1); e++) {
                factors[2 * e] = (float) up[l];
                factors[2 * e + 1] = (float) down[l];
            }
        }
        return new EdgeFactors(factors);
    }

    /** The factor of a message of a batch: of edge e, 2 e up and 2 e + 1 down. */
    float of(int message) {
        return factors[message % factors.length];
    }
}
