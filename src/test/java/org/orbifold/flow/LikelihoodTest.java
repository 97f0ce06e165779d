package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;

class LikelihoodTest {
    private static double[] logDensities(
            DifferentiableField field,
            Manifold manifold,
            List<float[]> points,
            Likelihood.Density source,
            Trace trace,
            double cutoff) {
        return new Likelihood(trace, 40, cutoff)
                .logDensities(field, manifold, points, source, new SplittableRandom(1), Progress.NONE);
    }

    /** x' = A x takes N(0, 1) to a normal law; for a diagonal A in closed form. */
    @Test
    void aLinearFieldHasItsClosedForm() {
        double[] rates = {0.7, -0.4, 1.1};
        DifferentiableField field = new DifferentiableField() {
            @Override
            public List<float[]> ambient(List<float[]> points, double t) {
                return points.stream().map(this::scaled).toList();
            }

            @Override
            public List<float[]> vectorJacobianProducts(List<float[]> points, double t, List<float[]> vectors) {
                return vectors.stream().map(this::scaled).toList();
            }

            private float[] scaled(float[] x) {
                float[] y = new float[3];
                for (int i = 0; i < 3; i++) {
                    y[i] = (float) (rates[i] * x[i]);
                }
                return y;
            }
        };
        Likelihood.Density normal = x -> -0.5 * (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) - 1.5 * Math.log(2 * Math.PI);
        float[] point = {0.3f, -0.8f, 1.2f};
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double deviation = Math.exp(rates[i]);
            double z = point[i] / deviation;
            expected -= z * z / 2 + Math.log(deviation) + Math.log(2 * Math.PI) / 2;
        }
        for (Trace trace : new Trace[] {new Trace.Exact(), new Trace.Hutchinson(2)}) {
            double found = logDensities(field, new Euclidean(3), List.of(point), normal, trace, 1e-12)[0];
            assertEquals(expected, found, 1e-4);
        }
    }

    /** {@code x' = a - <a, x> x}, of norm 1: the uniform density becomes p (cosh T - <a, x> sinh T)^-n. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void onASphereTheFieldOfAConstantVectorHasItsClosedForm(int n) {
        DifferentiableField field = new DifferentiableField() {
            @Override
            public List<float[]> ambient(List<float[]> points, double t) {
                return points.stream()
                        .map(x -> {
                            float[] a = new float[n + 3];
                            a[0] = 1;
                            return a;
                        })
                        .toList();
            }

            @Override
            public List<float[]> vectorJacobianProducts(List<float[]> points, double t, List<float[]> vectors) {
                return vectors.stream().map(g -> new float[n + 3]).toList();
            }
        };
        Sphere sphere = new Sphere(n);
        Manifold manifold = new ProductManifold(List.of(sphere, new Euclidean(2)));
        float[] x = new float[n + 3];
        manifold.randomPoint(new SplittableRandom(n), Coordinates.FLOAT, x, 0);
        double expected = -sphere.logArea() - n * Math.log(Math.cosh(1) - x[0] * Math.sinh(1));
        for (Trace trace : new Trace[] {new Trace.Exact(), new Trace.Hutchinson(3)}) {
            double found = logDensities(field, manifold, List.of(x), y -> -sphere.logArea(), trace, 1e-12)[0];
            assertEquals(expected, found, 1e-3);
        }
    }

    /** The divergence of a flow's own field: exact and Hutchinson's agree on average, and differences agree with both. */
    @ParameterizedTest
    @ValueSource(strings = {"EUCLIDEAN", "GEOMETRIC"})
    void theFieldsJacobianAgreesWithDifferences(String geometry) {
        Architecture architecture = Architecture.parse("3-4-2", Activation.RELU);
        FlowSpace space = new FlowSpace(architecture, Geometry.valueOf(geometry), InputBasis.identity(3));
        SplittableRandom random = new SplittableRandom(3);
        Source source = new Source.Uniform(0.3);
        List<float[]> from = java.util.stream.Stream.generate(() -> source.draw(space, random))
                .limit(50)
                .toList();
        List<float[]> to = java.util.stream.Stream.generate(() -> source.draw(space, random))
                .limit(50)
                .toList();
        VelocityNetwork network = new VelocityNetwork(
                space,
                AffineVelocity.measure(space, from, to),
                new VelocityNetwork.Shape(GraphNetwork.Kind.RELATIONAL_TRANSFORMER, 1, 8, false),
                architecture);
        float[] parameters = new float[network.parameters()];
        try (var begun = network.begin(5)) {
            begun.values().read(0, parameters, 0, parameters.length);
        }
        try (FlowField field = new FlowField(network, parameters, new Given(AskedLoss.NONE, Optional.empty()))) {
            float[] x = from.getFirst();
            float[] u = new float[x.length];
            float[] g = new float[x.length];
            for (int c = 0; c < u.length; c++) {
                u[c] = (float) random.nextGaussian();
                g[c] = (float) random.nextGaussian();
            }
            double h = 2e-4; // in float, and small beside the distance to the next kink of a ReLU
            float[] up = moved(x, u, h);
            float[] down = moved(x, u, -h);
            List<float[]> ends = field.ambient(List.of(up, down), 0.4);
            double expected = 0;
            for (int c = 0; c < x.length; c++) {
                expected += g[c] * (ends.get(0)[c] - ends.get(1)[c]) / (2 * h);
            }
            float[] product =
                    field.vectorJacobianProducts(List.of(x), 0.4, List.of(g)).getFirst();
            double found = 0;
            for (int c = 0; c < x.length; c++) {
                found += (double) product[c] * u[c];
            }
            assertEquals(expected, found, 2e-2 * Math.max(1, Math.abs(expected)));
        }
    }

    private static float[] moved(float[] x, float[] u, double h) {
        float[] y = new float[x.length];
        for (int c = 0; c < y.length; c++) {
            y[c] = (float) (x[c] + h * u[c]);
        }
        return y;
    }
}
