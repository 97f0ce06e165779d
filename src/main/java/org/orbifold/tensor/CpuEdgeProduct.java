package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.PATCHES;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;

import org.orbifold.tensor.Gemm.Matrix;

/** As {@link Kernels#edgeProduct}: between two layers, for each feature, the product of two matrices. */
final class CpuEdgeProduct implements Primitive {
    private final LayeredGraph graph;
    private final Variable ends;
    private final Variable y;
    private final int features;
    private final int rank;
    private final int padded;

    /** A node's factors (u, v_1, v_2, ...), each padded. */
    private final int row;

    private final float scale;

    CpuEdgeProduct(LayeredGraph graph, Variable ends, Variable y) {
        this.graph = graph;
        this.ends = ends;
        this.y = y;
        features = y.value().dim(2);
        rank = ends.value().dim(2) / (1 + features);
        padded = Lanes.padded(rank);
        row = (1 + features) * padded;
        scale = (float) (1 / Math.sqrt(rank));
    }

    private int batch() {
        return y.value().dim(1) / graph.edges();
    }

    private void read(Tensor from, int s, int l, float[] rows) {
        Lanes.read(from.memory(), firstFactor(s, l), (1 + features) * graph.width(l), rank, rows);
    }

    private void write(float[] rows, int s, int l, Tensor to) {
        Lanes.write(rows, (1 + features) * graph.width(l), rank, to.memory(), firstFactor(s, l));
    }

    private long firstFactor(int s, int l) {
        return ((long) s * graph.nodes() + graph.nodeOffset(l)) * (1 + features) * rank;
    }

    private Matrix targets(float[] rows) {
        return new Matrix(rows, 0, row, 1);
    }

    private Matrix sources(float[] rows, int feature) {
        return new Matrix(rows, (1 + feature) * padded, row, 1);
    }

    private long firstNumber(int s, int b) {
        return ((long) s * graph.edges() + graph.edgeOffset(b)) * features;
    }

    /** The numbers of a block's edges. */
    private int numbers(int b) {
        return (graph.edgeOffset(b + 1) - graph.edgeOffset(b)) * features;
    }

    /** Where the edge from node k, or of ties to node h, lies in a row h of a matrix. */
    private static int column(LayeredGraph.Block block, int h, int k) {
        return block.ties() ? h : k;
    }

    @Override
    public void forward() {
        for (int s = 0; s < batch(); s++) {
            for (int b = 0; b < graph.blocks().size(); b++) {
                forward(s, b);
            }
        }
    }

    private void forward(int s, int b) {
        LayeredGraph.Block block = graph.blocks().get(b);
        int in = graph.width(block.from());
        int out = graph.width(block.to());
        int stride = Lanes.padded(in);
        float[] below = Scratch.of(INPUT, in * row);
        float[] above = Scratch.of(WEIGHTS, out * row);
        read(ends.value(), s, block.from(), below);
        read(ends.value(), s, block.to(), above);
        float[] transposed = Scratch.zeros(RESULT_GRADIENT, rank * stride);
        float[] products = Scratch.of(RESULT, out * stride);
        float[] numbers = Scratch.of(PATCHES, numbers(b));
        for (int f = 0; f < features; f++) {
            for (int p = 0; p < in; p++) {
                for (int c = 0; c < rank; c++) {
                    transposed[c * stride + p] = scale * below[p * row + (1 + f) * padded + c];
                }
            }
            Matrix product = Matrix.of(products, stride);
            Gemm.multiply(out, stride, rank, targets(above), Matrix.of(transposed, stride), product, false);
            int e = f;
            for (int h = 0; h < out; h++) {
                for (int k = 0; k < graph.fanIn(block); k++) {
                    numbers[e] = products[h * stride + column(block, h, k)];
                    e += features;
                }
            }
        }
        y.value().write(numbers, 0, firstNumber(s, b), numbers(b));
    }

    @Override
    public void backward() {
        ends.beginAccumulation();
        for (int s = 0; s < batch(); s++) {
            for (int b = 0; b < graph.blocks().size(); b++) {
                float[] numbers = Scratch.of(PATCHES, numbers(b));
                y.gradient().read(firstNumber(s, b), numbers, 0, numbers(b));
                for (int f = 0; f < features; f++) {
                    backward(s, graph.blocks().get(b), f, numbers);
                }
            }
        }
    }

    private void backward(int s, LayeredGraph.Block block, int feature, float[] numbers) {
        int in = graph.width(block.from());
        int out = graph.width(block.to());
        int stride = Lanes.padded(in);
        float[] slopes = Scratch.zeros(RESULT_GRADIENT, out * stride);
        int e = feature;
        for (int h = 0; h < out; h++) {
            for (int k = 0; k < graph.fanIn(block); k++) {
                slopes[h * stride + column(block, h, k)] = scale * numbers[e];
                e += features;
            }
        }
        Matrix slope = Matrix.of(slopes, stride);
        float[] values = Scratch.of(INPUT, Math.max(in, out) * row);
        float[] gradients = Scratch.of(RESULT, Math.max(in, out) * row);
        read(ends.value(), s, block.from(), values);
        read(ends.gradient(), s, block.to(), gradients);
        Gemm.multiply(out, padded, in, slope, sources(values, feature), targets(gradients), true);
        write(gradients, s, block.to(), ends.gradient());
        read(ends.value(), s, block.to(), values);
        read(ends.gradient(), s, block.from(), gradients);
        Gemm.multiply(in, padded, out, slope.transposed(), targets(values), sources(gradients, feature), true);
        write(gradients, s, block.from(), ends.gradient());
    }
}
