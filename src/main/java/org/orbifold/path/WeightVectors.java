package org.orbifold.path;

import java.util.List;
import org.orbifold.net.Weights;

/** Networks of one architecture as vectors, computed with in double. */
final class WeightVectors {
    private WeightVectors() {}

    /** {@code to - from}. */
    static double[] difference(Weights from, Weights to) {
        double[] difference = new double[from.architecture().parameters()];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = (double) to.get(i) - from.get(i);
        }
        return difference;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** {@code sum_k coefficients[k] networks[k]}. */
    static Weights mixture(List<Weights> networks, double[] coefficients) {
        double[] sum = new double[networks.getFirst().architecture().parameters()];
        for (int k = 0; k < coefficients.length; k++) {
            Weights network = networks.get(k);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coefficients[k] * network.get(i);
            }
        }
        return wrap(networks.getFirst(), sum);
    }

    /** Those values as a network of the shape of another. */
    static Weights wrap(Weights like, double[] values) {
        float[] block = new float[values.length];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) values[i];
        }
        return Weights.wrap(like.architecture(), block);
    }
}
