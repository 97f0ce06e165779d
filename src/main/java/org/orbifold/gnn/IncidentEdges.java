package org.orbifold.gnn;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.orbifold.graph.ParameterGraph;
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

    /** Of each block, one over the root of how many numbers its edges bring a node, in one direction. */
    private static double[] rootOfNumbers(ParameterGraph of, ToIntFunction<LayeredGraph.Block> edges) {
        List<LayeredGraph.Block> blocks = of.layered().blocks();
        return IntStream.range(0, blocks.size())
                .mapToDouble(b -> 1 / Math.sqrt(edges.applyAsInt(blocks.get(b)) * Math.max(1, of.filter(b))))
                .toArray();
    }

    /**
     * Adds to the states of nodes.
     *
     * @param of the graph of every sample
     * @param classes of its edges
     */
    Variable record(Recording r, Variable nodes, Variable edges, ParameterGraph of, int[] classes) {
        LayeredGraph graph = of.layered();
        Variable sum = r.tape()
                .incidentSum(
                        graph,
                        edges,
                        r.parameter(table),
                        classes,
                        rootOfNumbers(of, graph::fanIn),
                        rootOfNumbers(of, graph::fanOut));
        return r.tape().add(nodes, r.tape().linear(sum, r.parameter(gathered), Pointwise.IDENTITY));
    }
}
