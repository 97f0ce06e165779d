package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;

class CouplingTest {
    private static final FlowSpace SPACE =
            new FlowSpace(Architecture.parse("4-6-5-3", Activation.RELU), Geometry.GEOMETRIC, InputBasis.identity(4));

    private static List<float[]> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new Source.Initialization(0.1).draw(SPACE, random))
                .toList();
    }

    private static double cost(List<float[]> sources, List<float[]> targets) {
        return IntStream.range(0, sources.size())
                .mapToDouble(i -> SPACE.paths().distance(Coordinates.FLOAT, sources.get(i), 0, targets.get(i), 0))
                .map(d -> d * d)
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void noCouplingMakesPathsLonger(Coupling coupling) {
        List<float[]> sources = draw(12, 1);
        List<float[]> targets = draw(12, 2);
        int[] numbers = IntStream.range(0, 12).toArray();
        List<float[]> paired = coupling.pair(SPACE, sources, targets, numbers);
        double before = cost(sources, targets);
        double after = cost(sources, paired);
        assertTrue(coupling == Coupling.INDEPENDENT ? before == after : after < 0.97 * before, before + " to " + after);
        assertArrayEquals(
                IntStream.range(0, 12).toArray(),
                Arrays.stream(numbers).sorted().toArray());
    }

    /** With one input, the first layer's weights are signs: no path leads from one to the other. */
    @ParameterizedTest
    @EnumSource
    void signsOfSingleInputsComeFromTheTarget(Coupling coupling) {
        Architecture narrow = Architecture.parse("1-6-2", Activation.RELU);
        for (Geometry geometry : Geometry.values()) {
            FlowSpace space = new FlowSpace(narrow, geometry, InputBasis.identity(1));
            SplittableRandom random = new SplittableRandom(4);
            List<float[]> sources = List.of(new Source.Initialization(0.1).draw(space, random));
            float[] drawn = sources.getFirst().clone();
            List<float[]> targets = List.of(new Source.Initialization(0.1).draw(space, random));
            float[] target =
                    coupling.pair(space, sources, targets, new int[] {0}).getFirst();
            boolean onSpheres = geometry == Geometry.GEOMETRIC;
            for (int c = 0; c < drawn.length; c++) {
                assertEquals(onSpheres && c < 6 ? target[c] : drawn[c], sources.getFirst()[c]);
            }
        }
    }

    @Test
    void optimalTransportDrawsNothingTwiceAndTakesNumbersAlong() {
        List<float[]> targets = draw(9, 2);
        int[] numbers = IntStream.range(0, 9).toArray();
        List<float[]> paired = Coupling.OPTIMAL_TRANSPORT.pair(SPACE, draw(9, 1), targets, numbers);
        for (int i = 0; i < 9; i++) {
            assertEquals(targets.get(numbers[i]), paired.get(i));
        }
        assertEquals(9, paired.stream().distinct().count());
    }

    /** A permuted copy of the source comes back onto it. */
    @Test
    void equivariantOptimalTransportUndoesPermutations() {
        List<float[]> sources = draw(4, 1);
        List<float[]> permuted = sources.stream()
                .map(x -> SPACE.flatten(
                        org.orbifold.symmetry.GroupElement.randomPermutation(
                                        SPACE.architecture(), new SplittableRandom(3))
                                .actOn(SPACE.asWeights(x)),
                        x.clone()))
                .toList();
        List<float[]> paired =
                Coupling.EQUIVARIANT_OPTIMAL_TRANSPORT.pair(SPACE, sources, permuted, new int[] {0, 1, 2, 3});
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(sources.get(i), paired.get(i));
        }
    }
}
