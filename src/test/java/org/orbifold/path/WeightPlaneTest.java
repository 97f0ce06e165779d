package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

class WeightPlaneTest {
    private static final Architecture SHAPE = new Architecture(List.of(3, 6, 4), Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(1).draw(SHAPE, new SplittableRandom(seed));
    }

    private static void assertNear(Weights expected, Weights actual) {
        assertEquals(0, expected.distance(actual), 1e-6 * expected.norm());
    }

    @Property(tries = 50)
    void thePlanePassesThroughItsThreeNetworks(@ForAll long seed) {
        List<Weights> networks = List.of(network(seed), network(seed + 1), network(seed + 2));
        WeightPlane plane = WeightPlane.through(networks.get(0), networks.get(1), networks.get(2));
        assertEquals(1, WeightVectors.dot(plane.u(), plane.u()), 1e-12);
        assertEquals(1, WeightVectors.dot(plane.v(), plane.v()), 1e-12);
        assertEquals(0, WeightVectors.dot(plane.u(), plane.v()), 1e-12);
        for (Weights network : networks) {
            WeightPlane.Place place = plane.project(network);
            assertEquals(0, place.distance(), 1e-12 * network.norm());
            assertNear(network, plane.at(place.x(), place.y()));
        }
        WeightPlane.Place b = plane.project(networks.get(1));
        assertEquals(networks.get(0).distance(networks.get(1)), b.x(), 1e-9);
        assertEquals(0, b.y(), 1e-9);
        assertTrue(plane.project(networks.get(2)).y() > 0);
    }

    /** Pythagoras, and no other point of the plane is nearer. */
    @Property(tries = 50)
    void aProjectionIsTheNearestPoint(
            @ForAll long seed, @ForAll @DoubleRange(min = -3, max = 3) double dx, @ForAll boolean random) {
        WeightPlane plane = random
                ? WeightPlane.random(network(seed), seed)
                : WeightPlane.through(network(seed), network(seed + 1), network(seed + 2));
        Weights other = network(seed + 3);
        WeightPlane.Place place = plane.project(other);
        Weights image = plane.at(place.x(), place.y());
        Weights beside = plane.at(place.x() + dx, place.y() - 1);
        assertEquals(place.distance(), other.distance(image), 1e-5);
        assertEquals(other.distance(beside), Math.hypot(place.distance(), image.distance(beside)), 1e-5);
    }

    @Property(tries = 50)
    void coordinatesComeBack(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -2, max = 2) double x,
            @ForAll @DoubleRange(min = -2, max = 2) double y) {
        for (WeightPlane plane : List.of(
                WeightPlane.random(network(seed), seed),
                WeightPlane.through(network(seed), network(seed + 1), network(seed + 2)))) {
            WeightPlane.Place place = plane.project(plane.at(x, y));
            assertEquals(x, place.x(), 1e-5);
            assertEquals(y, place.y(), 1e-5);
            assertEquals(0, place.distance(), 1e-5);
        }
    }

    /** Li et al. 2018, sec. 4: each neuron's row has the norm of the network's, and biases stay. */
    @Property(tries = 30)
    void randomDirectionsAreFilterNormalised(@ForAll long seed) {
        Weights network = network(seed);
        WeightPlane plane = WeightPlane.random(network, seed);
        assertEquals(network, plane.at(0, 0));
        for (double[] direction : List.of(plane.u(), plane.v())) {
            for (int l = 0; l < SHAPE.layers(); l++) {
                for (int o = 0; o < SHAPE.out(l); o++) {
                    double own = 0;
                    double drawn = 0;
                    for (int i = 0; i < SHAPE.in(l); i++) {
                        double d = direction[SHAPE.weightOffset(l) + o * SHAPE.in(l) + i];
                        own += (double) network.weight(l, o, i) * network.weight(l, o, i);
                        drawn += d * d;
                    }
                    assertEquals(Math.sqrt(own), Math.sqrt(drawn), 1e-12);
                    assertEquals(0, direction[SHAPE.biasOffset(l) + o]);
                }
            }
        }
        assertNotEquals(plane.at(1, 0), WeightPlane.random(network, seed + 1).at(1, 0));
        assertEquals(plane.at(1, 1), WeightPlane.random(network, seed).at(1, 1));
    }

    @Property(tries = 20)
    void threeNetworksOnALineMakeNoPlane(@ForAll long seed, @ForAll @DoubleRange(min = -2, max = 2) double t) {
        Weights a = network(seed);
        Weights b = network(seed + 1);
        assertThrows(Fault.class, () -> WeightPlane.through(a, b, a.lerp(b, t)));
    }

    @Example
    void whatMakesNoPlaneIsSaid() {
        Weights a = network(1);
        Weights b = network(2);
        assertFault("are the same", () -> WeightPlane.through(a, a, b));
        assertFault("are the same", () -> WeightPlane.through(a, b, b));
        assertFault("are the same", () -> WeightPlane.through(a, b, a));
        assertFault("on one line", () -> WeightPlane.through(a, b, a.lerp(b, 0.5)));
        Weights wide = new Initialization.Normal(1)
                .draw(new Architecture(List.of(3, 7, 4), Activation.RELU), new SplittableRandom(1));
        assertFault("architectures differ", () -> WeightPlane.through(a, b, wide));
        assertFault("architectures differ", () -> WeightPlane.random(a, 0).project(wide));
        assertFault(
                "directions of seed 0 are on one line",
                () -> WeightPlane.random(Weights.wrap(SHAPE, new float[SHAPE.parameters()]), 0));
    }

    private static void assertFault(String expected, Runnable work) {
        Fault fault = assertThrows(Fault.class, work::run);
        assertTrue(fault.getMessage().contains(expected), fault.getMessage());
    }

    @Example
    void aCurveLiesInThePlaneOfItsPoints() {
        Curve.Bezier curve = new Curve.Bezier(network(1), network(2), network(3));
        WeightPlane plane = WeightPlane.through(curve.a(), curve.b(), curve.control());
        List<WeightPlane.Place> track = plane.track(curve, 5);
        assertEquals(5, track.size());
        track.forEach(place -> assertEquals(0, place.distance(), 1e-6));
        assertEquals(plane.project(curve.at(0.25)), track.get(1));
    }
}
