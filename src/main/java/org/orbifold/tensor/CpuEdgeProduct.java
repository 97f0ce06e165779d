package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;

import org.orbifold.tensor.Gemm.Matrix;

/** As {@link Kernels#edgeProduct}: between two layers, the product of two matrices. */
final class CpuEdgeProduct implements Primitive {
    private final LayeredGraph graph;
    private final Variable ends;
    private final Variable y;
    private final int rank;
    private final int padded;
    private final float scale;

    CpuEdgeProduct(LayeredGraph graph, Variable ends, Variable y) {
        this.graph = graph;
        this.ends = ends;
        this.y = y;
        rank = ends.value().dim(2) / 2;
        padded = Lanes.padded(rank);
        scale = (float) (1 / Math.sqrt(rank));
    }

    private int batch() {
        return y.value().dim(1) / graph.edges();
    }

    /** The factors of a layer's nodes, rows (u, v) of which each half is padded. */
    private void read(Tensor from, int s, int l, float[] rows) {
        long at = ((long) s * graph.nodes() + graph.nodeOffset(l)) * 2 * rank;
        Lanes.read(from.memory(), at, 2 * graph.width(l), rank, rows);
    }

    private void write(float[] rows, int s, int l, Tensor to) {
        long at = ((long) s * graph.nodes() + graph.nodeOffset(l)) * 2 * rank;
        Lanes.write(rows, 2 * graph.width(l), rank, to.memory(), at);
    }

    private Matrix targets(float[] rows) {
        return new Matrix(rows, 0, 2 * padded, 1);
    }

    private Matrix sources(float[] rows) {
        return new Matrix(rows, padded, 2 * padded, 1);
    }

    private long firstEdge(int s, int l) {
        return (long) s * graph.edges() + graph.edgeOffset(l);
    }

    @Override
    public void forward() {
        for (int s = 0; s < batch(); s++) {
            for (int l = 0; l + 1 < graph.layers(); l++) {
                forward(s, l);
            }
        }
    }

    private void forward(int s, int l) {
        int in = graph.width(l);
        int out = graph.width(l + 1);
        int stride = Lanes.padded(in);
        float[] below = Scratch.of(INPUT, in * 2 * padded);
        float[] above = Scratch.of(WEIGHTS, out * 2 * padded);
        read(ends.value(), s, l, below);
        read(ends.value(), s, l + 1, above);
        float[] transposed = Scratch.zeros(RESULT_GRADIENT, rank * stride);
        for (int p = 0; p < in; p++) {
            for (int c = 0; c < rank; c++) {
                transposed[c * stride + p] = scale * below[p * 2 * padded + padded + c];
            }
        }
        float[] products = Scratch.of(RESULT, out * stride);
        Gemm.multiply(
                out, stride, rank, targets(above), Matrix.of(transposed, stride), Matrix.of(products, stride), false);
        Lanes.write(products, out, in, y.value().memory(), firstEdge(s, l));
    }

    @Override
    public void backward() {
        ends.beginAccumulation();
        for (int s = 0; s < batch(); s++) {
            for (int l = 0; l + 1 < graph.layers(); l++) {
                backward(s, l);
            }
        }
    }

    private void backward(int s, int l) {
        int in = graph.width(l);
        int out = graph.width(l + 1);
        int stride = Lanes.padded(in);
        float[] slopes = Scratch.of(RESULT_GRADIENT, out * stride);
        Lanes.read(y.gradient().memory(), firstEdge(s, l), out, in, slopes);
        for (int i = 0; i < out * stride; i++) {
            slopes[i] *= scale;
        }
        Matrix slope = Matrix.of(slopes, stride);
        float[] values = Scratch.of(INPUT, Math.max(in, out) * 2 * padded);
        float[] gradients = Scratch.of(RESULT, Math.max(in, out) * 2 * padded);
        read(ends.value(), s, l, values);
        read(ends.gradient(), s, l + 1, gradients);
        Gemm.multiply(out, padded, in, slope, sources(values), targets(gradients), true);
        write(gradients, s, l + 1, ends.gradient());
        read(ends.value(), s, l + 1, values);
        read(ends.gradient(), s, l, gradients);
        Gemm.multiply(in, padded, out, slope.transposed(), targets(values), sources(gradients), true);
        write(gradients, s, l, ends.gradient());
    }
}
