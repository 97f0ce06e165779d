/**
 * Spheres, Euclidean spaces and their products: the plain geometry in which canonical networks move. A canonical network
 * is a point on a product of spheres, one for each hidden neuron's incoming weights, and a Euclidean space of biases and
 * norms.
 *
 * <p>A {@link org.orbifold.manifold.Manifold} works on coordinates of the ambient space, as spans of arrays that the
 * caller keeps, of float or of double: {@link org.orbifold.manifold.Coordinates} says which. Every sum and every angle is
 * computed in double, so that points of floats, whose norms are off by a rounding, lose nothing more near the antipode,
 * where that rounding is magnified.
 *
 * <p>Nothing here is differentiated. While a flow is trained, the maps of the same product are recorded on a
 * {@link org.orbifold.tensor.Tape}, by its {@link org.orbifold.manifold.Manifold#spheres()}.
 */
package org.orbifold.manifold;
