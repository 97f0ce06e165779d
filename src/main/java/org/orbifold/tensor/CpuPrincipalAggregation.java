package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHT_GRADIENT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** As {@link Kernels#principalAggregation}: nodes lie on the Java heap, and messages are copied there in blocks. */
final class CpuPrincipalAggregation implements Primitive {
    private static final int MEAN = 0;
    private static final int DEVIATION = 1;
    private static final int LARGEST = 2;
    private static final int SMALLEST = 3;
    private static final int MOMENTS = 4;

    /** Messages of a block. */
    private static final int BLOCK = 64;

    private final EdgeEnds ends;
    private final DegreeScalers scalers;
    private final Variable messages;
    private final Variable y;
    private final int count;
    private final int nodes;
    private final int width;
    private final int stride;

    /** Of each node: mean, standard deviation, largest, smallest; backward, their gradients. */
    private final float[] moments;

    private final float[] gradients;

    CpuPrincipalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y) {
        this.messages = messages;
        this.scalers = scalers;
        this.y = y;
        ends = new EdgeEnds(graph);
        count = 2 * messages.value().dim(1);
        nodes = y.value().dim(1);
        width = messages.value().dim(2) / 2;
        stride = Lanes.padded(width);
        moments = new float[nodes * MOMENTS * stride];
        gradients = new float[nodes * MOMENTS * stride];
    }

    private int moment(int node, int kind) {
        return (node * MOMENTS + kind) * stride;
    }

    private float share(int node) {
        return 1f / scalers.degree(node);
    }

    @Override
    public void forward() {
        for (int i = 0; i < nodes; i++) {
            Arrays.fill(moments, moment(i, MEAN), moment(i, LARGEST), 0);
            Arrays.fill(moments, moment(i, LARGEST), moment(i, SMALLEST), Float.NEGATIVE_INFINITY);
            Arrays.fill(moments, moment(i, SMALLEST), moment(i, MOMENTS), Float.POSITIVE_INFINITY);
        }
        float[] block = Scratch.of(INPUT, BLOCK * stride);
        for (int from = 0; from < count; from += BLOCK) {
            int end = read(from, block);
            for (int m = from; m < end; m++) {
                addMessage(block, (m - from) * stride, ends.receiver(m));
            }
        }
        for (int from = 0; from < count; from += BLOCK) {
            int end = read(from, block);
            for (int m = from; m < end; m++) {
                addSquare(block, (m - from) * stride, ends.receiver(m));
            }
        }
        scale();
    }

    /** Copies the messages of the block that begins with one, and returns where it ends. */
    private int read(int from, float[] block) {
        int end = Math.min(from + BLOCK, count);
        Lanes.read(messages.value().memory(), (long) from * width, end - from, width, block);
        return end;
    }

    private void addMessage(float[] block, int r, int node) {
        float share = share(node);
        int mean = moment(node, MEAN);
        int largest = moment(node, LARGEST);
        int smallest = moment(node, SMALLEST);
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector m = fromArray(SPECIES, block, r + c);
            fromArray(SPECIES, moments, mean + c).add(m.mul(share)).intoArray(moments, mean + c);
            fromArray(SPECIES, moments, largest + c).max(m).intoArray(moments, largest + c);
            fromArray(SPECIES, moments, smallest + c).min(m).intoArray(moments, smallest + c);
        }
    }

    private void addSquare(float[] block, int r, int node) {
        float share = share(node);
        int mean = moment(node, MEAN);
        int variance = moment(node, DEVIATION);
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector d = fromArray(SPECIES, block, r + c).sub(fromArray(SPECIES, moments, mean + c));
            fromArray(SPECIES, moments, variance + c).add(d.mul(d).mul(share)).intoArray(moments, variance + c);
        }
    }

    private void scale() {
        float[] scaled = Scratch.of(RESULT, DegreeScalers.COUNT * MOMENTS * stride);
        for (int i = 0; i < nodes; i++) {
            for (int c = moment(i, DEVIATION); c < moment(i, LARGEST); c += Lanes.COUNT) {
                fromArray(SPECIES, moments, c).add((float) Tape.EPSILON).sqrt().intoArray(moments, c);
            }
            int first = moment(i, MEAN);
            for (int scaler = 0; scaler < DegreeScalers.COUNT; scaler++) {
                float factor = scalers.factor(i, scaler);
                int to = moment(scaler, MEAN);
                for (int c = 0; c < MOMENTS * stride; c += Lanes.COUNT) {
                    fromArray(SPECIES, moments, first + c).mul(factor).intoArray(scaled, to + c);
                }
            }
            Lanes.write(scaled, DegreeScalers.COUNT * MOMENTS, width, y.value().memory(), result(i));
        }
    }

    /** Where the result of a node begins. */
    private long result(int node) {
        return (long) node * DegreeScalers.COUNT * MOMENTS * width;
    }

    @Override
    public void backward() {
        boolean addMessages = messages.accumulates();
        unscale();
        float[] block = Scratch.of(INPUT, BLOCK * stride);
        float[] d = Scratch.of(WEIGHT_GRADIENT, BLOCK * stride);
        for (int from = 0; from < count; from += BLOCK) {
            int end = read(from, block);
            Lanes.readGradient(messages, addMessages, (long) from * width, end - from, width, d);
            for (int m = from; m < end; m++) {
                backward(block, d, (m - from) * stride, ends.receiver(m));
            }
            Lanes.write(d, end - from, width, messages.gradient().memory(), (long) from * width);
        }
    }

    private void unscale() {
        float[] dy = Scratch.of(RESULT_GRADIENT, DegreeScalers.COUNT * MOMENTS * stride);
        for (int i = 0; i < nodes; i++) {
            Lanes.read(y.gradient().memory(), result(i), DegreeScalers.COUNT * MOMENTS, width, dy);
            int first = moment(i, MEAN);
            for (int c = 0; c < MOMENTS * stride; c += Lanes.COUNT) {
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int scaler = 0; scaler < DegreeScalers.COUNT; scaler++) {
                    sum = sum.add(
                            fromArray(SPECIES, dy, moment(scaler, MEAN) + c).mul(scalers.factor(i, scaler)));
                }
                sum.intoArray(gradients, first + c);
            }
        }
    }

    private void backward(float[] block, float[] gradient, int r, int node) {
        float share = share(node);
        int mean = moment(node, MEAN);
        int deviation = moment(node, DEVIATION);
        int largest = moment(node, LARGEST);
        int smallest = moment(node, SMALLEST);
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            FloatVector m = fromArray(SPECIES, block, r + c);
            VectorMask<Float> isLargest = m.compare(VectorOperators.EQ, fromArray(SPECIES, moments, largest + c));
            VectorMask<Float> isSmallest = m.compare(VectorOperators.EQ, fromArray(SPECIES, moments, smallest + c));
            m.sub(fromArray(SPECIES, moments, mean + c))
                    .div(fromArray(SPECIES, moments, deviation + c))
                    .mul(fromArray(SPECIES, gradients, deviation + c))
                    .add(fromArray(SPECIES, gradients, mean + c))
                    .mul(share)
                    .add(fromArray(SPECIES, gradients, largest + c), isLargest)
                    .add(fromArray(SPECIES, gradients, smallest + c), isSmallest)
                    .add(fromArray(SPECIES, gradient, r + c))
                    .intoArray(gradient, r + c);
        }
    }
}
