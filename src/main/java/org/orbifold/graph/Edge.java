package org.orbifold.graph;

/** An edge of a weight graph, from a node to one of a later layer. */
public record Edge(Node source, Node target) {}
