package org.orbifold.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.zoo.Zoo;

/** The audit finds what was planted. */
class AuditTest {
    private static final Architecture DEEP = Architecture.parse("10-12-12-3", Activation.RELU);

    /** Without hidden neurons: nothing moves in the alignment, and distances are those of the normals drawn. */
    private static final Architecture FLAT = Architecture.parse("500-100", Activation.RELU);

    private static List<Weights> networks(Architecture shape, double deviation, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(k -> new Initialization.Normal(deviation).draw(shape, random))
                .toList();
    }

    private static Zoo zoo(List<Weights> networks, String runs) {
        ModelFile file = ModelFile.zoo(Path.of("zoo.safetensors"), networks);
        return Zoo.of(file.withMetadata(runs.isEmpty() ? Map.of() : Map.of("orbifold.zoo.runs", runs)));
    }

    private static Audit audit(List<Weights> networks, String runs) {
        return new Audit(zoo(networks, runs), networks.getFirst(), 0, Progress.NONE);
    }

    /** In two hidden layers, where a copy seldom comes to the arrangement of the original when aligned to a third. */
    @Test
    void permutedCopiesAreFoundOut() {
        List<Weights> training = networks(DEEP, 1, 30, 1);
        SplittableRandom random = new SplittableRandom(2);
        List<Weights> copies = training.stream()
                .map(network -> GroupElement.randomPermutation(DEEP, random).actOn(network))
                .toList();
        Audit audit = audit(training, "");
        Novelty novelty = audit.novelty(copies, Progress.NONE);
        assertEquals(0, novelty.nearestTrainingDistance());
        assertEquals(1, novelty.dispersionRatio(), 0.1);
        List<Weights> blurred = copies.stream()
                .map(copy -> copy.lerp(networks(DEEP, 1, 1, random.nextLong()).getFirst(), 0.05))
                .toList();
        double moved = IntStream.range(0, 30)
                .mapToDouble(k -> blurred.get(k).distance(copies.get(k)))
                .average()
                .orElseThrow();
        assertEquals(moved, audit.novelty(blurred, Progress.NONE).nearest(), 1e-6);
        assertTrue(audit.trainingNovelty().nearestTrainingDistance() > 0.7);
    }

    /** Two normal networks of deviations r and s in d dimensions are sqrt(d (r^2 + s^2)) apart, to 1/sqrt(2 d) of it. */
    @Test
    void independentNormalsAreAsFarAsTheirVariances() {
        Audit audit = audit(networks(FLAT, 1, 6, 1), "");
        int d = FLAT.parameters();
        for (double deviation : new double[] {0.5, 1, 2}) {
            Novelty novelty = audit.novelty(networks(FLAT, deviation, 7, 2), Progress.NONE);
            assertEquals(Math.sqrt(2.0 * d), novelty.betweenRuns(), 0.01 * novelty.betweenRuns());
            double expected = Math.sqrt((1 + deviation * deviation) / 2);
            assertEquals(expected, novelty.nearestTrainingDistance(), 0.01 * expected);
            double dispersions = deviation * Math.sqrt(6.0 / 7 / (5.0 / 6));
            assertEquals(dispersions, novelty.dispersionRatio(), 0.01 * dispersions);
        }
        assertEquals(1, audit.trainingNovelty().nearestTrainingDistance(), 0.01);
        assertEquals(1, audit.trainingNovelty().dispersionRatio());
    }

    @Test
    void shrunkSamplesAreLessDispersedByTheFactor() {
        List<Weights> training = networks(FLAT, 1, 5, 3);
        Weights mean =
                MeanNetwork.of(training).sample(1, new SplittableRandom(0)).getFirst();
        List<Weights> shrunk =
                training.stream().map(network -> mean.lerp(network, 0.3)).toList();
        Novelty novelty = audit(training, "").novelty(shrunk, Progress.NONE);
        assertEquals(0.3, novelty.dispersionRatio(), 1e-6);
        double fromItself = IntStream.range(0, 5)
                .mapToDouble(k -> training.get(k).distance(shrunk.get(k)))
                .average()
                .orElseThrow();
        assertEquals(fromItself, novelty.nearest(), 1e-9);
    }

