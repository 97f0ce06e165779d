package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;

class CanonicalPairTest {
    private static final Architecture SHAPE = Architecture.parse("3-6-5-4", Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(1).draw(SHAPE, new SplittableRandom(seed));
    }

    private static double norm(double[] point) {
        return Math.sqrt(IntStream.range(0, point.length)
                .mapToDouble(k -> point[k] * point[k])
                .sum());
    }

    /** Two points of S^n at an angle, by a plane of two axes. */
    private static SpherePair at(int n, double angle) {
        double[] x = new double[n + 1];
        double[] y = new double[n + 1];
        x[n] = 1;
        y[n] = Math.cos(angle);
        y[0] = Math.sin(angle);
        return SpherePair.of(0, 0, x, y, 0, 0);
    }

    @Property(tries = 60)
    void anglesAndMidpointsAreTheirClosedForms(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 3.14) double angle) {
        SpherePair pair = at(n, angle);
        assertEquals(angle, pair.angle(), 1e-12);
        assertEquals(Math.cos(angle / 2), pair.midpointNorm(), 1e-12);
        assertEquals(angle > Math.PI * 179 / 180, pair.isAntipodal());
        GreatCircle circle = pair.greatCircle();
        assertEquals(0, circle.angle(pair.x()), 1e-12);
        assertEquals(angle, circle.angle(pair.y()), 1e-12);
        assertEquals(angle / 4, circle.angle(pair.onGeodesic(0.25)), 1e-12);
        assertArrayEquals(pair.onGeodesic(0.25), circle.point(angle / 4), 1e-12);
        assertEquals(
                Math.cos(angle / 2),
                Math.hypot(circle.along(pair.onChord(0.5)), circle.across(pair.onChord(0.5))),
                1e-12);
    }

    @Example
    void pointsThatCoincideAndAntipodesHaveAGreatCircleToo() {
        for (double angle : new double[] {0, Math.PI}) {
            SpherePair pair = at(3, angle);
            GreatCircle circle = pair.greatCircle();
            assertEquals(1, norm(circle.tangent()), 1e-12);
            assertEquals(0, circle.along(circle.tangent()), 1e-12);
            assertEquals(angle, Math.abs(circle.angle(pair.y())), 1e-7);
        }
    }

    @Property(tries = 20)
    void theEndsComputeWhatTheNetworksCompute(@ForAll @IntRange(max = 1000) int seed) {
        Weights a = network(seed);
        Weights b = network(seed + 5000);
        CanonicalPair pair = new CanonicalPair(a, b);
        for (Path path : List.of(new Path.Geodesic(pair), new Path.Chord(pair))) {
            assertTrue(Invariance.maxOutputDifference(a, path.at(0)) < 1e-3);
            assertTrue(Invariance.maxOutputDifference(b, path.at(1)) < 1e-3);
        }
    }

    @Property(tries = 20)
    void theGeodesicStaysOnTheSpheresAndTheChordLeavesThemByItsMidpointNorm(@ForAll @IntRange(max = 1000) int seed) {
        CanonicalPair pair = new CanonicalPair(network(seed), network(seed + 5000));
        CanonicalForm geodesic = CanonicalForm.of(pair.onGeodesic(0.5), CanonicalForm.LastLayer.KEEP);
        CanonicalForm chord = CanonicalForm.of(pair.onChord(0.5), CanonicalForm.LastLayer.KEEP);
        for (SpherePair sphere : pair.spheres(0)) {
            assertEquals(1, 1 / geodesic.scaling().factor(0, sphere.neuron()), 1e-6);
            assertEquals(sphere.midpointNorm(), 1 / chord.scaling().factor(0, sphere.neuron()), 1e-6);
        }
        assertEquals(20, pair.spheres(2).getFirst().x().length);
        assertTrue(
                pair.spheres(2).getFirst().dimension() == 19 && pair.spheres(1).size() == 5);
    }

    @Property(tries = 30)
    void networksOfEveryKindHaveGeodesicsOnTheirSpheres(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, seed);
        Weights b = a.lerp(Networks.random(architecture, seed + 1), 0.3);
        CanonicalPair pair = new CanonicalPair(a, b);
        List<Path> paths = pair.isConnected()
                ? List.of(new Path.Geodesic(pair), new Path.Chord(pair))
                : List.of(new Path.Chord(pair));
        for (Path path : paths) {
            assertTrue(Invariance.maxOutputDifference(a, path.at(0)) < 1e-3);
            assertTrue(Invariance.maxOutputDifference(b, path.at(1)) < 1e-3);
        }
        if (pair.isConnected()) {
            CanonicalForm middle = CanonicalForm.of(pair.onGeodesic(0.5), CanonicalForm.LastLayer.KEEP);
            assertEquals(0, middle.weights().distance(pair.onGeodesic(0.5)), 1e-4, "it is canonical");
        }
        Weights scaled = GroupElement.randomScaling(architecture, new SplittableRandom(seed))
                .actOn(a);
        CanonicalPair same = new CanonicalPair(a, scaled);
        for (int l = 0; l < CanonicalForm.spheres(architecture).size(); l++) {
            for (SpherePair sphere : same.spheres(l)) {
                assertEquals(0, sphere.angle(), 1e-5);
                assertEquals(sphere.biasX(), sphere.biasY(), 1e-4);
            }
        }
    }

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(
                "2x6x6-c4k3-relu-mp2-c6k3-relu-flat-5-relu-3",
                "1x8x8-c4k3n-bn-relu-r4-r6s2-r6-gap-3",
                "3x5x5-c4k3-ln-relu-ap2-flat-ln-6-relu-3",
                "5-8-bn-relu-8-bn-relu-3",
                "5-8-relu-8-+2-relu-3");
    }

    /** Networks that differ by scalings are one point. */
    @Property(tries = 20)
    void scalingsMoveNothing(@ForAll @IntRange(max = 1000) int seed) {
        Weights a = network(seed);
        Weights scaled =
                GroupElement.randomScaling(SHAPE, new SplittableRandom(seed)).actOn(a);
        CanonicalPair pair = new CanonicalPair(a, scaled);
        for (int l = 0; l < SHAPE.layers(); l++) {
            for (SpherePair sphere : pair.spheres(l)) {
                assertEquals(0, sphere.angle(), 1e-6);
                assertEquals(sphere.biasX(), sphere.biasY(), 1e-5);
            }
        }
    }

    @Example
    void whatIsDeadLiesOnNoSphereAndGoesStraight() {
        Weights a = network(1);
        float[] block = network(2).toArray();
        for (int k = 0; k < 3; k++) {
            block[SHAPE.weightOffset(0) + 3 + k] = 0;
        }
        Weights b = Weights.wrap(SHAPE, block);
        CanonicalPair pair = new CanonicalPair(a, b);
        assertEquals(5, pair.spheres(0).size());
        assertTrue(pair.spheres(0).stream().noneMatch(sphere -> sphere.neuron() == 1));
        assertTrue(Invariance.maxOutputDifference(b, pair.onGeodesic(1)) < 1e-4);
        assertTrue(Double.isFinite(pair.onGeodesic(0.5).norm()));
    }

    @Example
    void withOneInputThereIsNoGeodesicBetweenTheTwoPoints() {
        Architecture shape = Architecture.parse("1-2-2", Activation.RELU);
        Weights a = Weights.wrap(shape, new float[] {2, 3, 0, 0, 1, 2, 3, 4, 0, 0});
        Weights b = Weights.wrap(shape, new float[] {2, -3, 0, 0, 1, 2, 3, 4, 0, 0});
        CanonicalPair pair = new CanonicalPair(a, b);
        assertFalse(pair.spheres(0).get(0).isDisconnected());
        assertTrue(pair.spheres(0).get(1).isDisconnected());
        Fault fault = assertThrows(Fault.class, () -> pair.onGeodesic(0.5));
        assertTrue(fault.getMessage().contains("neuron 1 of layer 0 is 1 in A and -1 in B"), fault.getMessage());
        assertTrue(Double.isFinite(pair.onChord(0.5).norm()));
    }

    @Example
    void otherActivationsAndArchitecturesAreRefused() {
        Weights tanh = new Initialization.Normal(1)
                .draw(Architecture.parse("2-3-2", Activation.TANH), new SplittableRandom(1));
        assertTrue(assertThrows(Fault.class, () -> new CanonicalPair(tanh, tanh))
                .getMessage()
                .contains("tanh has no scaling symmetry"));
        assertThrows(Fault.class, () -> new CanonicalPair(network(1), tanh));
    }

    @Example
    void theLossAlongAGeodesicIsThatOfItsNetworks() {
        Path path = new Path.Geodesic(new CanonicalPair(network(1), network(2)));
        Examples rows = new Examples(new float[] {1, 2, -1, 0, 0.5f, 1, -2, 1, 3}, new int[] {0, 1, 3}, 3, 4);
        LossBarrier barrier = LossBarrier.along(path, 28, rows, Progress.NONE);
        assertEquals(28, barrier.outcomes().size());
        assertEquals(
                Evaluation.outcome(path.at(barrier.t().get(26)), rows).loss(),
                barrier.outcomes().get(26).loss(),
                1e-9);
        assertEquals(Evaluation.outcome(path.at(0.5), rows).loss(), barrier.midpointLoss(), 1e-9);
    }

    /** A network moved on one sphere is there, and nowhere else has it moved. */
    @Property(tries = 20)
    void aNetworkIsMovedOnOneSphereAlone(@ForAll @IntRange(max = 1000) int seed) {
        Weights a = network(seed);
        for (int l = 0; l < SHAPE.layers(); l++) {
            CanonicalPair before = new CanonicalPair(a, network(seed + 5000));
            SpherePair sphere = before.spheres(l).getLast();
            double[] wanted = sphere.onGeodesic(0.3);
            Weights moved = CanonicalForm.move(a, l, sphere.neuron(), wanted);
            CanonicalPair after = new CanonicalPair(moved, a);
            assertArrayEquals(wanted, after.spheres(l).getLast().x(), 1e-6);
            assertEquals(
                    sphere.biasX(), after.spheres(l).getLast().biasX(), 1e-5 * Math.max(1, Math.abs(sphere.biasX())));
            assertEquals(0.3 * sphere.angle(), after.spheres(l).getLast().angle(), 1e-6);
            for (int k = 0; k < SHAPE.layers(); k++) {
                for (SpherePair other : after.spheres(k)) {
                    if (k != l || other.neuron() != sphere.neuron()) {
                        assertEquals(0, other.angle(), 1e-6);
                    }
                }
            }
        }
    }
}
