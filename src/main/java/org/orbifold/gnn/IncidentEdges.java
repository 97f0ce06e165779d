package org.orbifold.gnn;

import org.orbifold.gnn.Recording.Affine;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Variable;

/**
 * What a node learns of the weights at it before anything is averaged: sums of its edges' features, each modulated by
 * the edge's class, over the root of their number. A linear map of a neuron's whole row and column, where inputs and
 * outputs are told apart: what a softmax over hundreds of neighbours, whose weights differ little, would average away.
 */
final class IncidentEdges {
    private final Affine messages;
    private final int modulation;
    private final int gathered;

    IncidentEdges(ParameterLayout layout, int width, int features, int classes) {
        messages = Affine.of(layout, 2 * width, features);
        modulation = layout.embedding(classes, 4 * width);
        gathered = layout.weights(width, width);
    }

    private static double[] rootOfWidths(LayeredGraph graph, int end) {
        double[] factors = new double[graph.layers() - 1];
        for (int l = 0; l < factors.length; l++) {
            factors[l] = 1 / Math.sqrt(graph.width(l + end));
        }
        return factors;
    }

    /** Adds to the states of nodes. */
    Variable record(Recording r, Variable nodes, Variable edges, int[] classes) {
        Variable sent = r.tape().film(r.linear(edges, messages, Pointwise.IDENTITY), r.parameter(modulation), classes);
        Variable sum = r.tape().neighborSum(r.graph(), sent, rootOfWidths(r.graph(), 0), rootOfWidths(r.graph(), 1));
        return r.tape().add(nodes, r.tape().linear(sum, r.parameter(gathered), Pointwise.IDENTITY));
    }
}
