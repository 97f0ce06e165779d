package org.orbifold.tensor;

import static org.orbifold.tensor.VectorGemm.SPECIES;
import static org.orbifold.tensor.VectorPointwise.load;
import static org.orbifold.tensor.VectorPointwise.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.orbifold.tensor.VectorGemm.View;

/**
 * The primitives as vector loops on the arrays' own memory, with the array library's BLAS for large products. Float
 * only: programs in double, which are for checking, go to the portable kernels.
 */
final class CpuKernels implements Kernels {
    /** Multiplications from which a BLAS call pays. */
    private static final long BLAS_FROM = 1L << 20;

    /** Multiplications that are worth a thread of their own. */
    private static final long GRAIN = 1L << 18;

    private final Parallel parallel;
    private final Kernels portable;

    CpuKernels(Parallel parallel, Kernels portable) {
        this.parallel = parallel;
        this.portable = portable;
    }

    @Override
    public Primitive linear(Variable x, Variable w, Variable b, Pointwise f, Variable y) {
        return w.value().precision() == Precision.FLOAT ? new Linear(x, w, b, f, y) : portable.linear(x, w, b, f, y);
    }

    private final class Linear implements Primitive {
        private final Variable x;
        private final Variable w;
        private final Variable b;
        private final Variable y;
        private final Pointwise f;
        private final int networks;
        private final int rows;
        private final int in;
        private final int out;
        private final boolean blas;
        private final int grain;

        /** The weights of each network transposed, {@code [n, in, out]}: rows that vector loops can read. */
        private final MemorySegment transposed;

        /** What f is applied to, where its derivative needs that. */
        private final MemorySegment sums;

        Linear(Variable x, Variable w, Variable b, Pointwise f, Variable y) {
            this.x = x;
            this.w = w;
            this.b = b;
            this.y = y;
            this.f = f;
            networks = w.value().dim(0);
            rows = y.value().dim(1);
            out = w.value().dim(1);
            in = w.value().dim(2);
            long products = (long) rows * in * out;
            blas = products >= BLAS_FROM;
            grain = (int) Math.max(1, GRAIN / Math.max(1, products));
            transposed = MemorySegment.ofArray(blas ? new float[0] : new float[networks * in * out]);
            sums = f == Pointwise.GELU
                    ? MemorySegment.ofArray(new float[Math.toIntExact(y.value().size())])
                    : y.value().memory();
        }

        @Override
        public void forward() {
            if (blas) {
                for (int n = 0; n < networks; n++) {
                    Block rowsOfX = new Block(x.value(), input(n));
                    Block rowsOfW = new Block(w.value(), weights(n));
                    gemm(rows, out, in, rowsOfX, false, rowsOfW, true, 0, new Block(y.value(), result(n)));
                }
                if (f == Pointwise.GELU) {
                    MemorySegment.copy(
                            y.value().memory(), 0, sums, 0, y.value().memory().byteSize());
                }
                parallel.forEach(networks * rows, 1 + (1 << 14) / out, (from, to) -> {
                    for (int r = from; r < to; r++) {
                        finish(r / rows, (long) r * out, 1);
                    }
                });
            } else {
                parallel.forEach(networks, grain, (from, to) -> {
                    for (int n = from; n < to; n++) {
                        transpose(n);
                        VectorGemm.multiply(
                                rows,
                                out,
                                in,
                                View.rows(x.value().memory(), input(n), in),
                                View.rows(transposed, weights(n), out),
                                View.rows(sums, result(n), out),
                                false);
                        finish(n, result(n), rows);
                    }
                });
            }
        }

        private void finish(int network, long at, int count) {
            VectorPointwise.biasAndApply(
                    f, b.value().memory(), (long) network * out, sums, y.value().memory(), at, count, out);
        }

