package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** As {@link Kernels#principalAggregation}. */
final class CpuPrincipalAggregation implements Primitive {
    private static final int MEAN = 0;
    private static final int DEVIATION = 1;
    private static final int LARGEST = 2;
    private static final int SMALLEST = 3;
    private static final int MOMENTS = 4;

    private final EdgeEnds ends;
    private final DegreeScalers scalers;
    private final Variable messages;
    private final Variable y;
    private final int edges;
    private final int nodes;
    private final int width;

    /** Of each node: mean, standard deviation, largest, smallest; backward, their gradients. */
    private final float[] moments;

    private final float[] gradients;

    CpuPrincipalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y) {
        this.messages = messages;
        this.scalers = scalers;
        this.y = y;
        ends = new EdgeEnds(graph);
        edges = messages.value().dim(1);
        nodes = y.value().dim(1);
        width = messages.value().dim(2) / 2;
        moments = new float[nodes * MOMENTS * width];
        gradients = new float[nodes * MOMENTS * width];
    }

    private int receiver(int e, int side) {
        return side == 0 ? ends.target(e) : ends.source(e);
    }

    private int moment(int node, int kind, int c) {
        return (node * MOMENTS + kind) * width + c;
    }

    @Override
    public void forward() {
        MemorySegment sent = messages.value().memory();
        for (int i = 0; i < nodes; i++) {
            Arrays.fill(moments, moment(i, MEAN, 0), moment(i, LARGEST, 0), 0);
            Arrays.fill(moments, moment(i, LARGEST, 0), moment(i, SMALLEST, 0), Float.NEGATIVE_INFINITY);
            Arrays.fill(moments, moment(i, SMALLEST, 0), moment(i, MOMENTS, 0), Float.POSITIVE_INFINITY);
        }
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                int node = receiver(e, side);
                float share = 1f / scalers.degree(node);
                for (int c = 0; c < width; c += Lanes.COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                    FloatVector m = Lanes.load(sent, (2L * e + side) * width + c, mask);
                    FloatVector mean = Lanes.load(moments, moment(node, MEAN, c), mask);
                    FloatVector high = Lanes.load(moments, moment(node, LARGEST, c), mask);
                    FloatVector low = Lanes.load(moments, moment(node, SMALLEST, c), mask);
                    mean.add(m.mul(share)).intoArray(moments, moment(node, MEAN, c), mask);
                    high.max(m).intoArray(moments, moment(node, LARGEST, c), mask);
                    low.min(m).intoArray(moments, moment(node, SMALLEST, c), mask);
                }
            }
        }
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                int node = receiver(e, side);
                float share = 1f / scalers.degree(node);
                for (int c = 0; c < width; c += Lanes.COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                    FloatVector d = Lanes.load(sent, (2L * e + side) * width + c, mask)
                            .sub(Lanes.load(moments, moment(node, MEAN, c), mask));
                    FloatVector variance = Lanes.load(moments, moment(node, DEVIATION, c), mask);
                    variance.add(d.mul(d).mul(share)).intoArray(moments, moment(node, DEVIATION, c), mask);
                }
            }
        }
        finish();
    }

    private void finish() {
        MemorySegment result = y.value().memory();
        for (int i = 0; i < nodes; i++) {
            for (int c = moment(i, DEVIATION, 0); c < moment(i, LARGEST, 0); c++) {
                moments[c] = (float) Math.sqrt(moments[c] + Tape.EPSILON);
            }
            for (int scaler = 0; scaler < DegreeScalers.COUNT; scaler++) {
                long to = ((long) i * DegreeScalers.COUNT + scaler) * MOMENTS * width;
                float factor = scalers.factor(i, scaler);
                for (int c = 0; c < MOMENTS * width; c += Lanes.COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(c, MOMENTS * width);
                    FloatVector moment = Lanes.load(moments, moment(i, MEAN, c), mask);
                    Lanes.store(moment.mul(factor), result, to + c, mask);
                }
            }
        }
    }

    @Override
    public void backward() {
        messages.beginAccumulation();
        MemorySegment dy = y.gradient().memory();
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < MOMENTS * width; c += Lanes.COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, MOMENTS * width);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int scaler = 0; scaler < DegreeScalers.COUNT; scaler++) {
                    long from = ((long) i * DegreeScalers.COUNT + scaler) * MOMENTS * width + c;
                    sum = sum.add(Lanes.load(dy, from, mask).mul(scalers.factor(i, scaler)));
                }
                sum.intoArray(gradients, moment(i, MEAN, c), mask);
            }
        }
        MemorySegment sent = messages.value().memory();
        MemorySegment dm = messages.gradient().memory();
        for (int e = 0; e < edges; e++) {
            for (int side = 0; side < 2; side++) {
                int node = receiver(e, side);
                float share = 1f / scalers.degree(node);
                for (int c = 0; c < width; c += Lanes.COUNT) {
                    VectorMask<Float> mask = SPECIES.indexInRange(c, width);
                    long at = (2L * e + side) * width + c;
                    FloatVector m = Lanes.load(sent, at, mask);
                    FloatVector slope = m.sub(Lanes.load(moments, moment(node, MEAN, c), mask))
                            .div(Lanes.load(moments, moment(node, DEVIATION, c), mask));
                    FloatVector d = slope.mul(Lanes.load(gradients, moment(node, DEVIATION, c), mask))
                            .add(Lanes.load(gradients, moment(node, MEAN, c), mask))
                            .mul(share);
                    d = d.add(ofExtreme(m, node, LARGEST, c, mask)).add(ofExtreme(m, node, SMALLEST, c, mask));
                    Lanes.store(d.add(Lanes.load(dm, at, mask)), dm, at, mask);
                }
            }
        }
    }

    private FloatVector ofExtreme(FloatVector m, int node, int kind, int c, VectorMask<Float> mask) {
        VectorMask<Float> attained = m.compare(VectorOperators.EQ, Lanes.load(moments, moment(node, kind, c), mask));
        return FloatVector.zero(SPECIES).blend(Lanes.load(gradients, moment(node, kind, c), mask), attained);
    }
}
