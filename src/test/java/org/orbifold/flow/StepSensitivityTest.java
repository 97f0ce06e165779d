package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Euclidean;

class StepSensitivityTest {
    private static final List<float[]> START =
            List.of(new float[] {1, 0}, new float[] {-1, 2}, new float[] {0, -2}, new float[] {3, 1});

    private static StepSensitivity of(VelocityField field) {
        return StepSensitivity.of(field, new Euclidean(2), START, Solver.EULER, 8, 64, Progress.NONE);
    }

    @Test
    void aConstantFieldDependsOnNoNumberOfSteps() {
        List<StepSensitivity.Row> rows = of((points, t) ->
                        points.stream().map(x -> new float[] {0.5f, -0.25f}).toList())
                .rows();
        assertEquals(
                List.of(8, 16, 32, 64),
                rows.stream().map(StepSensitivity.Row::steps).toList());
        rows.subList(0, 3).forEach(row -> assertEquals(0, row.shift(), 1e-6));
        assertTrue(Double.isNaN(rows.getLast().shift()));
    }

    /** Euler's steps multiply points by {@code (1 + a / N)^N}: ends differ by a factor, as does their dispersion. */
    @Test
    void ofALinearFieldTheShiftIsKnown() {
        double a = 1.5;
        float centred = (1 - 1 + 0 + 3) / 4f;
        List<StepSensitivity.Row> rows = StepSensitivity.of(
                        (points, t) -> points.stream()
                                .map(x -> new float[] {(float) (a * (x[0] - centred)), (float) (a * (x[1] - 0.25))})
                                .toList(),
                        new Euclidean(2),
                        START,
                        Solver.EULER,
                        8,
                        32,
                        Progress.NONE)
                .rows();
        for (int i = 0; i < 2; i++) {
            int n = rows.get(i).steps();
            double expected = 1 - Math.pow(1 + a / n, n) / Math.pow(1 + a / (2 * n), 2 * n);
            assertEquals(expected, rows.get(i).shift(), 1e-5);
        }
        assertTrue(rows.get(1).shift() < rows.get(0).shift());
    }
}
