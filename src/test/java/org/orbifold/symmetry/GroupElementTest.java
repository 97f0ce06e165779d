package org.orbifold.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/** The group acts: functions stand still, elements compose and invert, and what is no symmetry is refused. */
class GroupElementTest {
    private static Architecture architecture(Activation activation) {
        return new Architecture(List.of(3, 5, 4, 2), activation);
    }

    private static Weights network(Activation activation, long seed) {
        return new Initialization.Normal(0.7).draw(architecture(activation), new SplittableRandom(seed));
    }

    /** A random element with every kind of symmetry that the activation has. */
    private static GroupElement element(Activation activation, long seed) {
        Architecture architecture = architecture(activation);
        SplittableRandom random = new SplittableRandom(seed);
        GroupElement g = GroupElement.randomPermutation(architecture, random);
        if (activation.has(SymmetryKind.SCALING)) {
            g = g.then(GroupElement.randomScaling(architecture, random));
        }
        if (activation.has(SymmetryKind.SIGN_FLIP)) {
            g = g.then(GroupElement.flip(architecture, 0, 2)).then(GroupElement.flip(architecture, 1, 3));
        }
        return g.then(GroupElement.randomPermutation(architecture, random));
    }

    @Property(tries = 100)
    void functionStandsStillWhileWeightsMove(@ForAll Activation activation, @ForAll long seed) {
        Weights network = network(activation, seed);
        Weights moved = element(activation, seed + 1).actOn(network);
        assertTrue(moved.distance(network) > 0.1, "the weights have moved");
        assertTrue(Invariance.maxOutputDifference(network, moved) < 1e-5);
    }

    @Property(tries = 100)
    void compositionIsActingInTurn(@ForAll Activation activation, @ForAll long seed) {
        Weights network = network(activation, seed);
        GroupElement g = element(activation, seed + 1);
        GroupElement h = element(activation, seed + 2);
        assertClose(h.actOn(g.actOn(network)), g.then(h).actOn(network), 2e-5);
    }

    @Property(tries = 100)
    void inverseUndoes(@ForAll Activation activation, @ForAll long seed) {
        Weights network = network(activation, seed);
        GroupElement g = element(activation, seed + 1);
        assertClose(network, g.inverse().actOn(g.actOn(network)), 2e-5);
        assertClose(network, g.then(g.inverse()).actOn(network), 1e-6);
    }

    private static void assertClose(Weights expected, Weights actual, double tolerance) {
        for (int i = 0; i < expected.architecture().parameters(); i++) {
            assertEquals(expected.get(i), actual.get(i), tolerance * Math.max(1, Math.abs(expected.get(i))));
        }
    }

    @Example
    void swapMovesRowsBiasesAndColumns() {
        Weights network = network(Activation.RELU, 1);
        Weights swapped = GroupElement.swap(network.architecture(), 0, 1, 3).actOn(network);
        assertEquals(network.weight(0, 3, 2), swapped.weight(0, 1, 2));
        assertEquals(network.bias(0, 1), swapped.bias(0, 3));
        assertEquals(network.weight(1, 2, 1), swapped.weight(1, 2, 3));
        assertEquals(network.weight(0, 0, 0), swapped.weight(0, 0, 0));
        assertEquals(0, Invariance.maxOutputDifference(network, swapped), 1e-15);
    }

    @Example
    void scalingAppliesToIncomingWeightsAndBiasAndInverselyToOutgoing() {
        Weights network = network(Activation.LEAKY_RELU, 2);
        Weights scaled = GroupElement.scale(network.architecture(), 1, 2, 4).actOn(network);
        assertEquals(4 * network.weight(1, 2, 0), scaled.weight(1, 2, 0));
        assertEquals(4 * network.bias(1, 2), scaled.bias(1, 2));
        assertEquals(network.weight(2, 0, 2) / 4, scaled.weight(2, 0, 2));
    }

    @Example
    void whatTheActivationLacksIsRefusedWithTheReason() {
        Fault scale = assertThrows(Fault.class, () -> GroupElement.scale(architecture(Activation.TANH), 0, 0, 2));
        assertTrue(scale.getMessage().contains("tanh has no scaling symmetry"));
        Fault flip = assertThrows(Fault.class, () -> GroupElement.flip(architecture(Activation.RELU), 0, 0));
        assertTrue(flip.getMessage().contains("relu has no sign-flip symmetry"));
        assertThrows(Fault.class, () -> GroupElement.flip(architecture(Activation.GELU), 0, 0));
        assertThrows(Fault.class, () -> GroupElement.swap(architecture(Activation.RELU), 2, 0, 1));
        assertThrows(Fault.class, () -> GroupElement.swap(architecture(Activation.RELU), 0, 0, 5));
        assertThrows(Fault.class, () -> GroupElement.scale(architecture(Activation.RELU), 0, 0, 0));
        assertThrows(Fault.class, () -> GroupElement.scale(architecture(Activation.RELU), 0, 0, -2));
    }

    @Example
    void permutationsThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Permutation.of(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Permutation.of(0, 3, 1));
    }
}
