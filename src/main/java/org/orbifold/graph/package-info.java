/**
 * Weight graphs: a network seen as a graph of neurons and weights (Kofinas et al. 2024), what its nodes and edges share,
 * its automorphisms, and its files. {@link org.orbifold.graph.ParameterGraph} is the graph of an architecture,
 * {@link org.orbifold.graph.WeightGraph} a network's, by layers, for computing;
 * {@link org.orbifold.graph.NeuralDag} is the same graph as JGraphT sees one, for looking.
 */
package org.orbifold.graph;
