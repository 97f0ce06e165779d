package org.orbifold.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.align.Alignment;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;

/** Symmetries planted in a zoo are taken out of it. */
class ZooSymmetryTest {
    private static final Architecture SHAPE = Architecture.parse("4-8-8-3", Activation.RELU);

    private static Weights network(Architecture architecture, long seed) {
        return new Initialization.UniformFanIn().draw(architecture, new SplittableRandom(seed));
    }

    /** A network, and others that differ from it by random permutations and, if asked for, scalings. */
    private static List<Weights> planted(long seed, boolean scaled) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Weights> zoo = new ArrayList<>(List.of(network(SHAPE, seed)));
        for (int k = 1; k < 7; k++) {
            GroupElement g = GroupElement.randomPermutation(SHAPE, random);
            g = scaled ? g.then(GroupElement.randomScaling(SHAPE, random)) : g;
            zoo.add(g.actOn(zoo.getFirst()));
        }
        return zoo;
    }

    @Property(tries = 10)
    void plantedPermutationsAreUndone(@ForAll long seed) {
        List<Weights> zoo = planted(seed, false);
        ZooAlignment found = ZooAlignment.of(zoo, zoo.getFirst(), false, seed, 1, Progress.NONE);
        found.networks().forEach(network -> assertEquals(zoo.getFirst(), network));
        assertEquals(0, found.l2After());
        assertTrue(found.l2Before() > 1);
        assertEquals(Math.pow(zoo.getFirst().norm(), 2), found.objective(), 1e-9);
    }

    @Property(tries = 10)
    void plantedScalingsAreUndoneModuloScalings(@ForAll long seed) {
        List<Weights> zoo = planted(seed, true);
        Weights reference = zoo.get(4);
        ZooAlignment found = ZooAlignment.of(zoo, reference, true, seed, 1, Progress.NONE);
        found.networks().forEach(network -> assertTrue(reference.distance(network) < 1e-5));
        assertSame(reference, found.networks().get(4));
    }

    /** As each is aligned alone, whatever thread it came to; means are over the networks other than the reference. */
    @Property(tries = 10)
    void everyNetworkIsAlignedAsAlone(@ForAll long seed) {
        List<Weights> zoo =
                LongStream.range(0, 5).mapToObj(k -> network(SHAPE, seed + k)).toList();
        ZooAlignment found = ZooAlignment.of(zoo, zoo.get(2), false, seed, 1, Progress.NONE);
        double before = 0;
        double sweeps = 0;
        for (int k = 0; k < 5; k++) {
            Alignment alone = Alignment.byWeights(zoo.get(2), zoo.get(k), false, seed, 1, Progress.NONE);
            assertEquals(alone.aligned(), found.networks().get(k));
            assertTrue(
                    Invariance.maxOutputDifference(zoo.get(k), found.networks().get(k)) < 1e-5);
            before += alone.l2Before() / 4;
            sweeps += k == 2 ? 0 : alone.sweeps() / 4.0;
        }
        assertEquals(before, found.l2Before(), 1e-9);
        assertEquals(sweeps, found.sweeps(), 1e-9);
    }

    @Example
    void canonicalFormsForgetPlantedScalings() {
        List<Weights> zoo = new ArrayList<>();
        Weights network = network(SHAPE, 1);
        for (int k = 0; k < 5; k++) {
            zoo.add(GroupElement.randomScaling(SHAPE, new SplittableRandom(k)).actOn(network));
        }
        ZooCanonicalForm kept = ZooCanonicalForm.of(zoo, CanonicalForm.LastLayer.KEEP, Progress.NONE);
        assertTrue(kept.maxOutputDifference() > 0 && kept.maxOutputDifference() < 1e-5);
        assertTrue(kept.maxNormError() > 0 && kept.maxNormError() < 1e-6);
        assertEquals(0, kept.deadNeurons());
        kept.networks().forEach(form -> assertTrue(kept.networks().getFirst().distance(form) < 1e-5));
        ZooCanonicalForm unit = ZooCanonicalForm.of(zoo, CanonicalForm.LastLayer.UNIT, Progress.NONE);
        assertTrue(unit.maxOutputDifference() > 1e-3);
    }

    @Example
    void whatCannotBeAlignedIsRefused() {
        List<Weights> zoo = planted(1, false);
        Weights wide = network(Architecture.parse("4-8-9-3", Activation.RELU), 1);
        assertThrows(Fault.class, () -> ZooAlignment.of(zoo, wide, false, 0, 1, Progress.NONE));
        float[] block = zoo.get(3).toArray();
        block[5] = Float.NaN;
        List<Weights> broken = new ArrayList<>(zoo);
        broken.set(3, Weights.wrap(SHAPE, block));
        Fault fault =
                assertThrows(Fault.class, () -> ZooAlignment.of(broken, zoo.getFirst(), false, 0, 1, Progress.NONE));
        assertEquals("network 3 holds a weight that is not finite", fault.getMessage());
    }

    @Example
    void alignmentReportsAndStopsWhenAsked() {
        List<Weights> zoo = planted(1, false);
        int[] calls = new int[1];
        Progress impatient = new Progress() {
            @Override
            public synchronized void report(long done, long total, String message) {
                assertEquals(zoo.size(), total);
                calls[0]++;
                checkCancelled();
            }

            @Override
            public void checkCancelled() {
                if (calls[0] > 0) {
                    throw new CancellationException();
                }
            }
        };
        assertThrows(CancellationException.class, () -> ZooAlignment.of(zoo, zoo.getFirst(), false, 0, 1, impatient));
        assertTrue(calls[0] < zoo.size());
    }
}
