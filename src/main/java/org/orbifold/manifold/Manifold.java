package org.orbifold.manifold;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.orbifold.tensor.Spheres;

/**
 * A Riemannian manifold in a Euclidean space that lends it its inner product. Points and tangent vectors are spans of
 * {@link #ambientDimension()} numbers: an array and the index of its first number there. Points are expected on the
 * manifold and vectors in the tangent space at their point, both to rounding.
 *
 * <p>A result is written to a span that the caller gives, which may be one of the arguments' but not overlap one
 * otherwise. Two operations on different results may run at once.
 */
public sealed interface Manifold permits Euclidean, Sphere, ProductManifold {
    /** The dimension of the manifold itself, and of its tangent spaces. */
    int dimension();

    /** How many coordinates a point or a tangent vector has. */
    int ambientDimension();

    /** The point that the geodesic from x with initial velocity v reaches at time 1. */
    <A> void exp(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt);

    /** The tangent vector at x that leads to y on a shortest geodesic: {@code exp_x(log_x y) = y}. */
    <A> void log(Coordinates<A> on, A x, int xAt, A y, int yAt, A out, int outAt);

    /** The tangent vector at y that v, at x, becomes by parallel transport along the geodesic of {@code log_x y}. */
    <A> void transport(Coordinates<A> on, A x, int xAt, A y, int yAt, A v, int vAt, A out, int outAt);

    /** {@code exp_x(t log_x y)}: the geodesic's point a share t of the way from x to y; beyond them for other t. */
    <A> void geodesic(Coordinates<A> on, A x, int xAt, A y, int yAt, double t, A out, int outAt);

    /** The length of a shortest geodesic from x to y. */
    <A> double distance(Coordinates<A> on, A x, int xAt, A y, int yAt);

    /** The point of the manifold that is nearest x, any vector of the ambient space. */
    <A> void project(Coordinates<A> on, A x, int xAt, A out, int outAt);

    /** The tangent vector at x that is nearest v, any vector of the ambient space. */
    <A> void projectTangent(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt);

    /** A random point: uniform on spheres, standard normal in Euclidean spaces, independent in the factors of a product. */
    <A> void randomPoint(RandomGenerator random, Coordinates<A> on, A out, int outAt);

    /** This manifold for maps on a tape: rows of {@link #ambientDimension()} columns. */
    default Spheres spheres() {
        IntStream.Builder offsets = IntStream.builder();
        IntStream.Builder lengths = IntStream.builder();
        addSpheres(this, 0, offsets, lengths);
        return new Spheres(
                ambientDimension(), offsets.build().toArray(), lengths.build().toArray());
    }

    private static void addSpheres(Manifold manifold, int at, IntStream.Builder offsets, IntStream.Builder lengths) {
        switch (manifold) {
            case Euclidean euclidean -> {}
            case Sphere sphere -> {
                offsets.add(at);
                lengths.add(sphere.ambientDimension());
            }
            case ProductManifold product -> {
                int offset = at;
                for (Manifold factor : product.factors()) {
                    addSpheres(factor, offset, offsets, lengths);
                    offset += factor.ambientDimension();
                }
            }
        }
    }
}
