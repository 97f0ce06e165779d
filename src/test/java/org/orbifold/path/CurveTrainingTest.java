package org.orbifold.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.LossGradients;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Optimizer;

class CurveTrainingTest {
    private static final double[] TIMES = {0.1, 0.3, 0.5, 0.7, 0.9};

    private static final Examples MOONS = DataSets.load(DataRequest.of("moons")).examples();
    private static final Split SPLIT = Split.random(MOONS.rows(), 0.2, 0);
    private static final Examples TRAINING = MOONS.gather(SPLIT.train());

    private static Weights draw(Activation activation, long seed) {
        return new Initialization.UniformFanIn()
                .draw(new Architecture(List.of(2, 8, 8, 2), activation), new SplittableRandom(seed));
    }

    private static List<Weights> trained() {
        PopulationTraining.Plan plan = new PopulationTraining.Plan(new Optimizer.Adam(), 5e-3, 32, 40);
        List<Weights> initial = List.of(draw(Activation.RELU, 1), draw(Activation.RELU, 2));
        return new PopulationTraining(plan, TRAINING, initial.getFirst().architecture())
                .train(initial, new long[] {1, 2}, (n, iteration, weights) -> {}, Progress.NONE);
    }

    private static double meanLoss(Curve curve, Examples rows) {
        return Evaluation.outcomes(Arrays.stream(TIMES).mapToObj(curve::at).toList(), rows, Progress.NONE).stream()
                .mapToDouble(outcome -> outcome.loss() / TIMES.length)
                .sum();
    }

    private static Curve with(Curve curve, int bend, int i, float value) {
        List<Weights> bends = new ArrayList<>(curve.bends());
        float[] block = bends.get(bend).toArray();
        block[i] = value;
        bends.set(bend, Weights.wrap(bends.get(bend).architecture(), block));
        return curve.withBends(bends);
    }

    /** The mean loss at some t, by each bend: the chain rule against central differences. The network is smooth. */
    @Test
    void gradientsByBendsAgreeWithCentralDifferences() {
        Weights a = draw(Activation.TANH, 1);
        Weights b = draw(Activation.TANH, 2);
        Examples rows = TRAINING.slice(0, 64);
        float h = 1e-2f;
        for (Curve start : List.of(Curve.Bezier.straight(a, b), Curve.Chain.straight(a, b, 2))) {
            Curve curve = start.withBends(Stream.of(3L, 4L)
                    .limit(start.bends().size())
                    .map(seed -> draw(Activation.TANH, seed))
                    .toList());
            double[][] expected =
                    new double[curve.bends().size()][a.architecture().parameters()];
            try (LossGradients gradients = new LossGradients(a.architecture(), 1, rows.rows())) {
                for (double t : TIMES) {
                    float[] byNetwork =
                            gradients.of(List.of(curve.at(t)), rows).gradients().getFirst();
                    List<float[]> byBends = CurveTraining.byBends(curve, t, byNetwork);
                    for (int k = 0; k < expected.length; k++) {
                        for (int i = 0; i < byNetwork.length; i++) {
                            expected[k][i] += byBends.get(k)[i] / TIMES.length;
                        }
                    }
                }
            }
            for (int k = 0; k < expected.length; k++) {
                for (int i = 0; i < expected[k].length; i += 5) {
                    float at = curve.bends().get(k).get(i);
                    double difference =
                            meanLoss(with(curve, k, i, at + h), rows) - meanLoss(with(curve, k, i, at - h), rows);
                    assertEquals(difference / ((at + h) - (double) (at - h)), expected[k][i], 1e-5);
                }
            }
        }
    }

    /** Measured: losses at midpoints of 1.19 (straight), 0.04 and 0.02; barriers of 1.06, 0.09 and 0.08. */
    @Test
    void trainingFindsAWayRoundTheBarrier() {
        List<Weights> ends = trained();
        Weights a = ends.get(0);
        Weights b = ends.get(1);
        Examples test = MOONS.gather(SPLIT.test());
        LossBarrier straight = LossBarrier.along(new Path.Linear(a, b), 25, test, Progress.NONE);
        for (Curve start : List.of(Curve.Bezier.straight(a, b), Curve.Chain.straight(a, b, 1))) {
            Curve curve =
                    CurveTraining.train(start, new CurveTraining.Plan(0.03, 32, 1000, 0), TRAINING, Progress.NONE);
            LossBarrier found = LossBarrier.along(curve, 25, test, Progress.NONE);
            assertEquals(a, curve.at(0));
            assertEquals(b, curve.at(1));
            assertTrue(found.midpointLoss() < straight.midpointLoss() / 10, found.toString());
            assertTrue(found.barrier() < straight.barrier() / 5, found.toString());
        }
    }

    @Test
    void theSeedDecidesTheCurve() {
        Curve start = Curve.Bezier.straight(draw(Activation.RELU, 1), draw(Activation.RELU, 2));
        CurveTraining.Plan plan = new CurveTraining.Plan(0.03, 32, 60, 5);
        Curve once = CurveTraining.train(start, plan, TRAINING, Progress.NONE);
        assertEquals(once, CurveTraining.train(start, plan, TRAINING, Progress.NONE));
        assertNotEquals(
                once, CurveTraining.train(start, new CurveTraining.Plan(0.03, 32, 60, 6), TRAINING, Progress.NONE));
    }

    @Test
    void aTrainingThatDivergesSaysSo() {
        Curve start = Curve.Bezier.straight(draw(Activation.RELU, 1), draw(Activation.RELU, 2));
        Fault fault = assertThrows(
                Fault.class,
                () -> CurveTraining.train(start, new CurveTraining.Plan(1e30, 32, 100, 0), TRAINING, Progress.NONE));
        assertTrue(fault.getMessage().contains("diverged at step"), fault.getMessage());
    }

    @Test
    void aTrainingCanBeCancelled() {
        Curve start = Curve.Bezier.straight(draw(Activation.RELU, 1), draw(Activation.RELU, 2));
        AtomicLong steps = new AtomicLong();
        Progress impatient = new Progress() {
            @Override
            public void report(long done, long total, String message) {
                steps.set(done);
                checkCancelled();
            }

            @Override
            public void checkCancelled() {
                if (steps.get() >= 7) {
                    throw new CancellationException();
                }
            }
        };
        CurveTraining.Plan plan = new CurveTraining.Plan(0.03, 32, 1_000_000, 0);
        assertThrows(CancellationException.class, () -> CurveTraining.train(start, plan, TRAINING, impatient));
        assertEquals(7, steps.get());
    }
}