    /** Against the definitions, over networks of three runs. */
    @Test
    void distancesAreBetweenRunsOnly() {
        List<Weights> training = new ArrayList<>();
        int[] runs = {0, 0, 1, 1, 1, 2};
        List<Weights> centres = networks(FLAT, 1, 3, 4);
        List<Weights> noise = networks(FLAT, 1, 6, 5);
        for (int k = 0; k < 6; k++) {
            training.add(centres.get(runs[k]).lerp(noise.get(k), 0.1));
        }
        Audit audit = audit(training, "0,0,1,1,1,2");
        double sum = 0;
        int pairs = 0;
        double[] nearest = new double[6];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                if (runs[i] != runs[j]) {
                    double distance = training.get(i).distance(training.get(j));
                    sum += distance;
                    pairs++;
                    nearest[i] = Math.min(nearest[i], distance);
                }
            }
        }
        assertEquals(sum / pairs, audit.trainingNovelty().betweenRuns(), 1e-9);
        assertEquals(
                Arrays.stream(nearest).average().orElseThrow(),
                audit.trainingNovelty().nearest(),
                1e-9);
        assertTrue(training.get(0).distance(training.get(1)) < 0.3 * sum / pairs);
    }

    /** More networks than one block takes. */
    @Test
    void distancesAreThoseOfTheDifferences() {
        Architecture shape = Architecture.parse("3-2-2", Activation.RELU);
        List<Weights> some = networks(shape, 1, 1100, 6);
        List<Weights> others = networks(shape, 1, 700, 7);
        int[] calls = new int[1];
        Distances.between(some, others, Progress.NONE, (i, j, distance) -> {
            calls[0]++;
            if ((i * 700 + j) % 97 == 0) {
                assertEquals(some.get(i).distance(others.get(j)), distance, 1e-12);
            }
        });
        assertEquals(1100 * 700, calls[0]);
    }

    @Test
    void oneRunHasNoDistanceBetweenRuns() {
        List<Weights> training = networks(DEEP, 1, 3, 1);
        Fault fault = assertThrows(Fault.class, () -> audit(training, "4,4,4"));
        assertTrue(fault.getMessage().startsWith("zoo.safetensors: "), fault.getMessage());
        Weights wide = networks(FLAT, 1, 1, 1).getFirst();
        assertThrows(Fault.class, () -> new Audit(zoo(training, ""), wide, 0, Progress.NONE));
        assertThrows(Fault.class, () -> audit(training, "").novelty(List.of(wide), Progress.NONE));
    }

    @Test
    void reportHoldsEveryModelAgainstTheSameRows() {
        List<Weights> training = networks(DEEP, 1, 9, 1);
        SplittableRandom random = new SplittableRandom(3);
        float[] x = new float[300];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        Examples rows = new Examples(x, random.ints(30, 0, 3).toArray(), 10, 3);
        Audit audit = audit(training, "");
        List<Weights> samples = networks(DEEP, 1, 4, 2);
        AuditReport report = AuditReport.of(
                audit, samples, GenerativeModel.nullModels(audit.training()), rows, random, Progress.NONE);
        assertEquals(
                List.of("samples", "training", "meanNetwork", "diagonalGaussian", "pcaGaussian"),
                report.rows().stream().map(AuditReport.Row::name).toList());
        assertEquals(
                List.of(4, 9, 4, 4, 4),
                report.rows().stream().map(AuditReport.Row::networks).toList());
        double loss = training.stream()
                .mapToDouble(network -> Evaluation.outcome(network, rows).loss())
                .average()
                .orElseThrow();
        assertEquals(loss, report.rows().get(1).loss().mean(), 1e-6);
        AuditReport.Row mean = report.rows().get(2);
        assertEquals(0, mean.loss().deviation());
        assertEquals(0, mean.novelty().dispersionRatio());
        assertEquals(
                audit.novelty(samples, Progress.NONE), report.rows().getFirst().novelty());
    }
}
