package org.orbifold.tensor;

/**
 * What an aggregation is multiplied by for a node's degree d (Corso et al. 2020, eq. 5): 1, amplification
 * {@code log(d + 1) / delta} and attenuation, its inverse, with delta the mean of {@code log(d + 1)} over the nodes.
 */
final class DegreeScalers {
    static final int COUNT = 3;

    private final int[] degrees;
    private final float[] amplifications;

    /**
     * Scalers for a graph.
     *
     * @param delta the mean that the network was trained with: positive
     */
    DegreeScalers(LayeredGraph graph, double delta) {
        degrees = new int[graph.nodes()];
        amplifications = new float[graph.nodes()];
        for (int l = 0; l < graph.layers(); l++) {
            for (int i = graph.nodeOffset(l); i < graph.nodeOffset(l + 1); i++) {
                degrees[i] = graph.degree(l);
                amplifications[i] = (float) (Math.log1p(graph.degree(l)) / delta);
            }
        }
    }

    /** The degree of a node's row in a batch: at least 1. */
    int degree(int row) {
        return degrees[row % degrees.length];
    }

    /** The factor of the scaler for a node's row in a batch. */
    float factor(int row, int scaler) {
        float amplification = amplifications[row % amplifications.length];
        return switch (scaler) {
            case 0 -> 1;
            case 1 -> amplification;
            default -> 1 / amplification;
        };
    }
}
