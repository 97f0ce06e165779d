package org.orbifold.manifold;

import java.util.random.RandomGenerator;

/**
 * The Euclidean space R^n: geodesics are straight lines, and tangent vectors are the same everywhere.
 *
 * @param dimension n, at least 0
 */
public record Euclidean(int dimension) implements Manifold {
    public Euclidean {
        if (dimension < 0) {
            throw new IllegalArgumentException("dimension " + dimension);
        }
    }

    @Override
    public int ambientDimension() {
        return dimension;
    }

    @Override
    public <A> void exp(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        for (int i = 0; i < dimension; i++) {
            on.set(out, outAt + i, on.get(x, xAt + i) + on.get(v, vAt + i));
        }
    }

    @Override
    public <A> void log(Coordinates<A> on, A x, int xAt, A y, int yAt, A out, int outAt) {
        for (int i = 0; i < dimension; i++) {
            on.set(out, outAt + i, on.get(y, yAt + i) - on.get(x, xAt + i));
        }
    }

    @Override
    public <A> void transport(Coordinates<A> on, A x, int xAt, A y, int yAt, A v, int vAt, A out, int outAt) {
        copy(v, vAt, out, outAt);
    }

    @Override
    public <A> void geodesic(Coordinates<A> on, A x, int xAt, A y, int yAt, double t, A out, int outAt) {
        for (int i = 0; i < dimension; i++) {
            on.set(out, outAt + i, (1 - t) * on.get(x, xAt + i) + t * on.get(y, yAt + i));
        }
    }

    @Override
    public <A> double distance(Coordinates<A> on, A x, int xAt, A y, int yAt) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            double difference = on.get(y, yAt + i) - on.get(x, xAt + i);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    @Override
    public <A> void project(Coordinates<A> on, A x, int xAt, A out, int outAt) {
        copy(x, xAt, out, outAt);
    }

    @Override
    public <A> void projectTangent(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        copy(v, vAt, out, outAt);
    }

    @Override
    public <A> void randomPoint(RandomGenerator random, Coordinates<A> on, A out, int outAt) {
        for (int i = 0; i < dimension; i++) {
            on.set(out, outAt + i, random.nextGaussian());
        }
    }

    private <A> void copy(A from, int at, A to, int toAt) {
        System.arraycopy(from, at, to, toAt, dimension);
    }
}
