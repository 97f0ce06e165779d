package org.orbifold.gnn;

/** A layer of a graph network: takes the states of nodes and edges to new ones, equivariantly. */
interface GraphLayer {
    /** Records the layer. */
    Recording.State record(Recording recording, Recording.State state);
}
