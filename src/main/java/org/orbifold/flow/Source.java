package org.orbifold.flow;

import java.util.SplittableRandom;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;

/** What a flow starts from: the law p_0 of its points at t = 0. Every one is exchangeable in the hidden neurons. */
public sealed interface Source {
    /** Of its normal coordinates. */
    double deviation();

    /**
     * Untrained networks: independent normal parameters, in canonical form where the flow's space is. Gains are about 1,
     * running variances nearly so, as logarithms; all else is about 0. In a rotated basis of the inputs they are distributed
     * as in any other.
     *
     * @param deviation of every coordinate
     */
    record Initialization(double deviation) implements Source {}

    /**
     * Uniform on the spheres, and independent normal Euclidean coordinates: a law with a density on the manifold, for
     * likelihoods.
     *
     * @param deviation of the Euclidean coordinates
     */
    record Uniform(double deviation) implements Source {}

    /**
     * The log density of a point, with respect to the manifold's measure.
     *
     * @throws Fault if it is not known in closed form
     */
    default double logDensity(FlowSpace space, float[] point) {
        return switch (this) {
            case Initialization(double deviation) -> {
                if (space.geometry().isCanonical()) {
                    throw new Fault("the law of untrained networks in canonical form has no closed form:"
                            + " a flow trained with --source uniform has likelihoods");
                }
                yield normal(space, point, deviation);
            }
            case Uniform(double deviation) -> normal(space, point, deviation) - logArea(space.manifold());
        };
    }

    /** Of the coordinates that are on no sphere. */
    private static double normal(FlowSpace space, float[] point, double deviation) {
        float[] center = space.center();
        double sum = 0;
        for (int c = 0; c < point.length; c++) {
            double z = (point[c] - center[c]) / deviation;
            sum -= space.isFree(c) ? (z * z + Math.log(2 * Math.PI)) / 2 + Math.log(deviation) : 0;
        }
        return sum;
    }

    private static double logArea(Manifold manifold) {
        return switch (manifold) {
            case Euclidean flat -> 0;
            case Sphere sphere -> sphere.logArea();
            case ProductManifold product ->
                product.factors().stream().mapToDouble(Source::logArea).sum();
        };
    }

    /** Draws a point. */
    default float[] draw(FlowSpace space, SplittableRandom random) {
        float[] point = new float[space.dimension()];
        float[] center = space.center();
        switch (this) {
            case Initialization(double deviation) -> {
                for (int i = 0; i < point.length; i++) {
                    point[i] = (float) (center[i] + deviation * random.nextGaussian());
                }
                space.canonicalize(point);
            }
            case Uniform(double deviation) -> {
                space.manifold().randomPoint(random, Coordinates.FLOAT, point, 0);
                for (int i = 0; i < point.length; i++) {
                    point[i] = space.isFree(i) ? (float) (center[i] + deviation * point[i]) : point[i];
                }
            }
        }
        return point;
    }
}
