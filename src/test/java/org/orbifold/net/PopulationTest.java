package org.orbifold.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Optimizer;

class PopulationTest {
    private static final PopulationTraining.Observer NOBODY = new PopulationTraining.Observer() {
        @Override
        public boolean wants(long iteration) {
            return false;
        }

        @Override
        public void accept(int n, long iteration, Weights weights) {}
    };

    /** Two Gaussian clouds a class apart. */
    private static Examples clouds(int rows, int width, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * width];
        int[] y = new int[rows];
        for (int r = 0; r < rows; r++) {
            y[r] = random.nextInt(classes);
            for (int i = 0; i < width; i++) {
                x[r * width + i] = (float) (random.nextGaussian() + (i % classes == y[r] ? 3 : 0));
            }
        }
        return new Examples(x, y, width, classes);
    }

    private static List<Weights> networks(Architecture architecture, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Weights> networks = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            networks.add(new Initialization.UniformFanIn().draw(architecture, random));
        }
        return networks;
    }

    /** Enough work for the engine, against the plain forward map in double. */
    @Property(tries = 8)
    void engineAgreesWithTheForwardMap(@ForAll Activation activation, @ForAll long seed) {
        assertEngineAgrees(4, activation, seed);
    }

    /** Of more networks than threads work on at once, in parts that do not come out even. */
    @Example
    void threadsShareManyNetworks() {
        assertEngineAgrees(43, Activation.RELU, 5);
    }

    private static void assertEngineAgrees(int count, Activation activation, long seed) {
        Architecture architecture = new Architecture(List.of(60, 80, 40, 5), activation);
        Examples examples = clouds(1500, 60, 5, seed);
        List<Weights> networks = networks(architecture, count, seed);
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Evaluation.logits(networks, examples, Progress.NONE, (n, logits) -> {
            ForwardMap map = new ForwardMap(networks.get(n));
            double[] x = new double[60];
            for (int r = 0; r < 1500; r += 137) {
                for (int i = 0; i < 60; i++) {
                    x[i] = examples.features()[r * 60 + i];
                }
                double[] expected = map.logits(x);
                for (int c = 0; c < 5; c++) {
                    assertEquals(expected[c], logits[r * 5 + c], 1e-5);
                }
            }
            assertTrue(seen.add(n), "each network once");
        });
        assertEquals(count, seen.size());
    }

    /** A network's course does not depend on the company it is trained in. */
    @Example
    void engineAgreesWithTheForwardMapOnLayersOfEveryKind() {
        for (String shape : Networks.SHAPES) {
            Architecture architecture = Architecture.parse(shape, Activation.RELU);
            List<Weights> networks = List.of(Networks.random(architecture, 1), Networks.random(architecture, 2));
            int rows = 3 * (1 + (int) (40_000_000 / architecture.multiplications() / 5));
            Examples examples = clouds(rows, architecture.inputs(), 2, 4);
            float[][] found = new float[2][];
            Evaluation.logits(networks, examples, Progress.NONE, (n, logits) -> found[n] = logits.clone());
            for (int n = 0; n < 2; n++) {
                ForwardMap map = new ForwardMap(networks.get(n));
                for (int r = 0; r < rows; r += rows / 3) {
                    double[] x = new double[architecture.inputs()];
                    int start = r * x.length;
                    Arrays.setAll(x, i -> examples.features()[start + i]);
                    double[] expected = map.logits(x);
                    for (int c = 0; c < expected.length; c++) {
                        assertEquals(
                                expected[c],
                                found[n][r * expected.length + c],
                                2e-5 * Math.max(1, Math.abs(expected[c])),
                                shape);
                    }
                }
            }
        }
    }

    @Property(tries = 4)
    void aNetworkTrainsAsIfAlone(@ForAll boolean adam, @ForAll long seed) {
        Architecture architecture = new Architecture(List.of(4, 7, 3), Activation.RELU);
        Examples examples = clouds(45, 4, 3, seed);
        Optimizer optimizer = adam ? new Optimizer.Adam() : new Optimizer.Sgd(0.9, 1e-4);
        PopulationTraining training =
                new PopulationTraining(new PopulationTraining.Plan(optimizer, 0.01, 16, 3), examples, architecture);
        List<Weights> initial = networks(architecture, 5, seed);
        long[] seeds = {1, 2, 3, 4, 5};
        List<Weights> together = training.train(initial, seeds, NOBODY, Progress.NONE);
        for (int n = 0; n < 5; n++) {
            Weights alone = training.train(initial.subList(n, n + 1), new long[] {seeds[n]}, NOBODY, Progress.NONE)
                    .getFirst();
            assertTrue(alone.distance(together.get(n)) < 1e-5);
        }
    }

    /** One step of plain gradient descent on a batch with fewer rows than it has room for, against differences. */
    @Example
    void anEpochsLastBatchCountsItsOwnRowsOnly() {
        Architecture architecture = new Architecture(List.of(3, 4, 2), Activation.TANH);
        Examples examples = clouds(10, 3, 2, 7);
        Weights start = networks(architecture, 1, 7).getFirst();
        double rate = 0.1;
        PopulationTraining training = new PopulationTraining(
                new PopulationTraining.Plan(new Optimizer.Sgd(0, 0), rate, 16, 1), examples, architecture);
        Weights stepped = training.train(List.of(start), new long[] {0}, NOBODY, Progress.NONE)
                .getFirst();
        for (int i = 0; i < architecture.parameters(); i++) {
            double gradient = (start.get(i) - stepped.get(i)) / rate;
            assertEquals(difference(start, i, examples), gradient, 2e-3);
        }
    }

    private static double difference(Weights weights, int i, Examples examples) {
        double h = 1e-3;
        float[] up = weights.toArray();
        float[] down = weights.toArray();
        up[i] += (float) h;
        down[i] -= (float) h;
        double above = Evaluation.outcome(Weights.wrap(weights.architecture(), up), examples)
                .loss();
        double below = Evaluation.outcome(Weights.wrap(weights.architecture(), down), examples)
                .loss();
        return (above - below) / (2 * h);
    }

    @Example
    void trainingLearns() {
        Architecture architecture = new Architecture(List.of(4, 16, 4), Activation.RELU);
        Examples examples = clouds(400, 4, 4, 3);
        PopulationTraining training = new PopulationTraining(
                new PopulationTraining.Plan(new Optimizer.Adam(), 0.01, 32, 20), examples, architecture);
        List<Weights> trained =
                training.train(networks(architecture, 3, 1), new long[] {1, 2, 3}, NOBODY, Progress.NONE);
        for (Measures.Outcome outcome : Evaluation.outcomes(trained, examples, Progress.NONE)) {
            assertTrue(outcome.accuracy() > 0.8, () -> outcome.toString());
        }
    }

    @Example
    void measuresHaveTheirClosedForms() {
        float[] logits = {(float) Math.log(3), 0, 0, (float) Math.log(3)};
        Measures.Outcome outcome = Measures.outcome(logits, new int[] {0, 0});
        assertEquals((Math.log(4.0 / 3) + Math.log(4)) / 2, outcome.loss(), 1e-7);
        assertEquals(0.5, outcome.accuracy());
        double[] p = {1, 0};
        double[] q = {0, 1};
        assertEquals(Math.log(2), Measures.jensenShannon(p, q, 2), 1e-12);
        assertEquals(0, Measures.jensenShannon(p, p, 2));
        assertEquals(0, Measures.jensenShannon(new double[] {1, Double.MIN_VALUE}, new double[] {1, 0}, 2), 1e-300);
        double[] confident = {0.9, 0.1, 0.9, 0.1};
        assertEquals(0.4, Measures.calibrationError(confident, new int[] {0, 1}), 1e-12);
        assertEquals(3, Measures.diversity(List.of(p, q, p), 2, 0).pairs());
        assertEquals(
                2 * Math.log(2) / 3, Measures.diversity(List.of(p, q, p), 2, 0).meanDivergence(), 1e-12);
    }
}
