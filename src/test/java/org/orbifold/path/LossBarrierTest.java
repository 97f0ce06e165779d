package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

class LossBarrierTest {
    private static final Architecture SHAPE = new Architecture(List.of(3, 6, 4), Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(1).draw(SHAPE, new SplittableRandom(seed));
    }

    private static Examples rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[60];
        int[] y = new int[20];
        for (int i = 0; i < 60; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int r = 0; r < 20; r++) {
            y[r] = random.nextInt(4);
        }
        return new Examples(x, y, 3, 4);
    }

    @Property(tries = 30)
    void barrierIsTheHighestRiseAboveTheChord(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int points) {
        Weights a = network(seed);
        Weights b = network(seed + 1);
        Examples rows = rows(seed);
        LossBarrier barrier = LossBarrier.along(new Path.Linear(a, b), points, rows, Progress.NONE);
        double first = Evaluation.outcome(a, rows).loss();
        double last = Evaluation.outcome(b, rows).loss();
        double expected = 0;
        for (int k = 0; k < points; k++) {
            double t = (double) k / (points - 1);
            double loss = Evaluation.outcome(a.lerp(b, t), rows).loss();
            assertEquals(loss, barrier.outcomes().get(k).loss(), 1e-12);
            expected = Math.max(expected, loss - (1 - t) * first - t * last);
        }
        assertEquals(expected, barrier.barrier(), 1e-12);
        assertEquals(Evaluation.outcome(a.lerp(b, 0.5), rows).loss(), barrier.midpointLoss(), 1e-12);
    }

    /** Enough work for the engine, against the plain forward map in double; more rows than a block, and a rest. */
    @Property(tries = 6)
    void engineAgreesWithTheForwardMap(@ForAll Activation activation, @ForAll long seed) {
        Architecture shape = new Architecture(List.of(7, 60, 50, 4), activation);
        SplittableRandom random = new SplittableRandom(seed);
        Weights a = new Initialization.UniformFanIn().draw(shape, random);
        Weights b = new Initialization.UniformFanIn().draw(shape, random);
        int rows = 2311;
        float[] x = new float[rows * 7];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        int[] labels = random.ints(rows, 0, 4).toArray();
        Path path = new Path.Linear(a, b);
        LossBarrier barrier = LossBarrier.along(path, 6, new Examples(x, labels, 7, 4), Progress.NONE);
        for (int k = 0; k < 6; k++) {
            double expected = loss(path.at(k / 5.0), x, labels);
            assertEquals(expected, barrier.outcomes().get(k).loss(), 1e-6 * expected);
        }
        double middle = loss(path.at(0.5), x, labels);
        assertEquals(middle, barrier.midpointLoss(), 1e-6 * middle);
    }

    private static double loss(Weights network, float[] x, int[] labels) {
        ForwardMap map = new ForwardMap(network);
        double loss = 0;
        double[] row = new double[7];
        for (int r = 0; r < labels.length; r++) {
            for (int i = 0; i < 7; i++) {
                row[i] = x[r * 7 + i];
            }
            loss -= Math.log(map.probabilities(row)[labels[r]]);
        }
        return loss / labels.length;
    }

    @Example
    void aNetworkHasNoBarrierToItself() {
        Weights a = network(1);
        assertEquals(
                0,
                LossBarrier.along(new Path.Linear(a, a), 25, rows(1), Progress.NONE)
                        .barrier(),
                1e-12);
    }

    /** The more points a path, the fewer pairs at once: with 171, three, and one that is left. */
    @Property(tries = 10)
    void pairsAgreeWithSinglePaths(@ForAll long seed) {
        pairsAgreeWithSinglePaths(seed, 9);
        pairsAgreeWithSinglePaths(seed, 171);
    }

    private static void pairsAgreeWithSinglePaths(long seed, int points) {
        List<Weights> networks = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            networks.add(network(seed + n));
        }
        Examples rows = rows(seed);
        PairwiseBarriers all = PairwiseBarriers.of(networks, Long.MAX_VALUE, points, rows, seed, Progress.NONE);
        assertEquals(10, all.pairs().size());
        double sum = 0;
        for (PairwiseBarriers.Pair pair : all.pairs()) {
            Path path = new Path.Linear(networks.get(pair.i()), networks.get(pair.j()));
            LossBarrier single = LossBarrier.along(path, points, rows, Progress.NONE);
            assertEquals(single.barrier(), pair.barrier(), 1e-12);
            assertEquals(single.midpointLoss(), pair.midpointLoss(), 1e-12);
            sum += single.midpointLoss();
        }
        assertEquals(sum / 10, all.midpointLoss().mean(), 1e-12);
        PairwiseBarriers some = PairwiseBarriers.of(networks, 4, points, rows, seed, Progress.NONE);
        assertEquals(4, some.pairs().stream().distinct().count());
        assertTrue(all.pairs().containsAll(some.pairs()));
    }
}
