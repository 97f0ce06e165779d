package org.orbifold.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of small matrices, in vectors, on arrays of the Java heap: blocks that a kernel has copied there because it
 * works on them while they are in the cache. On blocks as narrow as a graph network's this is faster than a call into
 * BLAS, which packs what it is given.
 */
final class Gemm {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Gemm() {}

    /** A matrix in an array: its first element and the distances, in elements, between rows and between columns. */
    @SuppressWarnings("ArrayRecordComponent") // a view of it
    record Matrix(float[] array, int at, int row, int column) {
        /** A row-major matrix with that many columns. */
        static Matrix of(float[] array, int columns) {
            return new Matrix(array, 0, columns, 1);
        }

        /** The transposed matrix. */
        Matrix transposed() {
            return new Matrix(array, at, column, row);
        }
    }

    /**
     * {@code c = a b}, or {@code c += a b}.
     *
     * @param n a multiple of the vectors' length
     * @param a {@code [m, k]}, any strides
     * @param b {@code [k, n]}, column stride 1
     * @param c {@code [m, n]}, column stride 1
     */
    static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        int wide = n - n % (2 * LANES);
        int i = 0;
        while (i < m) {
            int rows = m - i >= 6 && m - i != 8 ? 6 : m - i >= 4 ? 4 : 1;
            for (int j = 0; j < wide; j += 2 * LANES) {
                switch (rows) {
                    case 6 -> six(i, j, k, a, b, c, add);
                    case 4 -> four(i, j, k, a, b, c, add);
                    default -> one(i, j, k, a, b, c, add);
                }
            }
            for (int j = wide; j < n; j += LANES) {
                switch (rows) {
                    case 6 -> narrowSix(i, j, k, a, b, c, add);
                    case 4 -> {
                        narrowTwo(i, j, k, a, b, c, add);
                        narrowTwo(i + 2, j, k, a, b, c, add);
                    }
                    default -> narrowOne(i, j, k, a, b, c, add);
                }
            }
            i += rows;
        }
    }

    private static void six(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        float[] as = a.array;
        float[] bs = b.array;
        int step = a.column;
        int row = a.row;
        int at = a.at + i * row;
        int bAt = b.at + j;
        int bStep = b.row;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bs, bAt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, bs, bAt + LANES);
            bAt += bStep;
            FloatVector s = FloatVector.broadcast(SPECIES, as[at]);
            c00 = b0.fma(s, c00);
            c01 = b1.fma(s, c01);
            s = FloatVector.broadcast(SPECIES, as[at + row]);
            c10 = b0.fma(s, c10);
            c11 = b1.fma(s, c11);
            s = FloatVector.broadcast(SPECIES, as[at + 2 * row]);
            c20 = b0.fma(s, c20);
            c21 = b1.fma(s, c21);
            s = FloatVector.broadcast(SPECIES, as[at + 3 * row]);
            c30 = b0.fma(s, c30);
            c31 = b1.fma(s, c31);
            s = FloatVector.broadcast(SPECIES, as[at + 4 * row]);
            c40 = b0.fma(s, c40);
            c41 = b1.fma(s, c41);
            s = FloatVector.broadcast(SPECIES, as[at + 5 * row]);
            c50 = b0.fma(s, c50);
            c51 = b1.fma(s, c51);
            at += step;
        }
        int to = c.at + i * c.row + j;
        store(c.array, to, c00, c01, add);
        store(c.array, to + c.row, c10, c11, add);
        store(c.array, to + 2 * c.row, c20, c21, add);
        store(c.array, to + 3 * c.row, c30, c31, add);
        store(c.array, to + 4 * c.row, c40, c41, add);
        store(c.array, to + 5 * c.row, c50, c51, add);
    }

    private static void four(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        float[] as = a.array;
        float[] bs = b.array;
        int step = a.column;
        int row = a.row;
        int at = a.at + i * row;
        int bAt = b.at + j;
        int bStep = b.row;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, bs, bAt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, bs, bAt + LANES);
            bAt += bStep;
            FloatVector s = FloatVector.broadcast(SPECIES, as[at]);
            c00 = b0.fma(s, c00);
            c01 = b1.fma(s, c01);
            s = FloatVector.broadcast(SPECIES, as[at + row]);
            c10 = b0.fma(s, c10);
            c11 = b1.fma(s, c11);
            s = FloatVector.broadcast(SPECIES, as[at + 2 * row]);
            c20 = b0.fma(s, c20);
            c21 = b1.fma(s, c21);
            s = FloatVector.broadcast(SPECIES, as[at + 3 * row]);
            c30 = b0.fma(s, c30);
            c31 = b1.fma(s, c31);
            at += step;
        }
        int to = c.at + i * c.row + j;
        store(c.array, to, c00, c01, add);
        store(c.array, to + c.row, c10, c11, add);
        store(c.array, to + 2 * c.row, c20, c21, add);
        store(c.array, to + 3 * c.row, c30, c31, add);
    }

    private static void one(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        int at = a.at + i * a.row;
        int bAt = b.at + j;
        for (int p = 0; p < k; p++) {
            FloatVector s = FloatVector.broadcast(SPECIES, a.array[at]);
            c0 = FloatVector.fromArray(SPECIES, b.array, bAt).fma(s, c0);
            c1 = FloatVector.fromArray(SPECIES, b.array, bAt + LANES).fma(s, c1);
            at += a.column;
            bAt += b.row;
        }
        store(c.array, c.at + i * c.row + j, c0, c1, add);
    }

    private static void narrowSix(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        int row = a.row;
        int at = a.at + i * row;
        int bAt = b.at + j;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b.array, bAt);
            c0 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at]), c0);
            c1 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + row]), c1);
            c2 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + 2 * row]), c2);
            c3 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + 3 * row]), c3);
            c4 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + 4 * row]), c4);
            c5 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + 5 * row]), c5);
            at += a.column;
            bAt += b.row;
        }
        int to = c.at + i * c.row + j;
        store(c.array, to, c0, add);
        store(c.array, to + c.row, c1, add);
        store(c.array, to + 2 * c.row, c2, add);
        store(c.array, to + 3 * c.row, c3, add);
        store(c.array, to + 4 * c.row, c4, add);
        store(c.array, to + 5 * c.row, c5, add);
    }

    private static void narrowTwo(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        int at = a.at + i * a.row;
        int bAt = b.at + j;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b.array, bAt);
            c0 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at]), c0);
            c1 = b0.fma(FloatVector.broadcast(SPECIES, a.array[at + a.row]), c1);
            at += a.column;
            bAt += b.row;
        }
        int to = c.at + i * c.row + j;
        store(c.array, to, c0, add);
        store(c.array, to + c.row, c1, add);
    }

    private static void narrowOne(int i, int j, int k, Matrix a, Matrix b, Matrix c, boolean add) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int at = a.at + i * a.row;
        int bAt = b.at + j;
        for (int p = 0; p < k; p++) {
            FloatVector s = FloatVector.broadcast(SPECIES, a.array[at]);
            sum = FloatVector.fromArray(SPECIES, b.array, bAt).fma(s, sum);
            at += a.column;
            bAt += b.row;
        }
        store(c.array, c.at + i * c.row + j, sum, add);
    }

    private static void store(float[] c, int at, FloatVector first, FloatVector second, boolean add) {
        FloatVector x = add ? first.add(FloatVector.fromArray(SPECIES, c, at)) : first;
        FloatVector y = add ? second.add(FloatVector.fromArray(SPECIES, c, at + LANES)) : second;
        x.intoArray(c, at);
        y.intoArray(c, at + LANES);
    }

    private static void store(float[] c, int at, FloatVector value, boolean add) {
        FloatVector total = add ? value.add(FloatVector.fromArray(SPECIES, c, at)) : value;
        total.intoArray(c, at);
    }
}
