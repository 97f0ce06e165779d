package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** As {@link Kernels#attention}, in array-library operations, layer by layer. */
final class PortableAttention implements Primitive {
    private static final int Q = 0;
    private static final int K = 1;
    private static final int V = 2;

    private final PortableGraph layers;
    private final LayeredGraph graph;
    private final int heads;
    private final int channels;
    private final Variable nodes;
    private final Variable edges;
    private final Variable y;
    private final double scale;

    PortableAttention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y) {
        this.graph = graph;
        this.heads = heads;
        this.nodes = nodes;
        this.edges = edges;
        this.y = y;
        layers = new PortableGraph(graph);
        channels = y.value().dim(2) / heads;
        scale = 1 / Math.sqrt(channels);
    }

    /** The edges from a layer: what they and their ends hold, each {@code [h, p, channels, heads]} or to be broadcast. */
    private record Block(INDArray e, INDArray upper, INDArray lower) {
        /** Part of the edges' state, counted from 1. */
        INDArray edge(int part) {
            return e.get(
                    NDArrayIndex.all(),
                    NDArrayIndex.all(),
                    NDArrayIndex.point(part - 1),
                    NDArrayIndex.all(),
                    NDArrayIndex.all());
        }

        /** Part of the upper nodes' rows, {@code [h, 1, channels, heads]}. */
        INDArray up(int part) {
            return end(upper, part, 1);
        }

        /** Part of the lower nodes' rows, {@code [1, p, channels, heads]}. */
        INDArray down(int part) {
            return end(lower, part, 0);
        }

        private static INDArray end(INDArray rows, int part, int axis) {
            INDArray x = rows.get(NDArrayIndex.all(), NDArrayIndex.point(part), NDArrayIndex.all(), NDArrayIndex.all());
            return Nd4j.expandDims(x.dup('c'), axis);
        }
    }

    private Block block(int s, int l) {
        return new Block(
                layers.edges(edges.value().array(), s, l, 4, channels, heads),
                layers.nodes(nodes.value().array(), s, l + 1, 3, channels, heads),
                layers.nodes(nodes.value().array(), s, l, 3, channels, heads));
    }

    /** The weights {@code [h, p, heads]} of the messages up and down, a pair of layers. */
    private INDArray[][] weights(int s) {
        int pairs = graph.layers() - 1;
        INDArray[][] weights = new INDArray[pairs][2];
        for (int l = 0; l < pairs; l++) {
            Block b = block(s, l);
            INDArray query = b.edge(1);
            INDArray key = b.edge(2);
            weights[l][0] = b.up(Q).add(query).mul(b.down(K).add(key)).sum(2).muli(scale);
            weights[l][1] = b.down(Q).add(query).mul(b.up(K).add(key)).sum(2).muli(scale);
        }
        for (int i = 0; i < graph.layers(); i++) {
            INDArray from = Nd4j.zeros(y.value().precision().type(), graph.width(i), heads)
                    .addi(-1e30);
            if (i > 0) {
                from = Transforms.max(from, weights[i - 1][0].max(1), true);
            }
            if (i < pairs) {
                from = Transforms.max(from, weights[i][1].max(0), true);
            }
            INDArray sum = Nd4j.zeros(y.value().precision().type(), graph.width(i), heads);
            if (i > 0) {
                weights[i - 1][0] = Transforms.exp(weights[i - 1][0].sub(Nd4j.expandDims(from, 1)), true);
                sum.addi(weights[i - 1][0].sum(1));
            }
            if (i < pairs) {
                weights[i][1] = Transforms.exp(weights[i][1].sub(Nd4j.expandDims(from, 0)), true);
                sum.addi(weights[i][1].sum(0));
            }
            if (i > 0) {
                weights[i - 1][0] = weights[i - 1][0].div(Nd4j.expandDims(sum, 1));
            }
            if (i < pairs) {
                weights[i][1] = weights[i][1].div(Nd4j.expandDims(sum, 0));
            }
        }
        return weights;
    }

    private int batch() {
        return y.value().dim(1) / graph.nodes();
    }

    @Override
    public void forward() {
        y.value().fill(0);
        for (int s = 0; s < batch(); s++) {
            INDArray[][] weights = weights(s);
            for (int l = 0; l + 1 < graph.layers(); l++) {
                Block b = block(s, l);
                INDArray up = b.down(V).mul(b.edge(4)).add(b.edge(3)).mul(Nd4j.expandDims(weights[l][0], 2));
                INDArray down = b.up(V).mul(b.edge(4)).add(b.edge(3)).mul(Nd4j.expandDims(weights[l][1], 2));
                layers.addToNodes(y.value().array(), s, l + 1, up.sum(1));
                layers.addToNodes(y.value().array(), s, l, down.sum(0));
            }
        }
    }

    @Override
    public void backward() {
        nodes.beginAccumulation();
        edges.beginAccumulation();
        for (int s = 0; s < batch(); s++) {
            INDArray[][] weights = weights(s);
            for (int l = 0; l + 1 < graph.layers(); l++) {
                backward(s, l, weights[l]);
            }
        }
    }

    private INDArray ofNodes(INDArray rows, int s, int l) {
        return layers.nodes(rows, s, l, channels, heads);
    }

    private void backward(int s, int l, INDArray[] weights) {
        Block b = block(s, l);
        INDArray gradient = y.gradient().array();
        INDArray dh = Nd4j.expandDims(ofNodes(gradient, s, l + 1), 1);
        INDArray dp = Nd4j.expandDims(ofNodes(gradient, s, l), 0);
        INDArray alongUp =
                dh.mul(Nd4j.expandDims(ofNodes(y.value().array(), s, l + 1), 1)).sum(2);
        INDArray alongDown =
                dp.mul(Nd4j.expandDims(ofNodes(y.value().array(), s, l), 0)).sum(2);
        INDArray shift = b.edge(3);
        INDArray gain = b.edge(4);
        INDArray toUp = b.down(V).mul(gain).add(shift).mul(dh).sum(2);
        INDArray toDown = b.up(V).mul(gain).add(shift).mul(dp).sum(2);
        INDArray slopeUp = Nd4j.expandDims(toUp.sub(alongUp).mul(weights[0]).mul(scale), 2);
        INDArray slopeDown =
                Nd4j.expandDims(toDown.sub(alongDown).mul(weights[1]).mul(scale), 2);
        INDArray up3 = dh.mul(Nd4j.expandDims(weights[0], 2));
        INDArray down3 = dp.mul(Nd4j.expandDims(weights[1], 2));
        INDArray upQuery = b.down(K).add(b.edge(2)).mul(slopeUp);
        INDArray upKey = b.up(Q).add(b.edge(1)).mul(slopeUp);
        INDArray downQuery = b.up(K).add(b.edge(2)).mul(slopeDown);
        INDArray downKey = b.down(Q).add(b.edge(1)).mul(slopeDown);
        INDArray ofEdges = Nd4j.stack(
                2,
                upQuery.add(downQuery),
                upKey.add(downKey),
                up3.add(down3),
                up3.mul(b.down(V)).add(down3.mul(b.up(V))));
        layers.addToEdges(edges.gradient().array(), s, l, ofEdges);
        INDArray ofUpper =
                Nd4j.stack(1, upQuery.sum(1), downKey.sum(1), down3.mul(gain).sum(1));
        layers.addToNodes(nodes.gradient().array(), s, l + 1, ofUpper);
        INDArray ofLower =
                Nd4j.stack(1, downQuery.sum(0), upKey.sum(0), up3.mul(gain).sum(0));
        layers.addToNodes(nodes.gradient().array(), s, l, ofLower);
    }
}
