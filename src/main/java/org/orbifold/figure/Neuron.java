package org.orbifold.figure;

/** A neuron in a picture: column 0 is the input, column l + 1 the output of linear layer l. */
public record Neuron(int column, int index) {}
