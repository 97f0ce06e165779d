package org.orbifold.gnn;

import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * What a node learns of the weights at it before anything is averaged: sums of its edges' features, each times a vector
 * that the edge's class has, over the root of their number. A linear map of a neuron's whole row and column, where inputs and
 * outputs are told apart: what a softmax over hundreds of neighbours, whose weights differ little, would average away.
 */
final class IncidentEdges {
    private final int table;
    private final int gathered;

    IncidentEdges(ParameterLayout layout, int width, int features, int classes) {
        table = layout.embedding(classes * features, 2 * width);
        gathered = layout.weights(width, width);
    }

    private static double[] rootOfWidths(LayeredGraph graph, int end) {
        double[] factors = new double[graph.layers() - 1];
        for (int l = 0; l < factors.length; l++) {
            factors[l] = 1 / Math.sqrt(graph.width(l + end));
        }
        return factors;
    }

    /**
     * Adds to the states of nodes.
     *
     * @param classes of the edges of one graph
     */
    Variable record(Recording r, Variable nodes, Variable edges, int[] classes) {
        Variable sum = r.tape()
                .incidentSum(
                        r.graph(),
                        edges,
                        r.parameter(table),
                        classes,
                        rootOfWidths(r.graph(), 0),
                        rootOfWidths(r.graph(), 1));
        return r.tape().add(nodes, r.tape().linear(sum, r.parameter(gathered), Pointwise.IDENTITY));
    }
}
