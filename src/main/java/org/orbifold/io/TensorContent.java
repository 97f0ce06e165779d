package org.orbifold.io;

import java.util.List;

/**
 * One tensor to be written.
 *
 * @param name its name in the file
 * @param shape its sizes
 * @param values writes its values, the last index fastest, as many as the product of the shape
 */
record TensorContent(String name, List<Long> shape, IOConsumer<TensorOutput> values) {
    /** The number of values. */
    long count() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
