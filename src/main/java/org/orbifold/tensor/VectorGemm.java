package org.orbifold.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of matrices that fit in cache, on the calling thread: {@code C = A B (+ C)}, where A is read element by
 * element by two strides (so that it may be transposed) and the rows of B and C are contiguous. Register tiles of 4 rows
 * by 2 vectors. Below about 10^6 multiplications a call into BLAS costs more than it saves.
 */
final class VectorGemm {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SPECIES.length();

    private VectorGemm() {}

    /** A matrix in memory: its first element and the distances, in elements, between rows and between columns. */
    record View(MemorySegment memory, long offset, int rowStride, int columnStride) {
        /** A row-major matrix of that many columns, from element {@code offset} on. */
        static View rows(MemorySegment memory, long offset, int columns) {
            return new View(memory, offset, columns, 1);
        }

        /** The transposed matrix. */
        View transposed() {
            return new View(memory, offset, columnStride, rowStride);
        }
    }

    /**
     * {@code c = a b}, or {@code c += a b}.
     *
     * @param a {@code [m, k]}, any strides
     * @param b {@code [k, n]}, column stride 1
     * @param c {@code [m, n]}, column stride 1
     */
    static void multiply(int m, int n, int k, View a, View b, View c, boolean add) {
        int j = 0;
        for (; j + 2 * LANES <= n; j += 2 * LANES) {
            int i = 0;
            for (; i + 4 <= m; i += 4) {
                tile4x2(i, j, k, a, b, c, add);
            }
            for (; i < m; i++) {
                tile1(i, j, k, a, b, c, add, SPECIES.maskAll(true));
                tile1(i, j + LANES, k, a, b, c, add, SPECIES.maskAll(true));
            }
        }
        for (; j < n; j += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, n);
            int i = 0;
            for (; i + 4 <= m; i += 4) {
                tile4x1(i, j, k, a, b, c, add, mask);
            }
            for (; i < m; i++) {
                tile1(i, j, k, a, b, c, add, mask);
            }
        }
    }

    private static void tile4x2(int i, int j, int k, View a, View b, View c, boolean add) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        MemorySegment am = a.memory;
        MemorySegment bm = b.memory;
        long a0 = a.offset + (long) i * a.rowStride;
        long a1 = a0 + a.rowStride;
        long a2 = a1 + a.rowStride;
        long a3 = a2 + a.rowStride;
        long bAt = (b.offset + j) * Float.BYTES;
        long bStep = (long) b.rowStride * Float.BYTES;
        int aStep = a.columnStride;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, bm, bAt, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, bm, bAt + (long) LANES * Float.BYTES, ORDER);
            bAt += bStep;
            long at = (long) p * aStep;
            FloatVector s0 = FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a0 + at));
            c00 = b0.fma(s0, c00);
            c01 = b1.fma(s0, c01);
            FloatVector s1 = FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a1 + at));
            c10 = b0.fma(s1, c10);
            c11 = b1.fma(s1, c11);
            FloatVector s2 = FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a2 + at));
            c20 = b0.fma(s2, c20);
            c21 = b1.fma(s2, c21);
            FloatVector s3 = FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a3 + at));
            c30 = b0.fma(s3, c30);
            c31 = b1.fma(s3, c31);
        }
        store(c, i, j, c00, add);
        store(c, i, j + LANES, c01, add);
        store(c, i + 1, j, c10, add);
        store(c, i + 1, j + LANES, c11, add);
        store(c, i + 2, j, c20, add);
        store(c, i + 2, j + LANES, c21, add);
        store(c, i + 3, j, c30, add);
        store(c, i + 3, j + LANES, c31, add);
    }

    private static void tile4x1(int i, int j, int k, View a, View b, View c, boolean add, VectorMask<Float> mask) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        MemorySegment am = a.memory;
        long a0 = a.offset + (long) i * a.rowStride;
        long a1 = a0 + a.rowStride;
        long a2 = a1 + a.rowStride;
        long a3 = a2 + a.rowStride;
        long bAt = (b.offset + j) * Float.BYTES;
        long bStep = (long) b.rowStride * Float.BYTES;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b.memory, bAt, ORDER, mask);
            bAt += bStep;
            long at = (long) p * a.columnStride;
            c0 = b0.fma(FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a0 + at)), c0);
            c1 = b0.fma(FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a1 + at)), c1);
            c2 = b0.fma(FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a2 + at)), c2);
            c3 = b0.fma(FloatVector.broadcast(SPECIES, am.getAtIndex(ValueLayout.JAVA_FLOAT, a3 + at)), c3);
        }
        store(c, i, j, c0, add, mask);
        store(c, i + 1, j, c1, add, mask);
        store(c, i + 2, j, c2, add, mask);
        store(c, i + 3, j, c3, add, mask);
    }

    private static void tile1(int i, int j, int k, View a, View b, View c, boolean add, VectorMask<Float> mask) {
        FloatVector sum = FloatVector.zero(SPECIES);
        long a0 = a.offset + (long) i * a.rowStride;
        long bAt = (b.offset + j) * Float.BYTES;
        long bStep = (long) b.rowStride * Float.BYTES;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b.memory, bAt, ORDER, mask);
            bAt += bStep;
            float s = a.memory.getAtIndex(ValueLayout.JAVA_FLOAT, a0 + (long) p * a.columnStride);
            sum = b0.fma(FloatVector.broadcast(SPECIES, s), sum);
        }
        store(c, i, j, sum, add, mask);
    }

    private static void store(View c, int i, int j, FloatVector value, boolean add) {
        long at = (c.offset + (long) i * c.rowStride + j) * Float.BYTES;
        FloatVector total = add ? value.add(FloatVector.fromMemorySegment(SPECIES, c.memory, at, ORDER)) : value;
        total.intoMemorySegment(c.memory, at, ORDER);
    }

    private static void store(View c, int i, int j, FloatVector value, boolean add, VectorMask<Float> mask) {
        long at = (c.offset + (long) i * c.rowStride + j) * Float.BYTES;
        FloatVector total = add ? value.add(FloatVector.fromMemorySegment(SPECIES, c.memory, at, ORDER, mask)) : value;
        total.intoMemorySegment(c.memory, at, ORDER, mask);
    }
}