        @Override
        public void backward() {
            boolean addX = x.isDifferentiated() && x.accumulates();
            boolean addW = w.isDifferentiated() && w.accumulates();
            boolean addB = b.isDifferentiated() && b.accumulates();
            parallel.forEach(networks, grain, (from, to) -> {
                for (int n = from; n < to; n++) {
                    if (f != Pointwise.IDENTITY) {
                        VectorPointwise.multiplyDerivative(
                                f, sums, y.value().memory(), y.gradient().memory(), result(n), result(n + 1));
                    }
                    if (b.isDifferentiated()) {
                        sumRows(n, addB);
                    }
                    if (!blas) {
                        multiplyBack(n, addX, addW);
                    }
                }
            });
            if (blas) {
                for (int n = 0; n < networks; n++) {
                    multiplyBackByBlas(n, addX, addW);
                }
            }
        }

        private void multiplyBack(int n, boolean addX, boolean addW) {
            View dz = View.rows(y.gradient().memory(), result(n), out);
            if (w.isDifferentiated()) {
                View rowsOfX = View.rows(x.value().memory(), input(n), in);
                View dw = View.rows(w.gradient().memory(), weights(n), in);
                VectorGemm.multiply(out, in, rows, dz.transposed(), rowsOfX, dw, addW);
            }
            if (x.isDifferentiated()) {
                View rowsOfW = View.rows(w.value().memory(), weights(n), in);
                View dx = View.rows(x.gradient().memory(), input(n), in);
                VectorGemm.multiply(rows, in, out, dz, rowsOfW, dx, addX);
            }
        }

        private void multiplyBackByBlas(int n, boolean addX, boolean addW) {
            Block dz = new Block(y.gradient(), result(n));
            if (w.isDifferentiated()) {
                Block dw = new Block(w.gradient(), weights(n));
                gemm(out, in, rows, dz, true, new Block(x.value(), input(n)), false, addW ? 1 : 0, dw);
            }
            if (x.isDifferentiated()) {
                Block dx = new Block(x.gradient(), input(n));
                gemm(rows, in, out, dz, false, new Block(w.value(), weights(n)), false, addX ? 1 : 0, dx);
            }
        }

