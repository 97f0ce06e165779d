package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** As {@link Kernels#principalAggregation}, in array-library operations, node after node. */
final class PortablePrincipalAggregation implements Primitive {
    private static final int MOMENTS = 4;

    private final NeighborLists lists;
    private final Variable messages;
    private final DegreeScalers scalers;
    private final Variable y;
    private final int width;

    PortablePrincipalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y) {
        this.messages = messages;
        this.scalers = scalers;
        this.y = y;
        lists = new NeighborLists(graph, y.value().dim(1) / graph.nodes());
        width = messages.value().dim(2) / 2;
    }

    private record Moments(INDArray sent, INDArray mean, INDArray deviation, INDArray largest, INDArray smallest) {}

    private Moments moments(int node) {
        INDArray sent = lists.messages(messages.value().array(), node, width);
        INDArray mean = sent.mean(true, 0);
        INDArray centred = sent.sub(mean);
        INDArray deviation = Transforms.sqrt(centred.mul(centred).mean(true, 0).add(Tape.EPSILON), false);
        return new Moments(sent, mean, deviation, sent.max(true, 0), sent.min(true, 0));
    }

    /** The scalers of a node, a column. */
    private INDArray factors(int node) {
        INDArray factors = Nd4j.zeros(y.value().precision().type(), DegreeScalers.COUNT, 1);
        for (int k = 0; k < DegreeScalers.COUNT; k++) {
            factors.putScalar(k, 0, scalers.factor(node, k));
        }
        return factors;
    }

    @Override
    public void forward() {
        INDArray rows = y.value().array().slice(0);
        for (int i = 0; i < y.value().dim(1); i++) {
            Moments m = moments(i);
            INDArray all = Nd4j.concat(1, m.mean, m.deviation, m.largest, m.smallest);
            rows.getRow(i).assign(factors(i).mmul(all).dup('c').reshape(rows.columns()));
        }
    }

    @Override
    public void backward() {
        messages.beginAccumulation();
        INDArray rows = y.gradient().array().slice(0);
        for (int i = 0; i < y.value().dim(1); i++) {
            Moments m = moments(i);
            INDArray g = rows.getRow(i).dup().reshape(DegreeScalers.COUNT, (long) MOMENTS * width);
            INDArray d = factors(i).transpose().mmul(g).dup('c').reshape(MOMENTS, 1, width);
            INDArray slope = m.sent.sub(m.mean).div(m.deviation);
            INDArray total = slope.mul(d.slice(1)).add(d.slice(0)).div(scalers.degree(i));
            total.addi(
                    m.sent.eq(broadcast(m.largest, m.sent)).castTo(g.dataType()).mul(d.slice(2)));
            total.addi(m.sent.eq(broadcast(m.smallest, m.sent))
                    .castTo(g.dataType())
                    .mul(d.slice(3)));
            lists.addToMessages(messages.gradient().array(), i, total);
        }
    }

    private static INDArray broadcast(INDArray row, INDArray like) {
        return row.broadcast(like.shape());
    }
}
