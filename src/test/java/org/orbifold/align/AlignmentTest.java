package org.orbifold.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;

/** Planted symmetries are recovered. */
class AlignmentTest {
    private static Weights network(Architecture architecture, long seed) {
        return new Initialization.UniformFanIn().draw(architecture, new SplittableRandom(seed));
    }

    @Property(tries = 30)
    void plantedPermutationIsRecoveredExactly(@ForAll Activation activation, @ForAll long seed) {
        Architecture architecture = new Architecture(List.of(20, 16, 12, 14, 3), activation);
        Weights a = network(architecture, seed);
        GroupElement planted = GroupElement.randomPermutation(architecture, new SplittableRandom(seed + 1));
        Alignment alignment = Alignment.byWeights(a, planted.actOn(a), false, seed, 1, Progress.NONE);
        assertEquals(a, alignment.aligned());
        assertEquals(0, alignment.l2After());
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            assertEquals(
                    planted.permutation(l).inverse(), alignment.permutations().get(l));
        }
    }

    /** However few the weights that tell a layer's neurons apart. */
    @Property(tries = 100)
    void plantedSymmetriesOfNarrowNetworksAreRecovered(@ForAll long seed) {
        Architecture architecture = new Architecture(List.of(2, 8, 8, 8, 2), Activation.RELU);
        Weights a = network(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        Weights permuted = GroupElement.randomPermutation(architecture, random).actOn(a);
        assertEquals(
                a,
                Alignment.byWeights(a, permuted, false, seed, 1, Progress.NONE).aligned());
        Weights scaled = GroupElement.randomScaling(architecture, random).actOn(permuted);
        Alignment modulo = Alignment.byWeights(a, scaled, true, seed, 1, Progress.NONE);
        assertTrue(modulo.l2After() < 1e-5, () -> "distance " + modulo.l2After());
    }

    /** Above the size from which the engine multiplies. */
    @Example
    void plantedPermutationOfALargeNetworkIsRecoveredExactly() {
        Architecture architecture = Architecture.parse("784-128-64-10", Activation.RELU);
        Weights a = network(architecture, 1);
        GroupElement planted = GroupElement.randomPermutation(architecture, new SplittableRandom(2));
        Alignment alignment = Alignment.byWeights(a, planted.actOn(a), false, 0, 1, Progress.NONE);
        assertEquals(a, alignment.aligned());
        GroupElement scaled = planted.then(GroupElement.randomScaling(architecture, new SplittableRandom(3)));
        Weights b = scaled.actOn(a);
        Alignment modulo = Alignment.byWeights(a, b, true, 0, 1, Progress.NONE);
        assertTrue(modulo.l2After() < 1e-5, () -> "distance " + modulo.l2After());
    }

    @Property(tries = 30)
    void plantedPermutationAndScalingIsRecoveredModuloScalings(@ForAll long seed) {
        Architecture architecture = new Architecture(List.of(20, 16, 12, 3), Activation.RELU);
        Weights a = network(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        GroupElement planted = GroupElement.randomPermutation(architecture, random)
                .then(GroupElement.randomScaling(architecture, random));
        Alignment alignment = Alignment.byWeights(a, planted.actOn(a), true, seed, 1, Progress.NONE);
        assertTrue(alignment.l2After() < 1e-5);
    }

    @Property(tries = 20)
    void matchingKeepsTheFunctionAndNeverMovesAway(@ForAll boolean canonical, @ForAll long seed) {
        Architecture architecture = new Architecture(List.of(6, 10, 8, 3), Activation.RELU);
        Weights a = network(architecture, seed);
        Weights b = network(architecture, seed + 1);
        Alignment alignment = Alignment.byWeights(a, b, canonical, seed, 2, Progress.NONE);
        assertTrue(Invariance.maxOutputDifference(b, alignment.aligned()) < 1e-5);
        assertTrue(canonical || alignment.l2After() <= alignment.l2Before() + 1e-6);
        assertEquals(alignment.l2After(), a.distance(alignment.aligned()), 1e-9);
    }

    /** Restarts keep the best: the objective can only grow with their number. */
    @Property(tries = 10)
    void restartsNeverHurt(@ForAll long seed) {
        Architecture architecture = new Architecture(List.of(5, 12, 12, 2), Activation.TANH);
        Weights a = network(architecture, seed);
        Weights b = network(architecture, seed + 1);
        double one = new WeightMatching(1)
                .match(a, b, Pins.NONE, seed, Matching.Trace.NONE, Progress.NONE)
                .objective();
        double five = new WeightMatching(5)
                .match(a, b, Pins.NONE, seed, Matching.Trace.NONE, Progress.NONE)
                .objective();
        assertTrue(five >= one);
    }

    @Example
    void differentArchitecturesAreRefused() {
        Weights a = network(Architecture.parse("4-5-2", Activation.RELU), 1);
        Weights b = network(Architecture.parse("4-6-2", Activation.RELU), 1);
        assertThrows(Fault.class, () -> Alignment.byWeights(a, b, false, 0, 1, Progress.NONE));
    }
}
