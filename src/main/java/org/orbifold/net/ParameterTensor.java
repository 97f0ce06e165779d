package org.orbifold.net;

import java.util.List;

/**
 * Where a parameter of a layer lies in the block of all: a matrix row by row, or a vector as a matrix of one column.
 *
 * @param node the layer's node
 * @param role what it is to the layer
 * @param rows an output channel each
 * @param columns of a row
 * @param offset where it begins in the block
 * @param shape as files have it: {@code [out, in]}, {@code [out, in, height, width]} or {@code [channels]}
 */
public record ParameterTensor(int node, Layer.Role role, int rows, int columns, int offset, List<Long> shape) {
    public ParameterTensor {
        shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    public int size() {
        return rows * columns;
    }

    /** Where it ends in the block. */
    public int end() {
        return offset + size();
    }
}
