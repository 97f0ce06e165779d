package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;
import static org.orbifold.tensor.Scratch.Use.WEIGHT_GRADIENT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.orbifold.tensor.Gemm.Matrix;

/**
 * {@code y = epilogue(x w^T)} for a population of n networks, in blocks of rows: each is copied to the Java heap,
 * multiplied and finished there, and written once. Large products go to BLAS, and only their epilogue in blocks.
 *
 * <p>Shapes: x {@code [n, rows, in]} or {@code [rows, in]}, w {@code [n, out, in]}, y {@code [n, rows, out]}.
 */
final class CpuLinear implements Primitive {
    /** Multiplications, and weights, from which BLAS is faster than {@link Gemm}. */
    private static final long BLAS_FROM = 1L << 20;

    private static final long BLAS_WEIGHTS = 1L << 15;

    /** Multiplications that are worth a thread of their own. */
    private static final long GRAIN = 1L << 18;

    /** Rows of a block: a multiple of what {@link Gemm} takes at once. */
    private static final int BLOCK = 48;

    private final Parallel parallel;
    private final Variable x;
    private final Variable w;
    private final Variable y;
    private final Epilogue epilogue;
    private final int networks;
    private final int rows;
    private final int in;
    private final int out;
    private final int paddedIn;
    private final int paddedOut;
    private final boolean blas;
    private final int grain;

    CpuLinear(Parallel parallel, Variable x, Variable w, Variable y, Epilogue epilogue) {
        this.parallel = parallel;
        this.x = x;
        this.w = w;
        this.y = y;
        this.epilogue = epilogue;
        networks = w.value().dim(0);
        rows = y.value().dim(1);
        out = w.value().dim(1);
        in = w.value().dim(2);
        paddedIn = Lanes.padded(in);
        paddedOut = Lanes.padded(out);
        long products = (long) rows * in * out;
        blas = products >= BLAS_FROM && (long) in * out >= BLAS_WEIGHTS;
        grain = (int) Math.max(1, GRAIN / Math.max(1, products));
    }

    @Override
    public void forward() {
        if (blas) {
            for (int n = 0; n < networks; n++) {
                Blas.Block weights = new Blas.Block(w.value(), weights(n));
                Blas.Block result = new Blas.Block(y.value(), result(n));
                Blas.multiply(
                        parallel, rows, out, in, new Blas.Block(x.value(), input(n)), false, weights, true, 0, result);
            }
            int blocks = Math.ceilDiv(rows, BLOCK);
            parallel.forEach(networks * blocks, 4, (from, to) -> {
                for (int b = from; b < to; b++) {
                    finish(b / blocks, b % blocks * BLOCK);
                }
            });
        } else {
            parallel.forEach(networks, grain, (from, to) -> {
                for (int n = from; n < to; n++) {
                    forward(n);
                }
            });
        }
    }

    private void finish(int n, int from) {
        int count = Math.min(BLOCK, rows - from);
        float[] z = Scratch.of(RESULT, BLOCK * paddedOut);
        long at = result(n) + (long) from * out;
        Lanes.read(y.value().memory(), at, count, out, z);
        epilogue.beginForward(n);
        epilogue.forward(n, from, count, z);
        Lanes.write(z, count, out, y.value().memory(), at);
    }

