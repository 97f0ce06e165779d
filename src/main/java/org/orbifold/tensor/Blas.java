package org.orbifold.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Large products by the array library's BLAS. BLAS itself runs on one thread: a product is split over its rows, so that
 * programs side by side do not wait for each other.
 */
final class Blas {
    /** Multiplications that are worth a thread of their own. */
    private static final long GRAIN = 1L << 20;

    private Blas() {}

    /** A row-major matrix that begins at an element of a tensor. */
    record Block(Tensor tensor, long at) {
        private Pointer pointer(long offset) {
            Pointer data = tensor.array().data().pointer();
            long first = tensor.array().offset() + at + offset;
            return tensor.precision() == Precision.FLOAT
                    ? new FloatPointer(data).position(first)
                    : new DoublePointer(data).position(first);
        }
    }

    /** {@code c = a' b' + beta c} for {@code a' [m, k]} and {@code b' [k, n]}, where {@code '} transposes if asked. */
    static void multiply(
            Parallel parallel,
            int m,
            int n,
            int k,
            Block a,
            boolean transposeA,
            Block b,
            boolean transposeB,
            double beta,
            Block c) {
        int ta = transposeA ? openblas.CblasTrans : openblas.CblasNoTrans;
        int tb = transposeB ? openblas.CblasTrans : openblas.CblasNoTrans;
        int lda = transposeA ? m : k;
        int ldb = transposeB ? k : n;
        int grain = (int) Math.max(1, GRAIN / ((long) n * k));
        parallel.forEach(m, grain, (from, to) -> {
            Pointer pa = a.pointer(transposeA ? from : (long) from * k);
            Pointer pb = b.pointer(0);
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
                        (FloatPointer) pb,
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
                        (DoublePointer) pb,
                        ldb,
                        beta,
                        (DoublePointer) pc,
                        n);
            }
        });
    }
}
