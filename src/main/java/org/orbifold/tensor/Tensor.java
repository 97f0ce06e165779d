package org.orbifold.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense array in row-major order, off the Java heap. It is allocated once and reused: allocation costs more than most
 * arithmetic on it. Whoever made it closes it.
 */
public final class Tensor implements AutoCloseable {
    private final long[] shape;
    private final Precision precision;
    private final INDArray array;
    private final MemorySegment memory;
    private final boolean onHost;

    /** An array of zeros. */
    @SuppressWarnings("restricted") // the array library's memory, of exactly that size
    public Tensor(Precision precision, long... shape) {
        onHost = Backend.get().isHost();
        this.shape = shape.clone();
        this.precision = precision;
        this.array = Nd4j.create(precision.type(), shape, 'c');
        this.memory = MemorySegment.ofAddress(array.data().pointer().address())
                .reinterpret(Math.multiplyExact(size(), (long) precision.bytes()));
    }

    /** Part of another tensor, in its memory. */
    private Tensor(Tensor whole, long at, long[] shape) {
        onHost = whole.onHost;
        this.shape = shape.clone();
        precision = whole.precision;
        array = whole.array
                .reshape(whole.size())
                .get(NDArrayIndex.interval(at, at + size()))
                .reshape(shape);
        memory = whole.memory.asSlice(at * precision.bytes(), size() * precision.bytes());
    }

    /** The elements from {@code at} on, in that shape: a tensor in the memory of this one, which frees it. */
    Tensor view(long at, long... part) {
        return new Tensor(this, at, part);
    }

    /** A matrix {@code [rows, columns]} in double with those values, row by row. */
    public static Tensor matrix(int rows, int columns, float[] values) {
        Tensor tensor = new Tensor(Precision.DOUBLE, rows, columns);
        for (int i = 0; i < values.length; i++) {
            tensor.memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, values[i]);
        }
        tensor.written();
        return tensor;
    }

    /** The same, of doubles. */
    public static Tensor matrix(int rows, int columns, double[] values) {
        Tensor tensor = new Tensor(Precision.DOUBLE, rows, columns);
        MemorySegment.copy(values, 0, tensor.memory, ValueLayout.JAVA_DOUBLE, 0, values.length);
        tensor.written();
        return tensor;
    }

    /** The number of elements. */
    public long size() {
        long size = 1;
        for (long d : shape) {
            size *= d;
        }
        return size;
    }

    /** The number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** The length of dimension {@code d}; negative counts from the last. */
    public int dim(int d) {
        return Math.toIntExact(shape[d < 0 ? shape.length + d : d]);
    }

    /** The type of the elements. */
    public Precision precision() {
        return precision;
    }

    long[] shape() {
        return shape;
    }

    INDArray array() {
        return array;
    }

    /** The elements, for kernels of the CPU: on a device they are another copy. */
    MemorySegment memory() {
        return memory;
    }

    /** The elements, brought here from the device if they changed there. */
    private MemorySegment current() {
        if (!onHost) {
            Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        }
        return memory;
    }

    /** Says that the elements changed here, so that the device fetches them. */
    private void written() {
        if (!onHost) {
            Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
        }
    }

    /** Element {@code i} in row-major order. */
    public double get(long i) {
        MemorySegment source = current();
        return precision == Precision.FLOAT
                ? source.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                : source.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
    }

    /** Sets element {@code i} in row-major order. */
    public void set(long i, double value) {
        put(current(), i, value);
        written();
    }

    private void put(MemorySegment target, long i, double value) {
        if (precision == Precision.FLOAT) {
            target.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        } else {
            target.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
        }
    }

    /** Sets every element. */
    public void fill(double value) {
        MemorySegment target = current();
        if (value == 0) {
            target.fill((byte) 0);
        } else {
            long size = size();
            for (long i = 0; i < size; i++) {
                put(target, i, value);
            }
        }
        written();
    }

    /** Copies {@code length} floats from {@code source}, at {@code from}, to the elements from {@code at} on. */
    public void write(float[] source, int from, long at, int length) {
        MemorySegment target = current();
        if (precision == Precision.FLOAT) {
            MemorySegment.copy(source, from, target, ValueLayout.JAVA_FLOAT, at * Float.BYTES, length);
        } else {
            for (int i = 0; i < length; i++) {
                target.setAtIndex(ValueLayout.JAVA_DOUBLE, at + i, source[from + i]);
            }
        }
        written();
    }

    /** Copies {@code length} elements from {@code at} on to {@code target}, at {@code to}. */
    public void read(long at, float[] target, int to, int length) {
        MemorySegment source = current();
        if (precision == Precision.FLOAT) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at * Float.BYTES, target, to, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[to + i] = (float) source.getAtIndex(ValueLayout.JAVA_DOUBLE, at + i);
            }
        }
    }

    /** Copies all elements of a tensor in double to {@code target}, row by row. */
    public void readRows(double[][] target) {
        int columns = dim(-1);
        MemorySegment source = current();
        for (int r = 0; r < target.length; r++) {
            MemorySegment.copy(
                    source, ValueLayout.JAVA_DOUBLE, (long) r * columns * Double.BYTES, target[r], 0, columns);
        }
    }

    /** All elements of a tensor in double. */
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(size())];
        MemorySegment.copy(current(), ValueLayout.JAVA_DOUBLE, 0, values, 0, values.length);
        return values;
    }

    /** Frees the memory. */
    @Override
    public void close() {
        array.close();
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