    private void forward(int n) {
        float[] weights = Scratch.of(WEIGHTS, in * paddedOut);
        float[] z = Scratch.of(RESULT, BLOCK * paddedOut);
        float[] rowsOfX = Scratch.of(INPUT, BLOCK * paddedIn);
        transpose(n, weights);
        Matrix a = Matrix.of(rowsOfX, paddedIn);
        Matrix b = Matrix.of(weights, paddedOut);
        Matrix c = Matrix.of(z, paddedOut);
        epilogue.beginForward(n);
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            Lanes.read(x.value().memory(), input(n) + (long) from * in, count, in, rowsOfX);
            Gemm.multiply(count, paddedOut, in, a, b, c, false);
            epilogue.forward(n, from, count, z);
            Lanes.write(z, count, out, y.value().memory(), result(n) + (long) from * out);
        }
    }

    /** The weights of a network as {@code [in, padded out]}: rows that vectors are read from. */
    private void transpose(int n, float[] to) {
        MemorySegment source = w.value().memory();
        long at = weights(n);
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                to[i * paddedOut + o] = source.getAtIndex(ValueLayout.JAVA_FLOAT, at++);
            }
        }
        for (int i = 0; paddedOut > out && i < in; i++) {
            Arrays.fill(to, i * paddedOut + out, (i + 1) * paddedOut, 0);
        }
    }

    @Override
    public void backward() {
        boolean addX = x.isDifferentiated() && x.accumulates();
        boolean addW = w.isDifferentiated() && w.accumulates();
        epilogue.beginBackward();
        parallel.forEach(networks, grain, (from, to) -> {
            for (int n = from; n < to; n++) {
                epilogue.beginBackward(n);
                backward(n, addX, addW);
                epilogue.endBackward(n);
            }
        });
        if (blas) {
            for (int n = 0; n < networks; n++) {
                backwardByBlas(n, addX, addW);
            }
        }
    }

    private void backward(int n, boolean addX, boolean addW) {
        float[] z = Scratch.of(RESULT, BLOCK * paddedOut);
        float[] g = Scratch.of(RESULT_GRADIENT, BLOCK * paddedOut);
        float[] rowsOfX = Scratch.of(INPUT, BLOCK * paddedIn);
        boolean toX = !blas && x.isDifferentiated();
        boolean toW = !blas && w.isDifferentiated();
        float[] weights = Scratch.of(WEIGHTS, toX ? out * paddedIn : 0);
        float[] dw = Scratch.of(WEIGHT_GRADIENT, toW ? out * paddedIn : 0);
        if (toX) {
            Lanes.read(w.value().memory(), weights(n), out, in, weights);
        }
        if (toW && addW) {
            Lanes.read(w.gradient().memory(), weights(n), out, in, dw);
        }
        Matrix gradient = Matrix.of(g, paddedOut);
        Matrix transposed = gradient.transposed();
        Matrix input = Matrix.of(rowsOfX, paddedIn);
        Matrix sums = Matrix.of(dw, paddedIn);
        Matrix rowsOfW = Matrix.of(weights, paddedIn);
        for (int from = 0; from < rows; from += BLOCK) {
            int count = Math.min(BLOCK, rows - from);
            long at = result(n) + (long) from * out;
            Lanes.read(y.value().memory(), at, count, out, z);
            Lanes.read(y.gradient().memory(), at, count, out, g);
            epilogue.backward(n, from, count, g, z);
            if (blas) {
                Lanes.write(g, count, out, y.gradient().memory(), at);
            }
            long inputs = input(n) + (long) from * in;
            if (toW) {
                Lanes.read(x.value().memory(), inputs, count, in, rowsOfX);
                Gemm.multiply(out, paddedIn, count, transposed, input, sums, addW || from > 0);
            }
            if (toX) {
                if (addX) {
                    Lanes.read(x.gradient().memory(), inputs, count, in, rowsOfX);
                }
                Gemm.multiply(count, paddedIn, out, gradient, rowsOfW, input, addX);
                Lanes.write(rowsOfX, count, in, x.gradient().memory(), inputs);
            }
        }
        if (toW) {
            Lanes.write(dw, out, in, w.gradient().memory(), weights(n));
        }
    }

    private void backwardByBlas(int n, boolean addX, boolean addW) {
        Blas.Block dz = new Blas.Block(y.gradient(), result(n));
        if (w.isDifferentiated()) {
            Blas.Block dw = new Blas.Block(w.gradient(), weights(n));
            Blas.Block input = new Blas.Block(x.value(), input(n));
            Blas.multiply(parallel, out, in, rows, dz, true, input, false, addW ? 1 : 0, dw);
        }
        if (x.isDifferentiated()) {
            Blas.Block dx = new Blas.Block(x.gradient(), input(n));
            Blas.Block weights = new Blas.Block(w.value(), weights(n));
            Blas.multiply(parallel, rows, in, out, dz, false, weights, false, addX ? 1 : 0, dx);
        }
    }

    private long input(int n) {
        return x.value().rank() == 3 ? (long) n * rows * in : 0;
    }

    private long weights(int n) {
        return (long) n * out * in;
    }

    private long result(int n) {
        return (long) n * rows * out;
    }
}
