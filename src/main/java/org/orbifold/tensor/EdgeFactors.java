package org.orbifold.tensor;

/** Factors of the messages over a layered graph's edges, the same for all edges of a block. */
final class EdgeFactors {
    private final float[] factors;

    private EdgeFactors(float[] factors) {
        this.factors = factors;
    }

    /**
     * From factors a block.
     *
     * @param up of messages to the upper layer
     * @param down of messages to the lower one
     */
    static EdgeFactors of(LayeredGraph graph, double[] up, double[] down) {
        float[] factors = new float[2 * graph.edges()];
        for (int b = 0; b < graph.blocks().size(); b++) {
            for (int e = graph.edgeOffset(b); e < graph.edgeOffset(b + 1); e++) {
                factors[2 * e] = (float) up[b];
                factors[2 * e + 1] = (float) down[b];
            }
        }
        return new EdgeFactors(factors);
    }

    /** The factor of a message of a batch: of edge e, 2 e up and 2 e + 1 down. */
    float of(int message) {
        return factors[message % factors.length];
    }
}
