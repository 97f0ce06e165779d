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
import org.junit.jupiter.params.provider.MethodSource;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;

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
        gradientsAgree(new FlowSpace(NETWORK, geometry, InputBasis.principal(List.of(rows()), 3)), network(1));
        Architecture convolutional = Architecture.parse("2x4x4-c3k3n-bn-relu-mp2-flat-3", Activation.RELU);
        Weights network = Networks.random(convolutional, 1);
        gradientsAgree(new FlowSpace(convolutional, geometry, InputBasis.identity(32)), network);
    }

    private static void gradientsAgree(FlowSpace space, Weights network) {
        float[] point = space.points(List.of(network)).getFirst();
        SplittableRandom random = new SplittableRandom(9);
        float[] slopes = new float[space.architecture().parameters()];
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
        float[] huge = network(1).toArray();
        for (int i = 0; i < huge.length; i++) {
            huge[i] *= 1e20f;
        }
        Fault tooLarge = assertThrows(Fault.class, () -> space.points(List.of(Weights.wrap(NETWORK, huge))));
        assertTrue(tooLarge.getMessage().contains("so large"), tooLarge.getMessage());
        for (Weights bad : List.of(Weights.wrap(NETWORK, dead), Weights.wrap(NETWORK, broken), other)) {
            Fault fault = assertThrows(Fault.class, () -> space.points(List.of(network(1), bad)));
            assertTrue(fault.getMessage().startsWith("network 1 "), fault.getMessage());
        }
    }

    /** Networks with a linear last layer, of every kind besides. */
    private static List<String> linearLast() {
        return List.of(
                "2x6x6-c4k3-relu-mp2-c6k3-relu-flat-5-relu-3",
                "1x8x8-c4k3n-bn-relu-r4-r6s2-r6-gap-3",
                "3x5x5-c4k3-ln-relu-ap2-flat-ln-6-relu-3",
                "5-8-bn-relu-8-bn-relu-3",
                "5-8-relu-8-+2-relu-3",
                "2x4x4-c4k3-@1-bn-relu-c4k3-+1-bn-relu-flat-3");
    }

    @ParameterizedTest
    @MethodSource("linearLast")
    void networksOfEveryKindComeBackFromTheirPoints(String shape) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights network = Networks.random(architecture, 3);
        for (Geometry geometry : Geometry.values()) {
            FlowSpace space = new FlowSpace(architecture, geometry, InputBasis.identity(architecture.inputs()));
            List<float[]> points = space.points(List.of(network));
            Weights back = space.networks(points).getFirst();
            assertTrue(Invariance.maxOutputDifference(network, back) < 1e-4);
            if (!geometry.isCanonical()) {
                assertArrayEquals(network.toArray(), back.toArray(), 1e-5f);
            }
            float[] projected = new float[space.dimension()];
            space.manifold().project(Coordinates.FLOAT, points.getFirst(), 0, projected, 0);
            assertArrayEquals(projected, points.getFirst(), 1e-6f);
        }
    }

    /** Of convolutional networks too: scalings are gone, permutations stay within classes, the source is canonical. */
    @ParameterizedTest
    @MethodSource("linearLast")
    void symmetriesOfEveryKindAreTakenAway(String shape) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        InputBasis inputs = InputBasis.identity(architecture.inputs());
        FlowSpace space = new FlowSpace(architecture, Geometry.GEOMETRIC, inputs);
        SplittableRandom random = new SplittableRandom(5);
        Weights network = Networks.random(architecture, 3);
        Weights scaled = GroupElement.randomScaling(architecture, random).actOn(network);
        Weights permuted = GroupElement.randomPermutation(architecture, random).actOn(network);
        List<float[]> points = space.points(List.of(network, scaled, permuted));
        assertArrayEquals(points.get(0), points.get(1), 3e-5f);
        double[][] sums = new double[2][space.classes()];
        for (int c = 0; c < space.dimension(); c++) {
            sums[0][space.classOf(c)] += points.get(0)[c];
            sums[1][space.classOf(c)] += points.get(2)[c];
        }
        assertArrayEquals(sums[0], sums[1], 1e-4);
        FlowSpace plain = new FlowSpace(architecture, Geometry.EUCLIDEAN, inputs);
        Source source = new Source.Initialization(0.1);
        float[] drawn = source.draw(plain, new SplittableRandom(8));
        float[] canonical = source.draw(space, new SplittableRandom(8));
        float[] expected = space.points(plain.networks(List.of(drawn))).getFirst();
        assertArrayEquals(expected, canonical, 1e-4f);
    }

    @Test
    void whatHasNoSpaceIsRefusedInALine() {
        Architecture pooled = Architecture.parse("1x8x8-c4k3-relu-c3k1-gap", Activation.RELU);
        Fault fault =
                assertThrows(Fault.class, () -> new FlowSpace(pooled, Geometry.GEOMETRIC, InputBasis.identity(64)));
        assertEquals("its last layer has no norm of its own: it is not linear", fault.getMessage());
        Architecture convolutional = Architecture.parse("1x2x3-c4k1-relu-flat-3", Activation.RELU);
        InputBasis basis = InputBasis.principal(List.of(rows()), 3);
        fault = assertThrows(Fault.class, () -> new FlowSpace(convolutional, Geometry.EUCLIDEAN, basis));
        assertTrue(fault.getMessage().startsWith("only the weights of a multilayer perceptron"), fault.getMessage());
    }
}
