package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** As {@link Kernels#softmaxSum}, in array-library operations, node layer by node layer. */
final class PortableSoftmaxSum implements Primitive {
    private final NeighborLists lists;
    private final int heads;
    private final Variable scores;
    private final Variable messages;
    private final Variable y;
    private final int channels;

    PortableSoftmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages, Variable y) {
        this.heads = heads;
        this.scores = scores;
        this.messages = messages;
        this.y = y;
        lists = new NeighborLists(graph, y.value().dim(1) / graph.nodes());
        channels = y.value().dim(2) / heads;
    }

    /** The weights {@code [neighbours, 1, heads]} of a node's messages. */
    private INDArray weights(int node) {
        INDArray of = lists.messages(scores.value().array(), node, 1, heads);
        INDArray shifted = Transforms.exp(of.sub(of.max(true, 0)), true);
        return shifted.div(shifted.sum(true, 0));
    }

    private INDArray sent(int node) {
        return lists.messages(messages.value().array(), node, channels, heads);
    }

    @Override
    public void forward() {
        for (int i = 0; i < y.value().dim(1); i++) {
            INDArray sum = sent(i).mul(weights(i)).sum(0);
            y.value().array().slice(0).getRow(i).assign(sum.dup('c').reshape((long) channels * heads));
        }
    }

    @Override
    public void backward() {
        scores.beginAccumulation();
        messages.beginAccumulation();
        for (int i = 0; i < y.value().dim(1); i++) {
            INDArray weights = weights(i);
            INDArray sent = sent(i);
            INDArray d = y.gradient()
                    .array()
                    .get(NDArrayIndex.point(0), NDArrayIndex.point(i), NDArrayIndex.all())
                    .dup()
                    .reshape(1, channels, heads);
            INDArray slope = sent.mul(d).sum(true, 1);
            INDArray mean = slope.mul(weights).sum(true, 0);
            lists.addToMessages(scores.gradient().array(), i, slope.sub(mean).mul(weights));
            lists.addToMessages(messages.gradient().array(), i, weights.mul(d));
        }
    }
}
