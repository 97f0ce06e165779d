package org.orbifold.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

/** Models fit to networks have their moments: samples' against the closed form. */
class GenerativeModelTest {
    private static final int SAMPLES = 40_000;

    private static Weights network(String shape, long seed) {
        return new Initialization.Normal(1)
                .draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(seed));
    }

    /** Networks of 4 parameters, which rise and fall together. */
    private static List<Weights> correlated(int count) {
        Architecture shape = Architecture.parse("1-1-1", Activation.RELU);
        SplittableRandom random = new SplittableRandom(9);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    float common = (float) random.nextGaussian();
                    float[] block = new float[4];
                    for (int i = 0; i < 4; i++) {
                        block[i] = (float) (3 + i * common + 0.3 * random.nextGaussian());
                    }
                    return Weights.wrap(shape, block);
                })
                .toList();
    }

    private static double mean(List<Weights> networks, int i) {
        return networks.stream().mapToDouble(w -> w.get(i)).average().orElseThrow();
    }

    /** Unbiased. */
    private static double covariance(List<Weights> networks, int i, int j) {
        double a = mean(networks, i);
        double b = mean(networks, j);
        return networks.stream()
                        .mapToDouble(w -> (w.get(i) - a) * (w.get(j) - b))
                        .sum()
                / (networks.size() - 1);
    }

    /** Within six standard errors of a mean and of a covariance of normals. */
    private static void assertMoments(List<Weights> networks, List<Weights> samples, boolean independent) {
        int parameters = networks.getFirst().architecture().parameters();
        for (int i = 0; i < parameters; i++) {
            double variance = covariance(networks, i, i);
            assertEquals(mean(networks, i), mean(samples, i), 6 * Math.sqrt(variance / SAMPLES));
            for (int j = 0; j <= i; j++) {
                double expected = independent && i != j ? 0 : covariance(networks, i, j);
                double error = Math.sqrt((expected * expected + variance * covariance(networks, j, j)) / SAMPLES);
                assertEquals(expected, covariance(samples, i, j), 6 * error, i + ", " + j);
            }
        }
    }

    @Test
    void pcaGaussianHasTheMeanAndTheWholeCovariance() {
        List<Weights> networks = correlated(12);
        assertTrue(covariance(networks, 2, 3) > 2);
        assertMoments(networks, PcaGaussian.of(networks).sample(SAMPLES, new SplittableRandom(1)), false);
    }

    @Test
    void diagonalGaussianHasTheMeanAndTheVariancesAlone() {
        List<Weights> networks = correlated(12);
        assertMoments(networks, DiagonalGaussian.of(networks).sample(SAMPLES, new SplittableRandom(1)), true);
    }

    @Test
    void meanNetworkIsTheMean() {
        List<Weights> networks = correlated(7);
        List<Weights> samples = MeanNetwork.of(networks).sample(3, new SplittableRandom(1));
        assertEquals(3, samples.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(mean(networks, i), samples.getLast().get(i), 1e-6);
        }
    }

    /**
     * The samples lie in the flat of n - 1 dimensions through the n networks, and fill it. Here it is made of coordinate
     * axes: networks that are 0 but for one weight each, so that every point of the flat is known by those weights, which
     * sum to 1.
     */
    @Test
    void pcaGaussianHasTheRankOfTheNetworks() {
        Architecture shape = Architecture.parse("20-10-4", Activation.RELU);
        int n = 6;
        List<Weights> networks = IntStream.range(0, n)
                .mapToObj(k -> {
                    float[] block = new float[shape.parameters()];
                    block[10 * k] = 1;
                    return Weights.wrap(shape, block);
                })
                .toList();
        List<Weights> samples = PcaGaussian.of(networks).sample(SAMPLES / 10, new SplittableRandom(2));
        for (Weights sample : samples) {
            double sum = 0;
            for (int i = 0; i < shape.parameters(); i++) {
                sum += sample.get(i);
                assertTrue(sample.get(i) == 0 || (i % 10 == 0 && i < 10 * n));
            }
            assertEquals(1, sum, 1e-5);
        }
        // the covariance of the axes is (I - 1/n) / (n - 1): of full rank on the flat
        assertEquals(1.0 / n, covariance(samples, 0, 0), 0.02);
        assertEquals(-1.0 / n / (n - 1), covariance(samples, 0, 50), 0.02);
    }

    /** Blocks of networks and of samples do not show: more than go into one matrix, against the definition. */
    @Test
    void pcaGaussianCombinesManyLargeNetworks() {
        Architecture shape = Architecture.parse("1500-300-10", Activation.RELU);
        int rows = NetworkMatrix.rowsAtOnce(network("1500-300-10", 0));
        List<Weights> networks = IntStream.range(0, rows + 2)
                .mapToObj(k -> network("1500-300-10", k))
                .toList();
        List<Weights> samples = PcaGaussian.of(networks).sample(rows + 1, new SplittableRandom(3));
        int n = networks.size();
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < samples.size(); k++) {
            double[] z = new double[n];
            for (int i = 0; i < n; i++) {
                z[i] = random.nextGaussian();
            }
            for (int p = 0; p < shape.parameters(); p += 40_011) {
                double mean = mean(networks, p);
                double expected = mean;
                for (int i = 0; i < n; i++) {
                    expected += z[i] * (networks.get(i).get(p) - mean) / Math.sqrt(n - 1);
                }
                assertEquals(expected, samples.get(k).get(p), 1e-5);
            }
        }
    }

    @Test
    void whatCannotBeFitIsRefused() {
        Weights one = network("2-3-2", 1);
        Weights other = network("2-4-2", 1);
        assertThrows(Fault.class, () -> MeanNetwork.of(List.of()));
        assertThrows(Fault.class, () -> DiagonalGaussian.of(List.of(one)));
        assertThrows(Fault.class, () -> PcaGaussian.of(List.of(one)));
        assertThrows(Fault.class, () -> MeanNetwork.of(List.of(one, other)));
        assertThrows(Fault.class, () -> DiagonalGaussian.of(List.of(one, one, other)));
        assertThrows(Fault.class, () -> PcaGaussian.of(List.of(one, one, other)));
    }
}
