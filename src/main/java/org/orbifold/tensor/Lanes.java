package org.orbifold.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of floats, as wide as the processor's, between memory and registers; and blocks of rows on the Java heap,
 * padded with zeros to whole vectors, on which loops need no masks. Hot loops load vectors by {@link
 * FloatVector#fromArray} itself, which is always compiled into them: where a method of ours is not, it allocates.
 */
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int COUNT = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Lanes() {}

    /** The length of a row of so many columns in a block: the next multiple of {@link #COUNT}. */
    static int padded(int columns) {
        return (columns + COUNT - 1) / COUNT * COUNT;
    }

    /** Copies rows from element {@code at} on to a block. */
    static void read(MemorySegment source, long at, int rows, int columns, float[] block) {
        int stride = padded(columns);
        if (stride == columns) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at * Float.BYTES, block, 0, rows * columns);
            return;
        }
        for (int r = 0; r < rows; r++) {
            long from = (at + (long) r * columns) * Float.BYTES;
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, from, block, r * stride, columns);
            Arrays.fill(block, r * stride + columns, (r + 1) * stride, 0);
        }
    }

    /** Copies rows of a gradient from element {@code at} on to a block, or, where none stands yet, makes them zero. */
    static void readGradient(Variable x, boolean stands, long at, int rows, int columns, float[] block) {
        if (stands) {
            read(x.gradient().memory(), at, rows, columns, block);
        } else {
            Arrays.fill(block, 0, rows * padded(columns), 0);
        }
    }

    /** Copies the rows of a block to element {@code at} and on. */
    static void write(float[] block, int rows, int columns, MemorySegment target, long at) {
        int stride = padded(columns);
        if (stride == columns) {
            MemorySegment.copy(block, 0, target, ValueLayout.JAVA_FLOAT, at * Float.BYTES, rows * columns);
            return;
        }
        for (int r = 0; r < rows; r++) {
            long to = (at + (long) r * columns) * Float.BYTES;
            MemorySegment.copy(block, r * stride, target, ValueLayout.JAVA_FLOAT, to, columns);
        }
    }

    /** Adds a row of a block to elements from {@code at} on. */
    static void addRow(float[] row, int columns, MemorySegment target, long at) {
        for (int c = 0; c < columns; c++) {
            float sum = target.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) + row[c];
            target.setAtIndex(ValueLayout.JAVA_FLOAT, at + c, sum);
        }
    }

    /** Adds the rows of a block to elements in memory. */
    static void addRows(float[] block, int rows, int columns, MemorySegment target) {
        int stride = padded(columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c += COUNT) {
                VectorMask<Float> mask = SPECIES.indexInRange(c, columns);
                long at = (long) r * columns + c;
                store(
                        load(target, at, mask).add(FloatVector.fromArray(SPECIES, block, r * stride + c)),
                        target,
                        at,
                        mask);
            }
        }
    }

    /** The elements of memory from {@code at} on that the mask has, else 0. */
    static FloatVector load(MemorySegment memory, long at, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, memory, at * Float.BYTES, ORDER, mask);
    }

    static void store(FloatVector value, MemorySegment memory, long at, VectorMask<Float> mask) {
        value.intoMemorySegment(memory, at * Float.BYTES, ORDER, mask);
    }

    /** Adds the first elements of a block, a multiple of {@link #COUNT}, to those of another. */
    static void add(float[] block, float[] sums, int length) {
        for (int c = 0; c < length; c += COUNT) {
            FloatVector.fromArray(SPECIES, sums, c)
                    .add(FloatVector.fromArray(SPECIES, block, c))
                    .intoArray(sums, c);
        }
    }

    /** {@code rows} added up to {@code sums}, over a block's rows. */
    static void addColumns(float[] block, int rows, int stride, float[] sums) {
        for (int c = 0; c < stride; c += COUNT) {
            FloatVector total = FloatVector.fromArray(SPECIES, sums, c);
            for (int at = c; at < rows * stride; at += stride) {
                total = total.add(FloatVector.fromArray(SPECIES, block, at));
            }
            total.intoArray(sums, c);
        }
    }
}
