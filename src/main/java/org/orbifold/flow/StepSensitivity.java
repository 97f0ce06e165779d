package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Manifold;

/**
 * How much what a flow makes depends on the number of integration steps: the same starting points are moved with N and
 * with 2N steps.
 *
 * @param rows in the order of steps, each twice the one before
 */
public record StepSensitivity(List<Row> rows) {
    /**
     * The outcome of a number of steps.
     *
     * @param ends the points at time 1
     * @param shift of the ends when the steps are doubled: the root mean squared distance over the ends' dispersion, the
     *     root mean squared distance to their mean; NaN for the last row. 0 where doubling changes nothing, about 1.4
     *     where it leads to ends that are as good as unrelated
     */
    public record Row(int steps, List<float[]> ends, double shift) {}

    /**
     * Moves points through a field.
     *
     * @param solver of the steps
     * @param least the smallest number of steps
     * @param most the largest: {@code least} doubled once or more often
     */
    public static StepSensitivity of(
            VelocityField field,
            Manifold paths,
            List<float[]> start,
            Solver solver,
            int least,
            int most,
            Progress progress) {
        List<Integer> steps = new ArrayList<>();
        List<List<float[]>> ends = new ArrayList<>();
        for (int n = least; n <= most; n *= 2) {
            steps.add(n);
            ends.add(new Sampler(solver, n, Noise.none())
                    .sample(field, paths, start, new SplittableRandom(0), progress, (t, points) -> {}));
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            double shift = i + 1 == steps.size() ? Double.NaN : shift(ends.get(i), ends.get(i + 1));
            rows.add(new Row(steps.get(i), ends.get(i), shift));
        }
        return new StepSensitivity(List.copyOf(rows));
    }

    private static double shift(List<float[]> coarse, List<float[]> fine) {
        int dimension = fine.getFirst().length;
        double[] mean = new double[dimension];
        for (float[] point : fine) {
            for (int c = 0; c < dimension; c++) {
                mean[c] += point[c] / fine.size();
            }
        }
        double moved = 0;
        double spread = 0;
        for (int k = 0; k < fine.size(); k++) {
            for (int c = 0; c < dimension; c++) {
                double own = fine.get(k)[c];
                double by = coarse.get(k)[c] - own;
                moved += by * by;
                spread += (own - mean[c]) * (own - mean[c]);
            }
        }
        return moved == 0 ? 0 : Math.sqrt(moved / spread);
    }
}
