package org.orbifold.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Networks;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/** What the search finds are symmetries of networks of every kind, and all that a person would find. */
class SymmetryStructureTest {
    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(Networks.SHAPES);
    }

    private static SymmetryStructure of(String shape) {
        return SymmetryStructure.of(Architecture.parse(shape, Activation.RELU));
    }

    private static List<Integer> sizes(String shape) {
        return of(shape).groups().stream().map(SymmetryStructure.Group::size).toList();
    }

    private static GroupElement element(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GroupElement element = GroupElement.randomPermutation(architecture, random);
        if (SymmetryStructure.of(architecture).scalingDimensions() > 0) {
            element = element.then(GroupElement.randomScaling(architecture, random));
        }
        return element.then(GroupElement.randomPermutation(architecture, random));
    }

    @Property(tries = 200)
    void theFunctionStandsStill(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights network = Networks.random(architecture, seed);
        GroupElement g = element(architecture, seed + 1);
        Weights moved = g.actOn(network);
        assertTrue(g.isIdentity() || moved.distance(network) > 0.1, "the weights have moved");
        SplittableRandom random = new SplittableRandom(seed);
        for (int probe = 0; probe < 4; probe++) {
            double[] x = random.doubles(architecture.inputs(), -2, 2).toArray();
            double[] expected = new ForwardMap(network).logits(x);
            double[] actual = new ForwardMap(moved).logits(x);
            for (int c = 0; c < expected.length; c++) {
                assertEquals(expected[c], actual[c], 2e-5 * Math.max(1, Math.abs(expected[c])));
            }
        }
    }

    @Property(tries = 100)
    void inverseUndoes(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights network = Networks.random(architecture, seed);
        GroupElement g = element(architecture, seed + 1);
        GroupElement h = element(architecture, seed + 2);
        assertTrue(network.distance(g.inverse().actOn(g.actOn(network))) < 1e-5 * network.norm());
        assertTrue(h.actOn(g.actOn(network)).distance(g.then(h).actOn(network)) < 1e-5 * network.norm() * 16);
    }

    @Property(tries = 100)
    void canonicalFormForgetsScalings(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        if (SymmetryStructure.of(architecture).scalingDimensions() == 0) {
            return;
        }
        Weights network = Networks.random(architecture, seed);
        Weights scaled = GroupElement.randomScaling(architecture, new SplittableRandom(seed))
                .actOn(network);
        CanonicalForm one = CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP);
        CanonicalForm other = CanonicalForm.of(scaled, CanonicalForm.LastLayer.KEEP);
        assertTrue(
                one.weights().distance(other.weights()) < 1e-5 * one.weights().norm());
        assertTrue(one.maxNormError() < 1e-6, "norms are 1: " + one.maxNormError());
    }

    @Example
    void perceptronsHaveTheirHiddenLayers() {
        SymmetryStructure found = of("784-64-32-10");
        assertEquals(List.of(64, 32), sizes("784-64-32-10"));
        assertEquals(96, found.scalingDimensions());
        assertEquals(
                List.of(0, 1),
                found.groups().stream().map(SymmetryStructure.Group::scale).toList());
        assertEquals(List.of(), sizes("784-10"));
    }

    /** He et al. 2016: a stream a stage, and the middle of each block; norms free the scale of every convolution. */
    @Example
    void residualNetworksTieTheirStages() {
        String shape = "3x32x32-c16k3n-bn-relu-r16-r16-r16-r32s2-r32-r32-r64s2-r64-r64-gap-10";
        assertEquals(List.of(16, 16, 16, 16, 32, 32, 32, 32, 64, 64, 64, 64), sizes(shape));
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        assertEquals(272_474, architecture.trainedParameters());
        assertEquals(272_474 + 2 * 784, architecture.parameters());
    }

    @Example
    void additionTiesScalesToo() {
        assertEquals(List.of(8), sizes("5-8-relu-8-+2-relu-3"));
        assertEquals(8, of("5-8-relu-8-+2-relu-3").scalingDimensions());
    }

    @Example
    void aFlattenedChannelIsABlockOfColumns() {
        SymmetryStructure found = of("2x6x6-c4k3-relu-mp2-flat-5");
        SymmetryStructure.Carrier linear = found.carriers().get(2);
        assertEquals(new SymmetryStructure.Axis(0, 9, 0), linear.columns());
    }

    @Example
    void normsCarryTheScaleOfWhatTheyGiveAndFreeWhatComesIn() {
        SymmetryStructure batch = of("5-8-bn-relu-3");
        assertEquals(16, batch.scalingDimensions());
        assertEquals(1, batch.groups().getFirst().scale());
        assertEquals(8, of("5-8-ln-relu-3").scalingDimensions());
        assertEquals(8, of("5-8-bn-gelu-3").scalingDimensions());
        assertEquals(0, of("5-8-ln-gelu-3").scalingDimensions());
    }

    @Example
    void poolingOfTheLargestForbidsSignFlips() {
        SymmetryStructure pooled = of("1x4x4-c3k3-tanh-mp2-flat-2");
        assertEquals(
                List.of(false),
                pooled.scales().stream()
                        .map(scale -> scale.kinds().contains(SymmetryKind.SIGN_FLIP))
                        .toList());
        assertTrue(of("1x4x4-c3k3-tanh-ap2-flat-2").scales().getFirst().kinds().contains(SymmetryKind.SIGN_FLIP));
    }
}
