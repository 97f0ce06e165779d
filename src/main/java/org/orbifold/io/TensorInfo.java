package org.orbifold.io;

import java.nio.ByteOrder;
import java.util.List;

/**
 * What a file declares about one of its tensors, held to be consistent in itself.
 *
 * @param name the tensor's name in the file
 * @param type its elements
 * @param order their byte order
 * @param columnMajor whether the first index runs fastest (Fortran order), not the last
 * @param shape its sizes, none negative; empty for a scalar
 * @param count the number of its elements: the product of the shape
 * @param position where its elements begin, in bytes from the beginning of what holds them: a safetensors, or an npz's
 *     entry
 * @param factor what its elements are multiplied by
 */
record TensorInfo(
        String name,
        ElementType type,
        ByteOrder order,
        boolean columnMajor,
        List<Long> shape,
        long count,
        long position,
        double factor) {
    private static final int MOST_DIMENSIONS = 64;

    /** A tensor of that shape, which {@link #count} may refuse. */
    static TensorInfo of(
            String name, ElementType type, ByteOrder order, boolean columnMajor, List<Long> shape, long position)
            throws MalformedFileException {
        long count = count(name, shape, type.bytes());
        return new TensorInfo(name, type, order, columnMajor, List.copyOf(shape), count, position, 1);
    }

    /** The same elements in another shape of as many, or in the other order. */
    TensorInfo seenAs(List<Long> other, boolean byColumn) {
        return new TensorInfo(name, type, order, byColumn, List.copyOf(other), count, position, factor);
    }

    /** So many times its elements. */
    TensorInfo times(double other) {
        return new TensorInfo(name, type, order, columnMajor, shape, count, position, factor * other);
    }

    /** The number of elements of that shape; refuses shapes that no tensor has, and sizes that a long does not hold. */
    static long count(String name, List<Long> shape, int elementBytes) throws MalformedFileException {
        long count = 1;
        try {
            for (long size : shape) {
                if (size < 0) {
                    throw new ArithmeticException();
                }
                count = Math.multiplyExact(count, size);
            }
            Math.multiplyExact(count, (long) elementBytes);
        } catch (ArithmeticException e) {
            throw new MalformedFileException(label(name) + " has the impossible shape " + text(shape), e);
        }
        return count;
    }

    /** Refuses a shape that goes on beyond what any tensor has. */
    static void requireRoom(String name, List<Long> shape) throws MalformedFileException {
        if (shape.size() >= MOST_DIMENSIONS) {
            throw new MalformedFileException(label(name) + " has more than " + MOST_DIMENSIONS + " dimensions");
        }
    }

    /** What to call a tensor of that name in a message. */
    static String label(String name) {
        return "tensor " + FileFault.printable(name);
    }

    /** What to call it in a message. */
    String label() {
        return label(name);
    }

    /** The number of dimensions. */
    int rank() {
        return shape.size();
    }

    /** The bytes that its elements take in the file, decompressed. */
    long bytes() {
        return count * type.bytes();
    }

    /** The shape as {@code [3,5]}. */
    String shapeText() {
        return text(shape);
    }

    /** The index of the element that comes {@code i}-th in the file, as {@code [3,5]}. */
    String indexText(long i) {
        Long[] index = new Long[rank()];
        long rest = i;
        for (int k = 0; k < index.length; k++) {
            int axis = columnMajor ? k : index.length - 1 - k;
            index[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
        }
        return text(List.of(index));
    }

    /** Sizes as {@code [3,5]}. */
    static String text(List<Long> sizes) {
        return sizes.toString().replace(" ", "");
    }
}
