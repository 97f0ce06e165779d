package org.orbifold.generative;

import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.SymmetricEigen;
import org.orbifold.tensor.Tensor;

/**
 * The directions in which networks differ most, found by the Gram matrix of the centred networks (they are fewer than
 * their weights), and each network's place along them, of mean 0 and variance 1.
 */
final class PrincipalComponents {
    /** Networks that the directions are found from, at most: evenly spread over those given. */
    private static final int MOST = 1500;

    private final Architecture architecture;
    private final double[] mean;

    /** {@code [components][parameters]}: each direction times the deviation along it. */
    private final float[][] directions;

    private final double[] deviations;

    private PrincipalComponents(Architecture architecture, double[] mean, float[][] directions, double[] deviations) {
        this.architecture = architecture;
        this.mean = mean;
        this.directions = directions;
        this.deviations = deviations;
    }

    /** The first components of networks; fewer where they differ in fewer directions. */
    static PrincipalComponents of(List<Weights> networks, int components) {
        Architecture architecture = networks.getFirst().architecture();
        int n = Math.min(networks.size(), MOST);
        int parameters = architecture.parameters();
        float[][] rows = new float[n][];
        double[] mean = new double[parameters];
        for (int k = 0; k < n; k++) {
            rows[k] = networks.get((int) ((long) k * networks.size() / n)).toArray();
            for (int i = 0; i < parameters; i++) {
                mean[i] += rows[k][i] / n;
            }
        }
        float[] centred = new float[n * parameters];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < parameters; i++) {
                centred[k * parameters + i] = (float) (rows[k][i] - mean[i]);
            }
        }
        try (Tensor matrix = Tensor.matrix(n, parameters, centred);
                Tensor gram = new Tensor(Precision.DOUBLE, n, n)) {
            Backend.get().multiply(matrix, false, matrix, true, 0, gram);
            SymmetricEigen eigen = SymmetricEigen.of(gram);
            double largest = eigen.value(n - 1);
            int kept = 0;
            while (kept < Math.min(components, n - 1) && eigen.value(n - 1 - kept) > 1e-9 * largest) {
                kept++;
            }
            float[][] directions = new float[kept][];
            double[] deviations = new double[kept];
            for (int c = 0; c < kept; c++) {
                deviations[c] = Math.sqrt(eigen.value(n - 1 - c) / (n - 1));
                directions[c] = direction(centred, eigen.vector(n - 1 - c), parameters);
            }
            return new PrincipalComponents(architecture, mean, directions, deviations);
        }
    }

    /** {@code X^T u / sqrt(n - 1)}: the unit direction times the deviation along it. */
    private static float[] direction(float[] centred, double[] u, int parameters) {
        double[] sum = new double[parameters];
        for (int k = 0; k < u.length; k++) {
            for (int i = 0; i < parameters; i++) {
                sum[i] += u[k] * centred[k * parameters + i];
            }
        }
        float[] direction = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            direction[i] = (float) (sum[i] / Math.sqrt(u.length - 1));
        }
        return direction;
    }

    /** How many there are. */
    int count() {
        return directions.length;
    }

    /** The places of networks. */
    float[][] encode(List<Weights> networks) {
        float[][] places = new float[networks.size()][];
        Arrays.setAll(places, k -> encode(networks.get(k)));
        return places;
    }

    private float[] encode(Weights network) {
        float[] place = new float[count()];
        for (int c = 0; c < place.length; c++) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += (network.get(i) - mean[i]) * directions[c][i];
            }
            place[c] = (float) (sum / (deviations[c] * deviations[c]));
        }
        return place;
    }

    /** The network at a place. */
    Weights decode(float[] place) {
        double[] sum = mean.clone();
        for (int c = 0; c < place.length; c++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (double) place[c] * directions[c][i];
            }
        }
        float[] block = new float[sum.length];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) sum[i];
        }
        return Weights.wrap(architecture, block);
    }
}
