package org.orbifold.graph;

/** A node of a weight graph, a neuron: layer 0 is the input, layer l + 1 the output of linear layer l. */
public record Node(int layer, int index) {}
