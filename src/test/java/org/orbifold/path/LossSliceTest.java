package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

class LossSliceTest {
    private static final Architecture SMALL = new Architecture(List.of(3, 6, 4), Activation.RELU);

    private static Weights network(Architecture shape, long seed) {
        return new Initialization.UniformFanIn().draw(shape, new SplittableRandom(seed));
    }

    private static Examples rows(int count, int width) {
        SplittableRandom random = new SplittableRandom(count);
        float[] x = new float[count * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return new Examples(x, random.ints(count, 0, 4).toArray(), width, 4);
    }

    private static WeightPlane plane(Architecture shape) {
        return WeightPlane.through(network(shape, 1), network(shape, 2), network(shape, 3));
    }

    private static LossSlice slice(WeightPlane plane, int resolution, Examples rows, List<LossSlice> seen) {
        LossSlice.Window window = new LossSlice.Window(-1, -2, 3, 1);
        return LossSlice.of(plane, window, resolution, List.of(), rows, seen::add, Progress.NONE);
    }

    /** By the plain forward map, and by the engine where there is much work. */
    @Test
    void everyPointIsTheLossOfItsNetwork() {
        Architecture large = new Architecture(List.of(7, 60, 50, 4), Activation.RELU);
        Examples few = rows(20, 3);
        Examples many = rows(2311, 7);
        LossSlice small = slice(plane(SMALL), 11, few, new ArrayList<>());
        LossSlice engine = slice(plane(large), 6, many, new ArrayList<>());
        assertTrue(small.isComplete() && engine.isComplete());
        assertAgree(small, few, 1e-6, 0.051);
        assertAgree(engine, many, 1e-5, 1e-3);
        assertEquals(-1 + 4 * 0.5 / 11, small.x(0), 1e-12);
        assertEquals(1 - 3 * 0.5 / 11, small.y(10), 1e-12);
    }

    private static void assertAgree(LossSlice slice, Examples rows, double lossError, double accuracyError) {
        int n = slice.resolution();
        for (int i = 0; i < n * n; i += n - 1) {
            Weights network = slice.plane().at(slice.x(i % n), slice.y(Math.floorDiv(i, n)));
            Measures.Outcome expected = Evaluation.outcome(network, rows);
            assertEquals(expected.loss(), slice.losses()[i], lossError);
            assertEquals(expected.accuracy(), slice.accuracies()[i], accuracyError);
        }
    }

    @Test
    void whatIsSeenOnTheWayIsComputedAndCoarseFirst() {
        List<LossSlice> seen = new ArrayList<>();
        LossSlice last = slice(plane(SMALL), 21, rows(20, 3), seen);
        long before = 0;
        for (LossSlice partial : seen) {
            long known = 0;
            for (int i = 0; i < 441; i++) {
                if (!Double.isNaN(partial.accuracies()[i])) {
                    known++;
                    assertEquals(last.losses()[i], partial.losses()[i]);
                    assertEquals(last.accuracies()[i], partial.accuracies()[i]);
                }
            }
            assertTrue(known >= before);
            before = known;
        }
        assertEquals(441, before);
        assertFalse(seen.getFirst().isComplete());
        assertArrayEquals(
                new int[] {0, 16, 336, 352},
                IntStream.range(0, 441)
                        .filter(i -> !Double.isNaN(seen.get(1).accuracies()[i]))
                        .toArray());
    }

    /** A network beside the plane has another loss than its image. */
    @Test
    void anchorsTellTheTrueLossAndThatOfTheImage() {
        WeightPlane plane = plane(SMALL);
        Examples rows = rows(20, 3);
        Weights a = network(SMALL, 1);
        Weights beside = network(SMALL, 4);
        LossSlice slice = LossSlice.of(
                plane,
                LossSlice.Window.centered(1),
                2,
                List.of(new LossSlice.Named("a", a), new LossSlice.Named("beside", beside)),
                rows,
                seen -> {},
                Progress.NONE);
        LossSlice.Anchor on = slice.anchors().getFirst();
        assertEquals(0, on.place().distance(), 1e-9);
        assertEquals(on.outcome().loss(), on.onPlane().loss(), 1e-9);
        LossSlice.Anchor off = slice.anchors().getLast();
        assertEquals("beside", off.name());
        assertEquals(Evaluation.outcome(beside, rows), off.outcome());
        assertEquals(Evaluation.outcome(plane.at(off.place().x(), off.place().y()), rows), off.onPlane());
        assertTrue(off.place().distance() > 0.1);
        assertTrue(Math.abs(off.outcome().loss() - off.onPlane().loss()) > 1e-3);
    }

    @Test
    void aWindowHoldsItsPlacesWithRoomAround() {
        LossSlice.Window window = LossSlice.Window.around(
                List.of(
                        new WeightPlane.Place(0, 0, 0),
                        new WeightPlane.Place(10, 0, 0),
                        new WeightPlane.Place(4, 2, 0)),
                0.2);
        assertEquals(new LossSlice.Window(-2, -2, 12, 4), window);
        assertEquals(new LossSlice.Window(-0.5, -0.5, 0.5, 0.5), LossSlice.Window.centered(0.5));
    }

    @Test
    void aSliceCanBeCancelled() {
        Progress stopped = new Progress() {
            @Override
            public void report(long done, long total, String message) {
                if (done > 0 && total == 441) {
                    checkCancelled();
                }
            }

            @Override
            public void checkCancelled() {
                throw new CancellationException();
            }
        };
        List<LossSlice> seen = new ArrayList<>();
        LossSlice.Window window = LossSlice.Window.centered(1);
        assertThrows(
                CancellationException.class,
                () -> LossSlice.of(plane(SMALL), window, 21, List.of(), rows(20, 3), seen::add, stopped));
        assertTrue(seen.isEmpty());
    }

    /** The mean of the networks of a straight path is its middle; an ensemble of two averages their probabilities. */
    @Test
    void networksOfAPathAreAveragedInBothSenses() {
        Weights a = network(SMALL, 1);
        Weights b = network(SMALL, 2);
        Examples rows = rows(20, 3);
        PathEnsemble both = PathEnsemble.along(new Path.Linear(a, b), 2, rows, Progress.NONE);
        assertEquals(
                Evaluation.outcome(a.lerp(b, 0.5), rows).loss(), both.mean().loss(), 1e-6);
        double[] average = new double[rows.rows() * 4];
        Evaluation.logits(List.of(a, b), rows, Progress.NONE, (n, logits) -> {
            double[] probabilities = Measures.softmax(logits, 4);
            Arrays.setAll(average, i -> average[i] + probabilities[i] / 2);
        });
        assertEquals(
                Measures.outcomeOfProbabilities(average, rows.labels()).loss(),
                both.ensemble().average().loss(),
                1e-9);
        assertEquals(
                7,
                PathEnsemble.along(new Path.Linear(a, b), 7, rows, Progress.NONE)
                        .ensemble()
                        .networks());
    }
}
