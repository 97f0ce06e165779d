package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Points on the line between two arrays: {@code y = f((1 - t) ends[0] + t ends[1])}, in two implementations that agree
 * to rounding.
 */
final class Interpolation {
    /** Elements of a block: a multiple of every vector's length. */
    private static final int BLOCK = 4096;

    private Interpolation() {}

    /** In array-library operations, for any device and precision. */
    static void portable(Tensor ends, double t, Pointwise f, Tensor y) {
        INDArray z = ends.array().slice(0).mul(1 - t).addi(ends.array().slice(1).mul(t));
        y.array().assign(PortableKernels.apply(f, z));
    }

    /** In blocks on the Java heap, on the calling thread; float only. */
    static void vector(Tensor ends, double t, Pointwise f, Tensor y) {
        float a = (float) (1 - t);
        float b = (float) t;
        long size = y.size();
        float[] first = Scratch.of(Scratch.Use.INPUT, BLOCK);
        float[] second = Scratch.of(Scratch.Use.RESULT, BLOCK);
        for (long at = 0; at < size; at += BLOCK) {
            int count = (int) Math.min(BLOCK, size - at);
            int whole = Lanes.padded(count);
            Lanes.read(ends.memory(), at, 1, count, first);
            Lanes.read(ends.memory(), size + at, 1, count, second);
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                fromArray(SPECIES, first, i)
                        .mul(a)
                        .add(fromArray(SPECIES, second, i).mul(b))
                        .intoArray(first, i);
            }
            VectorPointwise.apply(f, first, whole);
            Lanes.write(first, 1, count, y.memory(), at);
        }
    }
}
