package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Views by layer of a batch's nodes and edges in array-library operations: nodes of a layer {@code [n, ...]}, edges
 * between two layers {@code [h, p, ...]}.
 */
record PortableGraph(LayeredGraph graph) {
    /** The rows of layer {@code l} of graph {@code s}, a copy in the shape {@code [width(l), shape...]}. */
    INDArray nodes(INDArray rows, int s, int l, long... shape) {
        return rows(rows, (long) s * graph.nodes() + graph.nodeOffset(l), graph.width(l))
                .dup()
                .reshape(with(shape, graph.width(l)));
    }

    /** The rows of the edges from layer {@code l} of graph {@code s}, a copy {@code [width(l + 1), width(l), shape...]}. */
    INDArray edges(INDArray rows, int s, int l, long... shape) {
        return rows(rows, firstEdge(s, l), edgesFrom(l)).dup().reshape(with(shape, graph.width(l + 1), graph.width(l)));
    }

    /** Adds to the rows of a layer's nodes. */
    void addToNodes(INDArray rows, int s, int l, INDArray values) {
        rows(rows, (long) s * graph.nodes() + graph.nodeOffset(l), graph.width(l))
                .addi(values.dup('c').reshape(graph.width(l), rows.size(2)));
    }

    /** Adds to the rows of the edges from a layer. */
    void addToEdges(INDArray rows, int s, int l, INDArray values) {
        rows(rows, firstEdge(s, l), edgesFrom(l)).addi(values.dup('c').reshape(edgesFrom(l), rows.size(2)));
    }

    private long firstEdge(int s, int l) {
        return (long) s * graph.edges() + graph.edgeOffset(l);
    }

    private long edgesFrom(int l) {
        return (long) graph.width(l) * graph.width(l + 1);
    }

    /** Rows of an array {@code [1, rows, columns]}, as a view. */
    private static INDArray rows(INDArray array, long from, long count) {
        return array.slice(0).get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all());
    }

    private static long[] with(long[] shape, long... leading) {
        long[] all = new long[leading.length + shape.length];
        System.arraycopy(leading, 0, all, 0, leading.length);
        System.arraycopy(shape, 0, all, leading.length, shape.length);
        return all;
    }
}
