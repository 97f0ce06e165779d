package org.orbifold.symmetry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;

class PermutationInvariantsTest {
    private static final Architecture SHAPE = new Architecture(List.of(4, 6, 5, 3), Activation.RELU);

    private static Weights network(double deviation, long seed) {
        return new Initialization.Normal(deviation).draw(SHAPE, new SplittableRandom(seed));
    }

    @Property(tries = 30)
    void permutationsLeaveThemAlone(@ForAll long seed) {
        Weights network = network(1, seed);
        GroupElement g = GroupElement.randomPermutation(SHAPE, new SplittableRandom(seed + 1));
        assertArrayEquals(PermutationInvariants.of(network), PermutationInvariants.of(g.actOn(network)), 1e-12);
    }

    /** Networks of every kind: their own, and sorted only where something moves. */
    @ParameterizedTest
    @FieldSource("org.orbifold.net.Networks#SHAPES")
    void permutationsOfChannelsLeaveThemAlone(String shape) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, 1);
        Weights b = Networks.random(architecture, 2);
        GroupElement g = GroupElement.randomPermutation(architecture, new SplittableRandom(3));
        double[] of = PermutationInvariants.of(a);
        assertArrayEquals(of, PermutationInvariants.of(g.actOn(a)), 1e-6);
        double[] other = PermutationInvariants.of(b);
        double sum = 0;
        for (int i = 0; i < of.length; i++) {
            sum += (of[i] - other[i]) * (of[i] - other[i]);
        }
        assertTrue(sum > 0 && Math.sqrt(sum) <= Math.sqrt(2) * a.distance(g.actOn(b)));
    }

    /** And so they bound the distance from below in every arrangement. */
    @Property(tries = 100)
    void nearNetworksHaveNearInvariants(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double t) {
        Weights a = network(1, seed);
        Weights b = a.lerp(network(1, seed + 1), t);
        double[] x = PermutationInvariants.of(a);
        double[] y = PermutationInvariants.of(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        assertEquals(6 + 6 + 4 + 5 + 5 + 6 + 3 + 3 + 5, x.length);
        assertTrue(Math.sqrt(sum) <= Math.sqrt(2) * a.distance(b) + 1e-9);
    }
}
