package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

class CurveTest {
    private static final Architecture SHAPE = new Architecture(List.of(3, 6, 4), Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(1).draw(SHAPE, new SplittableRandom(seed));
    }

    private static Curve.Chain chain(long seed, int bends) {
        Curve.Chain straight = Curve.Chain.straight(network(seed), network(seed + 1), bends);
        return straight.withBends(Stream.iterate(seed + 2, s -> s + 1)
                .limit(bends)
                .map(CurveTest::network)
                .toList());
    }

    private static Curve.Bezier bezier(long seed) {
        return new Curve.Bezier(network(seed), network(seed + 2), network(seed + 1));
    }

    @Property(tries = 30)
    void curvesBeginAndEndExactlyAtTheirEnds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int bends) {
        for (Curve curve : List.of(bezier(seed), chain(seed, bends))) {
            assertEquals(network(seed), curve.at(0));
            assertEquals(network(seed + 1), curve.at(1));
            assertEquals(network(seed + 2), curve.bends().getFirst());
        }
    }

    /** By de Casteljau's construction. */
    @Property(tries = 30)
    void aBezierCurveIsAMeanOfMeans(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double t) {
        Curve.Bezier curve = bezier(seed);
        Weights expected =
                curve.a().lerp(curve.control(), t).lerp(curve.control().lerp(curve.b(), t), t);
        assertEquals(0, curve.at(t).distance(expected), 1e-5);
        assertEquals(1, Arrays.stream(curve.coefficients(t)).sum(), 1e-12);
    }

    @Property(tries = 30)
    void aChainPassesThroughItsBendsStraight(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int bends,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Curve.Chain chain = chain(seed, bends);
        for (int k = 0; k <= bends; k++) {
            Weights from = chain.points().get(k);
            Weights to = chain.points().get(k + 1);
            assertEquals(0, chain.at((k + share) / (bends + 1)).distance(from.lerp(to, share)), 1e-5);
        }
    }

    /** Against sums over many short chords. */
    @Property(tries = 20)
    void lengthAndEnergyAreIntegrals(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int bends) {
        for (Curve curve : List.of(bezier(seed), chain(seed, bends))) {
            int parts = 1200;
            double length = 0;
            double energy = 0;
            for (int k = 0; k < parts; k++) {
                double chord = curve.at((double) k / parts).distance(curve.at((k + 1.0) / parts));
                length += chord;
                energy += parts * chord * chord;
            }
            assertEquals(length, curve.length(), 1e-4 * length);
            assertEquals(energy, curve.energy(), 1e-4 * energy);
            assertTrue(curve.energy() >= curve.length() * curve.length());
        }
    }

    /** A curve that turns back on itself has speed 0 on the way; one that is all but straight, next to no change of it. */
    @Example
    void lengthHoldsAtCuspsAndOnStraightPaths() {
        Weights a = network(1);
        Weights b = network(2);
        double distance = a.distance(b);
        assertEquals(distance, Curve.Bezier.straight(a, b).length(), 1e-6 * distance);
        assertEquals(distance * distance, Curve.Bezier.straight(a, b).energy(), 1e-6 * distance * distance);
        assertEquals(distance, new Curve.Bezier(a, a.lerp(b, 0.5001), b).length(), 1e-6 * distance);
        assertEquals(distance, new Curve.Bezier(a, b, a).length(), 1e-6 * distance);
        assertEquals(5 * distance / 3, new Curve.Bezier(a, a.lerp(b, 2), b).length(), 1e-6 * distance);
        assertEquals(0, new Curve.Bezier(a, a, a).length());
        assertEquals(distance, Curve.Chain.straight(a, b, 3).length(), 1e-6 * distance);
    }

    @Example
    void aChainHasABend() {
        Weights a = network(1);
        assertThrows(IllegalArgumentException.class, () -> new Curve.Chain(List.of(a, a)));
    }
}
