package org.orbifold.tensor;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The messages to each node of a batch of layered graphs: which halves of which edges' rows. An array of messages {@code
 * [1, batch edges, 2 width]} is taken as {@code [2 batch edges, width]}.
 */
final class NeighborLists {
    private final List<int[]> lists = new ArrayList<>();

    NeighborLists(LayeredGraph graph, int batch) {
        EdgeEnds ends = new EdgeEnds(graph);
        List<List<Integer>> to = new ArrayList<>();
        for (int i = 0; i < batch * graph.nodes(); i++) {
            to.add(new ArrayList<>());
        }
        for (int e = 0; e < batch * graph.edges(); e++) {
            to.get(ends.target(e)).add(2 * e);
            to.get(ends.source(e)).add(2 * e + 1);
        }
        to.forEach(list -> lists.add(list.stream().mapToInt(i -> i).toArray()));
    }

    /** A node's messages, a copy {@code [neighbours, shape...]}. */
    INDArray messages(INDArray array, int node, long... shape) {
        long[] all = new long[shape.length + 1];
        all[0] = lists.get(node).length;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return Nd4j.pullRows(halves(array), 1, lists.get(node)).reshape(all);
    }

    /** Adds to a node's messages. */
    void addToMessages(INDArray array, int node, INDArray values) {
        INDArray halves = halves(array);
        int[] list = lists.get(node);
        INDArray rows = values.dup('c').reshape(list.length, halves.columns());
        for (int k = 0; k < list.length; k++) {
            halves.getRow(list[k]).addi(rows.getRow(k));
        }
    }

    /** The array with a message a row: the same memory. */
    private static INDArray halves(INDArray array) {
        return array.reshape(2 * array.size(1), array.size(2) / 2);
    }
}
