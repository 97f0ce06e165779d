package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.LossGradients;

class GuidedFieldTest {
    private static final Architecture NETWORK = Architecture.parse("3-5-2", Activation.RELU);
    private static final int POINTS = 3;
    private static final double TIME = 0.4;

    private final SplittableRandom random = new SplittableRandom(5);
    private final Examples rows = rows();

    private Examples rows() {
        int count = 40;
        float[] features = new float[count * 3];
        int[] labels = new int[count];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < 3; i++) {
                features[3 * r + i] = (float) random.nextGaussian();
            }
            labels[r] = features[3 * r] + features[3 * r + 1] > 0 ? 1 : 0;
        }
        return new Examples(features, labels, 3, 2);
    }

    private List<float[]> draws(FlowSpace space, double deviation, int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> new Source.Initialization(deviation).draw(space, random))
                .toList();
    }

    private static float[] target(FlowSpace space, float[] x, float[] v) {
        float[] way = new float[x.length];
        for (int c = 0; c < way.length; c++) {
            way[c] = (float) ((1 - TIME) * v[c]);
        }
        space.paths().exp(Coordinates.FLOAT, x, 0, way, 0, way, 0);
        return way;
    }

    private List<float[]> guided(FlowSpace space, AffineVelocity affine, List<float[]> points, double strength) {
        try (GuidedField field =
                new GuidedField(still(space), space, affine, POINTS, everyRow(), strength, new SplittableRandom(1))) {
            return field.at(points, TIME);
        }
    }

    private static VelocityField still(FlowSpace space) {
        return (points, t) ->
                points.stream().map(x -> new float[space.dimension()]).toList();
    }

    /** One row again and again: then every batch is the same. */
    private Examples everyRow() {
        return rows.gather(new int[] {0});
    }

    private double[] losses(FlowSpace space, List<float[]> points, List<float[]> velocities) {
        List<float[]> targets = IntStream.range(0, POINTS)
                .mapToObj(k -> target(space, points.get(k), velocities.get(k)))
                .toList();
        try (LossGradients gradients = new LossGradients(NETWORK, POINTS, 1)) {
            return gradients.of(space.networks(targets), everyRow()).losses();
        }
    }

    /** The stronger, the lower the loss; and however strong, never higher than without. */
    @ParameterizedTest
    @EnumSource
    void guidanceLowersTheLossOfTheTarget(Geometry geometry) {
        FlowSpace space = new FlowSpace(NETWORK, geometry, InputBasis.identity(3));
        AffineVelocity affine = AffineVelocity.measure(space, draws(space, 0.5, 200), draws(space, 1, 200));
        List<float[]> points = draws(space, 0.7, POINTS);
        List<float[]> none = guided(space, affine, points, 0);
        for (float[] v : none) {
            assertArrayEquals(new float[space.dimension()], v, 0);
        }
        double[] before = losses(space, points, none);
        for (double strength : new double[] {1, 100, 1e6}) {
            double[] after = losses(space, points, guided(space, affine, points, strength));
            for (int k = 0; k < POINTS; k++) {
                assertTrue(after[k] < before[k], strength + ": " + after[k] + " of " + before[k]);
            }
            before = strength < 1e6 ? after : before;
        }
    }

    /** To first order in its strength it is {@code -lambda (1 - t) rest^2 grad L}. */
    @ParameterizedTest
    @EnumSource
    void weakGuidanceIsTheGradientTimesTheVariance(Geometry geometry) {
        FlowSpace space = new FlowSpace(NETWORK, geometry, InputBasis.identity(3));
        AffineVelocity affine = AffineVelocity.measure(space, draws(space, 0.5, 200), draws(space, 1, 200));
        List<float[]> points = draws(space, 0.7, POINTS);
        double strength = 1e-3;
        List<float[]> guided = guided(space, affine, points, strength);
        AffineVelocity.At moments = affine.at(TIME);
        List<float[]> slopes;
        try (LossGradients gradients = new LossGradients(NETWORK, POINTS, 1)) {
            slopes = space.gradients(
                    points, gradients.of(space.networks(points), everyRow()).gradients());
        }
        for (int k = 0; k < POINTS; k++) {
            float[] expected = new float[space.dimension()];
            float[] slope = slopes.get(k).clone();
            space.paths().projectTangent(Coordinates.FLOAT, points.get(k), 0, slope, 0, slope, 0);
            double largest = 0;
            for (int c = 0; c < expected.length; c++) {
                double rest = moments.rest(space.classOf(c));
                expected[c] = (float) (-strength * (1 - TIME) * rest * rest * slope[c]);
                largest = Math.max(largest, Math.abs(expected[c]));
            }
            space.paths().projectTangent(Coordinates.FLOAT, points.get(k), 0, expected, 0, expected, 0);
            assertTrue(largest > 0);
            assertArrayEquals(expected, guided.get(k), (float) (0.02 * largest));
        }
    }
}
