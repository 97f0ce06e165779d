package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Views by layer of a batch's nodes and edges in array-library operations: nodes of a layer {@code [n, ...]}, edges of a
 * block {@code [h, p, ...]}, of ties {@code [h, 1, ...]}.
 */
record PortableGraph(LayeredGraph graph) {
    /** The rows of layer {@code l} of graph {@code s}, a copy in the shape {@code [width(l), shape...]}. */
    INDArray nodes(INDArray rows, int s, int l, long... shape) {
        return rows(rows, (long) s * graph.nodes() + graph.nodeOffset(l), graph.width(l))
                .dup()
                .reshape(with(shape, graph.width(l)));
    }

    /** The rows of the edges of block {@code b} of graph {@code s}, a copy {@code [width(to), fanIn, shape...]}. */
    INDArray edges(INDArray rows, int s, int b, long... shape) {
        LayeredGraph.Block block = graph.blocks().get(b);
        return rows(rows, firstEdge(s, b), edgesOf(b))
                .dup()
                .reshape(with(shape, graph.width(block.to()), graph.fanIn(block)));
    }

    /** The axis of a block's edges along which their sources stay the same. */
    static int targets(LayeredGraph.Block block) {
        return block.ties() ? 1 : 0;
    }

    /** What the targets of a block's edges have, on the edges: to be broadcast. */
    static INDArray ofTargets(INDArray nodes) {
        return Nd4j.expandDims(nodes, 1);
    }

    /** What the sources of a block's edges have, on the edges: to be broadcast. */
    static INDArray ofSources(LayeredGraph.Block block, INDArray nodes) {
        return Nd4j.expandDims(nodes, targets(block));
    }

    /** Adds to the rows of a layer's nodes. */
    void addToNodes(INDArray rows, int s, int l, INDArray values) {
        rows(rows, (long) s * graph.nodes() + graph.nodeOffset(l), graph.width(l))
                .addi(values.dup('c').reshape(graph.width(l), rows.size(2)));
    }

    /** Adds to the rows of the edges of a block. */
    void addToEdges(INDArray rows, int s, int b, INDArray values) {
        rows(rows, firstEdge(s, b), edgesOf(b)).addi(values.dup('c').reshape(edgesOf(b), rows.size(2)));
    }

    private long firstEdge(int s, int b) {
        return (long) s * graph.edges() + graph.edgeOffset(b);
    }

    private long edgesOf(int b) {
        return (long) graph.edgeOffset(b + 1) - graph.edgeOffset(b);
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
