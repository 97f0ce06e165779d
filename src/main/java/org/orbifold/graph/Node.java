package org.orbifold.graph;

/**
 * A node of a weight graph: a neuron, or the channel of a convolution.
 *
 * @param layer of nodes, from 0, the input
 * @param index within the layer
 */
public record Node(int layer, int index) {}