        private void sumRows(int n, boolean add) {
            MemorySegment dz = y.gradient().memory();
            MemorySegment db = b.gradient().memory();
            for (int c = 0; c < out; c += SPECIES.length()) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, out);
                FloatVector sum = add ? load(db, (long) n * out + c, mask) : FloatVector.zero(SPECIES);
                for (int r = 0; r < rows; r++) {
                    sum = sum.add(load(dz, result(n) + (long) r * out + c, mask));
                }
                store(sum, db, (long) n * out + c, mask);
            }
        }

        private void transpose(int n) {
            MemorySegment source = w.value().memory();
            long at = weights(n);
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    transposed.setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            at + (long) i * out + o,
                            source.getAtIndex(ValueLayout.JAVA_FLOAT, at + (long) o * in + i));
                }
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

    /** A row-major matrix that begins at an element of a tensor. */
    private record Block(Tensor tensor, long at) {
        Pointer pointer(long offset) {
            Pointer data = tensor.array().data().pointer();
            return tensor.precision() == Precision.FLOAT
                    ? new FloatPointer(data).position(at + offset)
                    : new DoublePointer(data).position(at + offset);
        }
    }

    /**
     * {@code c = a' b' + beta c} for {@code a' [m, k]} and {@code b' [k, n]}. BLAS itself runs on one thread: a product is
     * split over its rows, so that programs side by side do not wait for each other.
     */
    private void gemm(
            int m, int n, int k, Block a, boolean transposeA, Block b, boolean transposeB, double beta, Block c) {
        int ta = transposeA ? openblas.CblasTrans : openblas.CblasNoTrans;
        int tb = transposeB ? openblas.CblasTrans : openblas.CblasNoTrans;
        int lda = transposeA ? m : k;
        int ldb = transposeB ? k : n;
        int grain = (int) Math.max(1, BLAS_FROM / ((long) n * k));
        parallel.forEach(m, grain, (from, to) -> {
            Pointer pa = a.pointer(transposeA ? from : (long) from * k);
            Pointer pc = c.pointer((long) from * n);
            int rows = to - from;
            if (c.tensor.precision() == Precision.FLOAT) {
                openblas.cblas_sgemm(
                        openblas.CblasRowMajor,
                        ta,
                        tb,
                        rows,
                        n,
                        k,
                        1f,
                        (FloatPointer) pa,
                        lda,
                        (FloatPointer) b.pointer(0),
                        ldb,
                        (float) beta,
                        (FloatPointer) pc,
                        n);
            } else {
                openblas.cblas_dgemm(
                        openblas.CblasRowMajor,
                        ta,
                        tb,
                        rows,
                        n,
                        k,
                        1,
                        (DoublePointer) pa,
                        lda,
                        (DoublePointer) b.pointer(0),
                        ldb,
                        beta,
                        (DoublePointer) pc,
                        n);
            }
        });
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        int k = a.dim(transposeA ? 0 : 1);
        gemm(c.dim(0), c.dim(1), k, new Block(a, 0), transposeA, new Block(b, 0), transposeB, beta, new Block(c, 0));
    }

    @Override
    public Primitive crossEntropy(Variable logits, Variable target, Variable loss) {
        return logits.value().precision() == Precision.FLOAT
                ? new CrossEntropy(logits, target, loss)
                : portable.crossEntropy(logits, target, loss);
    }

    private final class CrossEntropy implements Primitive {
        private final Variable logits;
        private final Variable loss;
        private final MemorySegment z;
        private final MemorySegment p;
        private final int networks;
        private final int rows;
        private final int classes;

        CrossEntropy(Variable logits, Variable target, Variable loss) {
            this.logits = logits;
            this.loss = loss;
            z = logits.value().memory();
            p = target.value().memory();
            networks = logits.value().dim(0);
            rows = logits.value().dim(1);
            classes = logits.value().dim(2);
        }

        private int grain() {
            return 1 + 4096 / (rows * classes);
        }

        @Override
        public void forward() {
            parallel.forEach(networks, grain(), (from, to) -> {
                for (int n = from; n < to; n++) {
                    double sum = 0;
                    for (int r = 0; r < rows; r++) {
                        long at = ((long) n * rows + r) * classes;
                        double normalizer = logSumExp(at);
                        for (int c = 0; c < classes; c++) {
                            float q = p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
                            if (q != 0) {
                                sum += q * (normalizer - z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
                            }
                        }
                    }
                    loss.value().set(n, sum / rows);
                }
            });
        }

        @Override
        public void backward() {
            if (!logits.isDifferentiated()) {
                return;
            }
            boolean add = logits.accumulates();
            MemorySegment d = logits.gradient().memory();
            parallel.forEach(networks, grain(), (from, to) -> {
                for (int n = from; n < to; n++) {
                    double scale = loss.gradient().get(n) / rows;
                    for (int r = 0; r < rows; r++) {
                        backward(d, ((long) n * rows + r) * classes, scale, add);
                    }
                }
            });
        }

        private void backward(MemorySegment d, long at, double scale, boolean add) {
            double normalizer = logSumExp(at);
            double mass = 0;
            for (int c = 0; c < classes; c++) {
                mass += p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
            }
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) - normalizer);
                double gradient = scale * (mass * probability - p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
                double before = add ? d.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) : 0;
                d.setAtIndex(ValueLayout.JAVA_FLOAT, at + c, (float) (before + gradient));
            }
        }

        private double logSumExp(long at) {
            float max = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                max = Math.max(max, z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) - max);
            }
            return max + Math.log(sum);
        }
    }

    @Override
    public Primitive squaredError(Variable prediction, Variable target, Variable loss) {
        return prediction.value().precision() == Precision.FLOAT
                ? new SquaredError(prediction, target, loss)
                : portable.squaredError(prediction, target, loss);
    }

    private final class SquaredError implements Primitive {
        private final Variable prediction;
        private final Variable loss;
        private final MemorySegment x;
        private final MemorySegment y;
        private final int networks;
        private final int size;

        SquaredError(Variable prediction, Variable target, Variable loss) {
            this.prediction = prediction;
            this.loss = loss;
            x = prediction.value().memory();
            y = target.value().memory();
            networks = prediction.value().dim(0);
            size = prediction.value().dim(1) * prediction.value().dim(2);
        }

        @Override
        public void forward() {
            parallel.forEach(networks, 1 + (1 << 16) / size, (from, to) -> {
                for (int n = from; n < to; n++) {
                    double sum = 0;
                    for (long i = (long) n * size; i < (long) (n + 1) * size; i++) {
                        double d = x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                        sum += d * d;
                    }
                    loss.value().set(n, sum / size);
                }
            });
        }

        @Override
        public void backward() {
            if (!prediction.isDifferentiated()) {
                return;
            }
            boolean add = prediction.accumulates();
            MemorySegment dx = prediction.gradient().memory();
            parallel.forEach(networks, 1 + (1 << 16) / size, (from, to) -> {
                for (int n = from; n < to; n++) {
                    float scale = (float) (2 * loss.gradient().get(n) / size);
                    long end = (long) (n + 1) * size;
                    for (long i = (long) n * size; i < end; i += SPECIES.length()) {
                        VectorMask<Float> mask = SPECIES.indexInRange(i, end);
                        FloatVector d = load(x, i, mask).sub(load(y, i, mask)).mul(scale);
                        store(add ? d.add(load(dx, i, mask)) : d, dx, i, mask);
                    }
                }
            });
        }
    }

    @Override
    public Update update(Variable parameter, Optimizer optimizer, Tensor[] state) {
        if (parameter.value().precision() != Precision.FLOAT) {
            return portable.update(parameter, optimizer, state);
        }
        int size = Math.toIntExact(parameter.value().size());
        MemorySegment p = parameter.value().memory();
        MemorySegment g = parameter.gradient().memory();
        return switch (optimizer) {
            case Optimizer.Adam adam ->
                (rate, step) ->
                        parallel.forEach(size, 1 << 15, (from, to) -> adam(adam, rate, step, p, g, state, from, to));
            case Optimizer.Sgd sgd ->
                (rate, step) -> parallel.forEach(
                        size, 1 << 15, (from, to) -> sgd(sgd, (float) rate, p, g, state[0].memory(), from, to));
        };
    }

    private static void adam(
            Optimizer.Adam adam,
            double rate,
            long step,
            MemorySegment p,
            MemorySegment g,
            Tensor[] state,
            int from,
            int to) {
        MemorySegment m = state[0].memory();
        MemorySegment v = state[1].memory();
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float stepSize = (float) (rate / (1 - Math.pow(adam.beta1(), (double) step)));
        float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(adam.beta2(), (double) step)));
        for (int i = from; i < to; i += SPECIES.length()) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector parameter = load(p, i, mask);
            FloatVector gradient = load(g, i, mask).add(parameter.mul((float) adam.weightDecay()));
            FloatVector first = load(m, i, mask).mul(beta1).add(gradient.mul(1 - beta1));
            FloatVector second =
                    load(v, i, mask).mul(beta2).add(gradient.mul(gradient).mul(1 - beta2));
            store(first, m, i, mask);
            store(second, v, i, mask);
            FloatVector root = second.sqrt().mul(rootScale).add((float) adam.epsilon());
            store(parameter.sub(first.mul(stepSize).div(root)), p, i, mask);
        }
    }

    private static void sgd(
            Optimizer.Sgd sgd, float rate, MemorySegment p, MemorySegment g, MemorySegment v, int from, int to) {
        for (int i = from; i < to; i += SPECIES.length()) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector parameter = load(p, i, mask);
            FloatVector gradient = load(g, i, mask).add(parameter.mul((float) sgd.weightDecay()));
            FloatVector velocity = load(v, i, mask).mul((float) sgd.momentum()).add(gradient);
            store(velocity, v, i, mask);
            store(parameter.sub(velocity.mul(rate)), p, i, mask);
        }
    }
}
