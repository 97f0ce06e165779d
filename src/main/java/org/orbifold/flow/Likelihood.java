package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;

/**
 * The log density of a flow's law at points (Chen et al. 2018; on manifolds Chen and Lipman 2023, eq. 9): what the source
 * says of where they came from, less the divergence of the velocity along the way, {@code log p_1(x_1) = log p_0(x_0) -
 * integral of div v}. On spheres the divergence is that of the field extended constantly along rays, and the density is
 * with respect to the surface.
 *
 * @param steps of the fourth-order Runge-Kutta method, backwards in time
 * @param cutoff the time before 1 from which points are taken back: where the velocity is known to be smooth
 */
public record Likelihood(Trace trace, int steps, double cutoff) {
    /** A log density at time 0. */
    @FunctionalInterface
    public interface Density {
        /** At a point. */
        double at(float[] point);
    }

    /** A sphere among the coordinates. */
    private record Factor(int offset, int dimension) {}

    /** The log densities at points. */
    public double[] logDensities(
            DifferentiableField field,
            Manifold manifold,
            List<float[]> ends,
            Density source,
            SplittableRandom random,
            Progress progress) {
        List<Factor> spheres = new ArrayList<>();
        addSpheres(manifold, 0, spheres);
        List<float[]> probes = probes(manifold.ambientDimension(), random);
        List<float[]> points = ends;
        double[] gained = new double[ends.size()];
        double h = -(1 - cutoff) / steps;
        for (int k = 0; k < steps; k++) {
            progress.report(k, steps, "step " + (k + 1) + " of " + steps);
            List<double[]> divergences = new ArrayList<>();
            VelocityField watched = (at, t) -> {
                List<float[]> ambient = field.ambient(at, t);
                divergences.add(divergences(field, manifold, spheres, probes, at, ambient, t));
                return tangent(manifold, at, ambient);
            };
            points = Sampler.step(watched, manifold, points, 1 - cutoff + k * h, h, Solver.RK4);
            for (int i = 0; i < divergences.size(); i++) {
                for (int p = 0; p < gained.length; p++) {
                    gained[p] += h * Solver.RK4.weight(i) * divergences.get(i)[p];
                }
            }
        }
        double[] result = new double[gained.length];
        for (int p = 0; p < result.length; p++) {
            result[p] = source.at(points.get(p)) + gained[p];
        }
        return result;
    }

    private static List<float[]> tangent(Manifold manifold, List<float[]> points, List<float[]> ambient) {
        List<float[]> velocities = new ArrayList<>();
        for (int p = 0; p < points.size(); p++) {
            float[] v = new float[ambient.get(p).length];
            manifold.projectTangent(Coordinates.FLOAT, points.get(p), 0, ambient.get(p), 0, v, 0);
            velocities.add(v);
        }
        return velocities;
    }

    private static void addSpheres(Manifold manifold, int at, List<Factor> spheres) {
        switch (manifold) {
            case Euclidean flat -> {}
            case Sphere sphere -> spheres.add(new Factor(at, sphere.dimension()));
            case ProductManifold product -> {
                int offset = at;
                for (Manifold factor : product.factors()) {
                    addSpheres(factor, offset, spheres);
                    offset += factor.ambientDimension();
                }
            }
        }
    }

    /** The vectors that the Jacobian is multiplied with: their outer products add up to the identity, or do on average. */
    private List<float[]> probes(int dimension, SplittableRandom random) {
        List<float[]> probes = new ArrayList<>();
        switch (trace) {
            case Trace.Exact exact -> {
                for (int i = 0; i < dimension; i++) {
                    float[] unit = new float[dimension];
                    unit[i] = 1;
                    probes.add(unit);
                }
            }
            case Trace.Hutchinson(int vectors) -> {
                for (int i = 0; i < vectors; i++) {
                    float[] signs = new float[dimension];
                    for (int c = 0; c < dimension; c++) {
                        signs[c] = (float) ((random.nextBoolean() ? 1 : -1) / Math.sqrt(vectors));
                    }
                    probes.add(signs);
                }
            }
        }
        return probes;
    }

    /**
     * With P the projection to the tangent space and w the ambient field, {@code div(P w) = tr(P Dw P) - sum over spheres
     * of dimension times <x, w>}.
     */
    private static double[] divergences(
            DifferentiableField field,
            Manifold manifold,
            List<Factor> spheres,
            List<float[]> probes,
            List<float[]> points,
            List<float[]> ambient,
            double t) {
        double[] divergences = new double[points.size()];
        for (float[] probe : probes) {
            List<float[]> tangents = new ArrayList<>();
            for (float[] x : points) {
                float[] tangent = new float[probe.length];
                manifold.projectTangent(Coordinates.FLOAT, x, 0, probe, 0, tangent, 0);
                tangents.add(tangent);
            }
            List<float[]> products = field.vectorJacobianProducts(points, t, tangents);
            Arrays.setAll(divergences, p -> divergences[p] + dot(products.get(p), tangents.get(p), 0, probe.length));
        }
        for (int p = 0; p < divergences.length; p++) {
            for (Factor sphere : spheres) {
                divergences[p] -=
                        sphere.dimension * dot(points.get(p), ambient.get(p), sphere.offset, sphere.dimension + 1);
            }
        }
        return divergences;
    }

    private static double dot(float[] a, float[] b, int from, int length) {
        double sum = 0;
        for (int c = from; c < from + length; c++) {
            sum += (double) a[c] * b[c];
        }
        return sum;
    }
}
