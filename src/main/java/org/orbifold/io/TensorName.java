package org.orbifold.io;

/**
 * What a parameter is called in a file.
 *
 * @param name such as {@code 0.weight}
 * @param stored whether the file has it; biases that it has not are 0, and written only if they no longer are
 */
public record TensorName(String name, boolean stored) {}
