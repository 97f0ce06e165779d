package org.orbifold.flow;

import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Examples;

/**
 * What the input nodes of a flow that knows its task are told of the data: along every direction that is seen, the mean
 * of each class less the mean of all, the mean of all, and the deviation; in units of the root mean square of them all.
 *
 * @param classes of the data, as many as the networks have outputs
 * @param values {@code [seen, classes + 2]}
 */
@SuppressWarnings("ArrayRecordComponent") // read only
public record TaskStatistics(int classes, float[] values) {
    /** Numbers an input node. */
    static int numbers(int classes) {
        return classes + 2;
    }

    /**
     * The statistics of some rows.
     *
     * @param classes as many as the networks have outputs: at least as many as the rows have
     */
    public static TaskStatistics of(Examples rows, int classes, InputBasis basis) {
        int n = rows.width();
        float[] turned = rows.features().clone();
        basis.rotate(List.of(turned), rows.rows(), true);
        double[] sums = new double[n];
        double[] squares = new double[n];
        double[][] ofClasses = new double[classes][n];
        int[] counts = new int[classes];
        for (int r = 0; r < rows.rows(); r++) {
            int label = rows.labels()[r];
            counts[label]++;
            for (int i = 0; i < n; i++) {
                double x = turned[r * n + i];
                sums[i] += x;
                squares[i] += x * x;
                ofClasses[label][i] += x;
            }
        }
        int numbers = numbers(classes);
        double[] values = new double[basis.seen() * numbers];
        for (int i = 0; i < basis.seen(); i++) {
            double mean = sums[i] / rows.rows();
            for (int c = 0; c < classes; c++) {
                values[i * numbers + c] = counts[c] == 0 ? 0 : ofClasses[c][i] / counts[c] - mean;
            }
            values[i * numbers + classes] = mean;
            values[i * numbers + classes + 1] = Math.sqrt(Math.max(0, squares[i] / rows.rows() - mean * mean));
        }
        double unit = Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(1));
        float[] result = new float[values.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = (float) (values[k] / Math.max(1e-12, unit));
        }
        return new TaskStatistics(classes, result);
    }
}
