package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;

class FlowSpaceTest {
    private static final Architecture NETWORK = Architecture.parse("6-5-4-3", Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(0.5).draw(NETWORK, new SplittableRandom(seed));
    }

    private static Examples rows() {
        SplittableRandom random = new SplittableRandom(3);
        float[] features = new float[40 * 6];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (random.nextGaussian() * (1 + i % 6));
        }
        return new Examples(features, new int[40], 6, 3);
    }

    @ParameterizedTest
    @EnumSource
    void networksComeBackFromTheirPoints(Geometry geometry) {
        for (InputBasis basis : List.of(InputBasis.identity(6), InputBasis.principal(List.of(rows()), 3))) {
            FlowSpace space = new FlowSpace(NETWORK, geometry, basis);
            List<float[]> points = space.points(List.of(network(1), network(2)));
            for (int k = 0; k < 2; k++) {
                Weights back = space.networks(points).get(k);
                Weights again = space.networks(space.points(List.of(back))).getFirst();
                assertArrayEquals(back.toArray(), again.toArray(), 2e-5f);
                if (!geometry.isCanonical()) {
                    assertArrayEquals(network(k + 1).toArray(), back.toArray(), 1e-5f);
                }
            }
        }
    }

    /** Networks that differ by scalings are one point; a permutation permutes coordinates within their classes. */
    @Test
    void scalingsAreGoneAndPermutationsStayWithinClasses() {
        FlowSpace space = new FlowSpace(NETWORK, Geometry.GEOMETRIC, InputBasis.principal(List.of(rows()), 3));
        Weights network = network(1);
        SplittableRandom random = new SplittableRandom(5);
        Weights scaled = GroupElement.randomScaling(NETWORK, random).actOn(network);
        Weights permuted = GroupElement.randomPermutation(NETWORK, random).actOn(network);
        List<float[]> points = space.points(List.of(network, scaled, permuted));
        assertArrayEquals(points.get(0), points.get(1), 1e-5f);
        double[][] sums = new double[2][space.classes()];
        for (int c = 0; c < space.dimension(); c++) {
            sums[0][space.classOf(c)] += points.get(0)[c];
            sums[1][space.classOf(c)] += points.get(2)[c];
        }
        assertArrayEquals(sums[0], sums[1], 1e-5);
    }

    @Test
    void pointsLieOnTheirSpheres() {
        FlowSpace space = new FlowSpace(NETWORK, Geometry.GEOMETRIC, InputBasis.principal(List.of(rows()), 3));
        float[] point = space.points(List.of(network(1))).getFirst();
        float[] projected = new float[point.length];
        space.manifold().project(Coordinates.FLOAT, point, 0, projected, 0);
        assertArrayEquals(projected, point, 1e-6f);
    }

    /** Whatever it is drawn in, a source's points are those of untrained networks. */
    @Test
    void theSourceIsTheCanonicalFormOfUntrainedNetworks() {
        FlowSpace space = new FlowSpace(NETWORK, Geometry.GEOMETRIC, InputBasis.identity(6));
        FlowSpace plain = new FlowSpace(NETWORK, Geometry.EUCLIDEAN, InputBasis.identity(6));
        Source source = new Source.Initialization(0.1);
        float[] drawn = source.draw(plain, new SplittableRandom(8));
        float[] canonical = source.draw(space, new SplittableRandom(8));
        float[] expected = space.points(plain.networks(List.of(drawn))).getFirst();
        assertArrayEquals(expected, canonical, 1e-5f);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithDifferences(Geometry geometry) {
        FlowSpace space = new FlowSpace(NETWORK, geometry, InputBasis.principal(List.of(rows()), 3));
        float[] point = space.points(List.of(network(1))).getFirst();
        SplittableRandom random = new SplittableRandom(9);
        float[] slopes = new float[NETWORK.parameters()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) random.nextGaussian();
        }
        float[] gradient = space.gradients(List.of(point), List.of(slopes)).getFirst();
        float[] tangent = new float[point.length];
        for (int i = 0; i < tangent.length; i++) {
            tangent[i] = (float) random.nextGaussian();
        }
        space.manifold().projectTangent(Coordinates.FLOAT, point, 0, tangent, 0, tangent, 0);
        double expected =
                (along(space, point, tangent, 1e-2f, slopes) - along(space, point, tangent, -1e-2f, slopes)) / 2e-2;
        double actual = 0;
        for (int i = 0; i < tangent.length; i++) {
            actual += (double) gradient[i] * tangent[i];
        }
        assertEquals(expected, actual, 2e-3 * Math.max(1, Math.abs(expected)));
    }

    private static double along(FlowSpace space, float[] point, float[] tangent, float step, float[] slopes) {
        float[] v = new float[tangent.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = step * tangent[i];
        }
        float[] moved = new float[point.length];
        space.manifold().exp(Coordinates.FLOAT, point, 0, v, 0, moved, 0);
        Weights network = space.networks(List.of(moved)).getFirst();
        double sum = 0;
        for (int i = 0; i < slopes.length; i++) {
            sum += (double) slopes[i] * network.get(i);
        }
        return sum;
    }

    @Test
    void networksThatHaveNoPointAreRefused() {
        FlowSpace space = new FlowSpace(NETWORK, Geometry.GEOMETRIC, InputBasis.identity(6));
        float[] dead = network(1).toArray();
        java.util.Arrays.fill(dead, 0, 6, 0);
        float[] broken = network(1).toArray();
        broken[7] = Float.NaN;
        Weights other = new Initialization.Normal(1)
                .draw(Architecture.parse("6-4-3", Activation.RELU), new SplittableRandom(1));
        for (Weights bad : List.of(Weights.wrap(NETWORK, dead), Weights.wrap(NETWORK, broken), other)) {
            Fault fault = assertThrows(Fault.class, () -> space.points(List.of(network(1), bad)));
            assertTrue(fault.getMessage().startsWith("network 1 "), fault.getMessage());
        }
    }
}
