package org.orbifold.generative;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/**
 * The normal law with the mean m and the whole covariance S of n networks: independent normals along their principal
 * components, as many as there are (n - 1, or the number of weights if that is less). The components need not be found
 * for it: with z_i standard normal,
 *
 * <pre>  m + sum_i z_i (x_i - m) / sqrt(n - 1)</pre>
 *
 * <p>has covariance {@code sum_i (x_i - m)(x_i - m)^T / (n - 1) = S}.
 */
public final class PcaGaussian implements GenerativeModel {
    private final List<Weights> networks;

    private PcaGaussian(List<Weights> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Fits to networks.
     *
     * @throws Fault if there are fewer than two, or they are not of one architecture
     */
    public static PcaGaussian of(List<Weights> networks) {
        Moments.require(2, networks);
        return new PcaGaussian(networks);
    }

    @Override
    public String name() {
        return "pcaGaussian";
    }

    @Override
    public List<Weights> sample(int count, RandomGenerator random) {
        List<Weights> samples = new ArrayList<>(count);
        int block = NetworkMatrix.rowsAtOnce(networks.getFirst());
        for (int from = 0; from < count; from += block) {
            samples.addAll(combine(coefficients(Math.min(block, count - from), random), block));
        }
        return samples;
    }

    /** {@code [count][networks]}: what each network counts in a sample, {@code 1/n + (z_i - mean z) / sqrt(n - 1)}. */
    private double[][] coefficients(int count, RandomGenerator random) {
        int n = networks.size();
        double[][] coefficients = new double[count][n];
        for (double[] c : coefficients) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                c[i] = random.nextGaussian();
                sum += c[i];
            }
            for (int i = 0; i < n; i++) {
                c[i] = 1.0 / n + (c[i] - sum / n) / Math.sqrt(n - 1);
            }
        }
        return coefficients;
    }

    private List<Weights> combine(double[][] coefficients, int block) {
        int parameters = networks.getFirst().architecture().parameters();
        List<Weights> samples = new ArrayList<>();
        try (Tensor sum = new Tensor(Precision.DOUBLE, coefficients.length, parameters)) {
            for (int from = 0; from < networks.size(); from += block) {
                List<Weights> part = networks.subList(from, Math.min(networks.size(), from + block));
                try (Tensor matrix = NetworkMatrix.of(part);
                        Tensor weights = columns(coefficients, from, part.size())) {
                    Backend.get().multiply(weights, false, matrix, false, from == 0 ? 0 : 1, sum);
                }
            }
            for (int k = 0; k < coefficients.length; k++) {
                float[] sample = new float[parameters];
                sum.read((long) k * parameters, sample, 0, parameters);
                samples.add(Weights.wrap(networks.getFirst().architecture(), sample));
            }
        }
        return samples;
    }

    private static Tensor columns(double[][] rows, int from, int count) {
        Tensor columns = new Tensor(Precision.DOUBLE, rows.length, count);
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < count; c++) {
                columns.set((long) r * count + c, rows[r][from + c]);
            }
        }
        return columns;
    }
}
