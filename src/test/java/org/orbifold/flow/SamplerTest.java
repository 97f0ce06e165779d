package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;

class SamplerTest {
    /** The velocity from N(0, 1) to N(1, 1), independently coupled: (E[x1 | x] - x) / (1 - t). */
    private static final VelocityField EXACT = (points, t) -> points.stream()
            .map(x -> new float[] {(float) ((1 + t * (x[0] - t) / ((1 - t) * (1 - t) + t * t) - x[0]) / (1 - t))})
            .toList();

    private static List<float[]> run(
            VelocityField field, Manifold manifold, List<float[]> start, Solver solver, int steps) {
        return new Sampler(solver, steps, Noise.none())
                .sample(field, manifold, start, new SplittableRandom(0), Progress.NONE, (t, x) -> {});
    }

    /** The flow map is affine: its slope from two trajectories. */
    private static double slope(Solver solver, int steps) {
        List<float[]> ends = run(EXACT, new Euclidean(1), List.of(new float[] {-1}, new float[] {1}), solver, steps);
        return (ends.get(1)[0] - ends.get(0)[0]) / 2;
    }

    @ParameterizedTest
    @CsvSource({"8, 0.8508", "16, 0.9227", "32, 0.9606", "64, 0.9801", "100, 0.9872"})
    void eulersFlowMapHasTheKnownSlope(int steps, double slope) {
        assertEquals(slope, slope(Solver.EULER, steps), 1e-4);
    }

    @ParameterizedTest
    @EnumSource(names = "EULER", mode = EnumSource.Mode.EXCLUDE)
    void methodsOfHigherOrderKeepTheVariance(Solver solver) {
        assertEquals(1, slope(solver, 32), 2e-3);
    }

    @ParameterizedTest
    @EnumSource
    void theFieldIsEvaluatedAsOftenAsSaidAndNeverAtTheEnd(Solver solver) {
        AtomicInteger evaluations = new AtomicInteger();
        VelocityField counted = (points, t) -> {
            assertTrue(t < 1);
            evaluations.incrementAndGet();
            return EXACT.at(points, t);
        };
        run(counted, new Euclidean(1), List.of(new float[] {0}), solver, 5);
        assertEquals(new Sampler(solver, 5, Noise.none()).evaluations(), evaluations.get());
    }

    /** A field that leads straight to a point gets there in any number of steps, along spheres too. */
    @ParameterizedTest
    @EnumSource
    void geodesicsAreFollowedExactly(Solver solver) {
        Manifold manifold = new ProductManifold(List.of(new Sphere(3), new Euclidean(2), new Sphere(1)));
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[8];
        float[] y = new float[8];
        manifold.randomPoint(random, Coordinates.FLOAT, x, 0);
        manifold.randomPoint(random, Coordinates.FLOAT, y, 0);
        VelocityField towards = (points, t) -> points.stream()
                .map(p -> {
                    float[] v = new float[8];
                    manifold.log(Coordinates.FLOAT, p, 0, y, 0, v, 0);
                    for (int i = 0; i < 8; i++) {
                        v[i] = (float) (v[i] / (1 - t));
                    }
                    return v;
                })
                .toList();
        for (int steps : new int[] {1, 7}) {
            assertArrayEquals(
                    y, run(towards, manifold, List.of(x), solver, steps).getFirst(), 2e-5f);
        }
    }

    /** The rule of the thesis's released code loses half the deviation. */
    @Test
    void theReleasedRuleHasTheKnownSlope() {
        Manifold line = new Euclidean(1);
        List<float[]> start = List.of(new float[] {-1}, new float[] {1});
        List<float[]> ends = run(StepRule.RELEASED.applyTo(EXACT, line, line, start), line, start, Solver.EULER, 100);
        assertEquals(0.487, (ends.get(1)[0] - ends.get(0)[0]) / 2, 1e-3);
    }

    /** Where the predicted target is on the sphere already, the rule changes nothing; else the end is on it. */
    @Test
    void normalizedPredictionsLeadToTheSphere() {
        Manifold flat = new Euclidean(3);
        Manifold sphere = new Sphere(2);
        List<float[]> start = List.of(new float[] {0.3f, -0.2f, 0.9f});
        VelocityField inside = (points, t) -> points.stream()
                .map(x -> new float[] {
                    (float) ((0.3 - x[0]) / (1 - t)), (float) ((0.4 - x[1]) / (1 - t)), (float) (-x[2] / (1 - t))
                })
                .toList();
        List<float[]> ends =
                run(StepRule.NORMALIZED_PREDICTION.applyTo(inside, flat, sphere, start), flat, start, Solver.EULER, 5);
        assertArrayEquals(new float[] {0.6f, 0.8f, 0}, ends.getFirst(), 1e-5f);
    }

    /**
     * Many independent coordinates at once: their law at the end is N(1, 1), as without noise. The error of the steps
     * grows with the square of the strength.
     */
    @ParameterizedTest
    @CsvSource({"1, 64", "3, 400"})
    void noiseThatIsMadeUpForKeepsTheLaw(double strength, int steps) {
        int many = 20_000;
        SplittableRandom random = new SplittableRandom(2);
        float[] x = new float[many];
        for (int i = 0; i < many; i++) {
            x[i] = (float) random.nextGaussian();
        }
        VelocityField each = (points, t) -> {
            float[] v = new float[many];
            for (int i = 0; i < many; i++) {
                v[i] = EXACT.at(List.of(new float[] {points.getFirst()[i]}), t).getFirst()[0];
            }
            return List.of(v);
        };
        float[] end = new Sampler(Solver.HEUN, steps, new Noise.ScoreBased(strength, 1))
                .sample(each, new Euclidean(many), List.of(x), random, Progress.NONE, (t, p) -> {})
                .getFirst();
        double mean = 0;
        double square = 0;
        double kept = 0;
        for (int i = 0; i < many; i++) {
            mean += end[i] / many;
            square += end[i] * end[i] / many;
            kept += (end[i] - 1) * x[i] / many;
        }
        assertEquals(1, mean, 0.02);
        assertEquals(1, Math.sqrt(square - mean * mean), 0.02);
        assertTrue(kept < 0.9, "the start tells the end: " + kept);
    }

    @Test
    void noiseStaysOnTheManifoldAndFollowsTheSeed() {
        Manifold sphere = new Sphere(4);
        float[] x = {1, 0, 0, 0, 0};
        VelocityField still =
                (points, t) -> points.stream().map(p -> new float[5]).toList();
        Sampler noisy = new Sampler(Solver.EULER, 20, new Noise.Plain(0.3));
        List<float[]> a =
                noisy.sample(still, sphere, List.of(x, x), new SplittableRandom(1), Progress.NONE, (t, p) -> {});
        List<float[]> b =
                noisy.sample(still, sphere, List.of(x, x), new SplittableRandom(1), Progress.NONE, (t, p) -> {});
        assertArrayEquals(a.get(1), b.get(1));
        double norm = 0;
        double moved = 0;
        for (int i = 0; i < 5; i++) {
            norm += a.getFirst()[i] * a.getFirst()[i];
            moved += Math.abs(a.get(0)[i] - a.get(1)[i]);
        }
        assertEquals(1, norm, 1e-5);
        assertTrue(moved > 1e-2, "both went the same way");
    }
}
