package org.orbifold.tensor;

import java.util.ArrayList;
import java.util.List;

/** All parameters of a model in one array, one after the other: optimised in one pass, saved as they lie. */
public final class ParameterBlock implements AutoCloseable {
    private final Tensor values;
    private final List<long[]> shapes = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();

    /** Parameters of those shapes, all zero. */
    public ParameterBlock(Precision precision, List<long[]> shapes) {
        long size = 0;
        for (long[] shape : shapes) {
            this.shapes.add(shape.clone());
            offsets.add(size);
            long part = 1;
            for (long d : shape) {
                part = Math.multiplyExact(part, d);
            }
            size = Math.addExact(size, part);
        }
        values = new Tensor(precision, size);
    }

    /** How many parameters there are. */
    public int count() {
        return shapes.size();
    }

    /** How many numbers they are together. */
    public int size() {
        return Math.toIntExact(values.size());
    }

    /** All of them, one after the other. */
    public Tensor values() {
        return values;
    }

    /** Parameter {@code i}, in the memory of {@link #values}. */
    public Tensor value(int i) {
        return part(values, i);
    }

    /** What an array as long as {@link #values} holds of parameter {@code i}. */
    Tensor part(Tensor array, int i) {
        return array.view(offsets.get(i), shapes.get(i));
    }

    @Override
    public void close() {
        values.close();
    }
}
