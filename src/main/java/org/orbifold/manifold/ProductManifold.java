package org.orbifold.manifold;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A product of manifolds: a point has the coordinates of a point of each factor, one after the other. Everything goes
 * factor by factor; the squared distance is the sum of the factors'.
 */
public record ProductManifold(List<Manifold> factors) implements Manifold {
    public ProductManifold {
        factors = List.copyOf(factors);
    }

    @Override
    public int dimension() {
        int sum = 0;
        for (Manifold factor : factors) {
            sum += factor.dimension();
        }
        return sum;
    }

    @Override
    public int ambientDimension() {
        int sum = 0;
        for (Manifold factor : factors) {
            sum += factor.ambientDimension();
        }
        return sum;
    }

    @Override
    public <A> void exp(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.exp(on, x, xAt + at, v, vAt + at, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> void log(Coordinates<A> on, A x, int xAt, A y, int yAt, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.log(on, x, xAt + at, y, yAt + at, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> void transport(Coordinates<A> on, A x, int xAt, A y, int yAt, A v, int vAt, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.transport(on, x, xAt + at, y, yAt + at, v, vAt + at, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> void geodesic(Coordinates<A> on, A x, int xAt, A y, int yAt, double t, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.geodesic(on, x, xAt + at, y, yAt + at, t, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> double distance(Coordinates<A> on, A x, int xAt, A y, int yAt) {
        double sum = 0;
        int at = 0;
        for (Manifold factor : factors) {
            double distance = factor.distance(on, x, xAt + at, y, yAt + at);
            sum += distance * distance;
            at += factor.ambientDimension();
        }
        return Math.sqrt(sum);
    }

    @Override
    public <A> void project(Coordinates<A> on, A x, int xAt, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.project(on, x, xAt + at, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> void projectTangent(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.projectTangent(on, x, xAt + at, v, vAt + at, out, outAt + at);
            at += factor.ambientDimension();
        }
    }

    @Override
    public <A> void randomPoint(RandomGenerator random, Coordinates<A> on, A out, int outAt) {
        int at = 0;
        for (Manifold factor : factors) {
            factor.randomPoint(random, on, out, outAt + at);
            at += factor.ambientDimension();
        }
    }
}
