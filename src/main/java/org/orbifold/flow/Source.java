package org.orbifold.flow;

import java.util.SplittableRandom;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Architecture;

/** What a flow starts from: the law p_0 of its points at t = 0. Every one is exchangeable in the hidden neurons. */
public sealed interface Source {
    /** Of its normal coordinates. */
    double deviation();

    /**
     * Untrained networks: independent normal parameters, in canonical form where the flow's space is. In a rotated basis
     * of the inputs they are distributed as in any other.
     *
     * @param deviation of every weight and bias
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
                yield normal(point, 0, deviation);
            }
            case Uniform(double deviation) -> {
                int free = space.geometry().isCanonical() ? space.edges() : 0;
                yield normal(point, free, deviation) - logArea(space.manifold());
            }
        };
    }

    private static double normal(float[] point, int from, double deviation) {
        double sum = 0;
        for (int c = from; c < point.length; c++) {
            double z = point[c] / deviation;
            sum -= (z * z + Math.log(2 * Math.PI)) / 2 + Math.log(deviation);
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
        switch (this) {
            case Initialization(double deviation) -> {
                for (int i = 0; i < point.length; i++) {
                    point[i] = (float) (deviation * random.nextGaussian());
                }
                if (space.geometry().isCanonical()) {
                    canonicalize(space, point);
                }
            }
            case Uniform(double deviation) -> {
                space.manifold().randomPoint(random, Coordinates.FLOAT, point, 0);
                int free = space.geometry().isCanonical() ? space.edges() : 0;
                for (int i = free; i < point.length; i++) {
                    point[i] = (float) (deviation * point[i]);
                }
            }
        }
        return point;
    }

    /** The canonical form of a network whose parameters are laid out as coordinates. */
    private static void canonicalize(FlowSpace space, float[] point) {
        Architecture architecture = space.architecture();
        double[] before = null;
        int weight = 0;
        int bias = space.edges();
        for (int l = 0; l < architecture.layers(); l++) {
            int in = architecture.in(l);
            boolean last = l == architecture.layers() - 1;
            double[] norms = new double[architecture.out(l)];
            double all = 0;
            for (int o = 0; o < norms.length; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    int at = weight + o * in + i;
                    point[at] = (float) (point[at] * (before == null ? 1 : before[i]));
                    sum += (double) point[at] * point[at];
                }
                all += sum;
                norms[o] = Math.sqrt(sum);
            }
            for (int o = 0; o < norms.length; o++) {
                double norm = last ? Math.sqrt(all) : norms[o];
                for (int at = weight + o * in; at < weight + (o + 1) * in; at++) {
                    point[at] = (float) (point[at] / norm);
                }
                point[bias + o] = (float) (point[bias + o] / norm);
            }
            weight += in * norms.length;
            bias += norms.length;
            before = norms;
            if (last) {
                point[point.length - 1] = (float) (Math.log(all) / 2);
            }
        }
    }
}
