package org.orbifold.tensor;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** As {@link Kernels#attention}, in array-library operations, block by block. */
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

    /** The edges of a block: what they and their ends hold, each {@code [h, p, channels, heads]} or to be broadcast. */
    private record Block(LayeredGraph.Block of, INDArray e, INDArray upper, INDArray lower) {
        /** Part of the edges' state, counted from 1. */
        INDArray edge(int part) {
            return e.get(
                    NDArrayIndex.all(),
                    NDArrayIndex.all(),
                    NDArrayIndex.point(part - 1),
                    NDArrayIndex.all(),
                    NDArrayIndex.all());
        }

        /** Part of the upper nodes' rows. */
        INDArray up(int part) {
            return PortableGraph.ofTargets(part(upper, part));
        }

        /** Part of the lower nodes' rows. */
        INDArray down(int part) {
            return PortableGraph.ofSources(of, part(lower, part));
        }

        private static INDArray part(INDArray rows, int part) {
            return rows.get(NDArrayIndex.all(), NDArrayIndex.point(part), NDArrayIndex.all(), NDArrayIndex.all())
                    .dup('c');
        }
    }

    private Block block(int s, int b) {
        LayeredGraph.Block block = graph.blocks().get(b);
        return new Block(
                block,
                layers.edges(edges.value().array(), s, b, 4, channels, heads),
                layers.nodes(nodes.value().array(), s, block.to(), 3, channels, heads),
                layers.nodes(nodes.value().array(), s, block.from(), 3, channels, heads));
    }

    /** The weights {@code [h, p, heads]} of the messages up and down, a block. */
    private INDArray[][] weights(int s) {
        INDArray[] largest = ofLayers(-1e30);
        INDArray[][] weights = new INDArray[graph.blocks().size()][2];
        for (int l = 0; l < weights.length; l++) {
            Block b = block(s, l);
            INDArray query = b.edge(1);
            INDArray key = b.edge(2);
            weights[l][0] = b.up(Q).add(query).mul(b.down(K).add(key)).sum(2).muli(scale);
            weights[l][1] = b.down(Q).add(query).mul(b.up(K).add(key)).sum(2).muli(scale);
            int to = b.of.to();
            int from = b.of.from();
            largest[to] = Transforms.max(largest[to], weights[l][0].max(1), true);
            largest[from] = Transforms.max(largest[from], weights[l][1].max(PortableGraph.targets(b.of)), true);
        }
        INDArray[] sums = ofLayers(0);
        for (int l = 0; l < weights.length; l++) {
            LayeredGraph.Block b = graph.blocks().get(l);
            weights[l][0] = Transforms.exp(weights[l][0].sub(PortableGraph.ofTargets(largest[b.to()])), true);
            weights[l][1] = Transforms.exp(weights[l][1].sub(PortableGraph.ofSources(b, largest[b.from()])), true);
            sums[b.to()].addi(weights[l][0].sum(1));
            sums[b.from()].addi(weights[l][1].sum(PortableGraph.targets(b)));
        }
        for (int l = 0; l < weights.length; l++) {
            LayeredGraph.Block b = graph.blocks().get(l);
            weights[l][0] = weights[l][0].div(PortableGraph.ofTargets(sums[b.to()]));
            weights[l][1] = weights[l][1].div(PortableGraph.ofSources(b, sums[b.from()]));
        }
        return weights;
    }

    /** A number for each node and head, by layer. */
    private INDArray[] ofLayers(double value) {
        INDArray[] numbers = new INDArray[graph.layers()];
        Arrays.setAll(
                numbers,
                l -> Nd4j.zeros(y.value().precision().type(), graph.width(l), heads)
                        .addi(value));
        return numbers;
    }

    private int batch() {
        return y.value().dim(1) / graph.nodes();
    }

    @Override
    public void forward() {
        y.value().fill(0);
        for (int s = 0; s < batch(); s++) {
            INDArray[][] weights = weights(s);
            for (int l = 0; l < weights.length; l++) {
                Block b = block(s, l);
                INDArray up = b.down(V).mul(b.edge(4)).add(b.edge(3)).mul(Nd4j.expandDims(weights[l][0], 2));
                INDArray down = b.up(V).mul(b.edge(4)).add(b.edge(3)).mul(Nd4j.expandDims(weights[l][1], 2));
                layers.addToNodes(y.value().array(), s, b.of.to(), up.sum(1));
                layers.addToNodes(y.value().array(), s, b.of.from(), down.sum(PortableGraph.targets(b.of)));
            }
        }
    }

    @Override
    public void backward() {
        nodes.beginAccumulation();
        edges.beginAccumulation();
        for (int s = 0; s < batch(); s++) {
            INDArray[][] weights = weights(s);
            for (int l = 0; l < weights.length; l++) {
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
        int sources = PortableGraph.targets(b.of);
        INDArray result = y.value().array();
        INDArray dh = PortableGraph.ofTargets(ofNodes(gradient, s, b.of.to()));
        INDArray dp = PortableGraph.ofSources(b.of, ofNodes(gradient, s, b.of.from()));
        INDArray alongUp =
                dh.mul(PortableGraph.ofTargets(ofNodes(result, s, b.of.to()))).sum(2);
        INDArray alongDown = dp.mul(PortableGraph.ofSources(b.of, ofNodes(result, s, b.of.from())))
                .sum(2);
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
        layers.addToNodes(nodes.gradient().array(), s, b.of.to(), ofUpper);
        INDArray ofLower = Nd4j.stack(
                1, downQuery.sum(sources), upKey.sum(sources), up3.mul(gain).sum(sources));
        layers.addToNodes(nodes.gradient().array(), s, b.of.from(), ofLower);
    }
}
