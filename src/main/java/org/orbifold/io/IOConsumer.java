package org.orbifold.io;

import java.io.IOException;

/**
 * What is done with a value by work that may fail as reading and writing do.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface IOConsumer<T> {
    /** Takes the value. */
    void accept(T value) throws IOException;
}
