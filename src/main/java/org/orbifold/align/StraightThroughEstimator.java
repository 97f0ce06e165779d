package org.orbifold.align;

import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;

/**
 * The straight-through estimator (Ainsworth et al. 2023, alg. 3): a free network, which begins as A, is projected to the
 * nearest permutation of B by weight matching; the gradient of the loss halfway between A and that permutation moves the
 * free network as if there were no projection. The permutation of smallest loss over all rows is kept, that of weight
 * matching among them.
 *
 * @param rows on which losses are computed
 * @param steps of Adam
 */
public record StraightThroughEstimator(Examples rows, int steps) implements Matching {
    /** Steps unless said otherwise. */
    public static final int STEPS = 200;

    /** Of the root mean square of A's parameters. */
    private static final double RATE = 0.05;

    @Override
    public String id() {
        return "ste";
    }

    /** The objective is the loss halfway, over all rows, to be minimised. */
    @Override
    public Match match(Weights a, Weights b, Pins pins, long seed, Trace trace, Progress progress) {
        Match projection = new WeightMatching(1).match(a, b, pins, seed, Trace.NONE, progress.silent());
        BestPermutations best = new BestPermutations(LineObjective.MID, a, b, rows, projection.permutations());
        trace.add(best.step());
        int parameters = a.architecture().parameters();
        double rate = RATE * a.norm() / Math.sqrt(parameters);
        double[] free = new double[parameters];
        for (int i = 0; i < parameters; i++) {
            free[i] = a.get(i);
        }
        AdamSteps adam = new AdamSteps(parameters);
        SplittableRandom random = new SplittableRandom(seed);
        try (LineGradients gradients = new LineGradients(LineObjective.MID, a, rows, random)) {
            for (int step = 1; step <= steps; step++) {
                progress.report(step, steps, "straight-through estimator");
                Weights moved = GroupElement.permute(b.architecture(), projection.permutations())
                        .actOn(b);
                float[] slope = gradients.by(moved);
                double[] gradient = new double[parameters];
                for (int i = 0; i < parameters; i++) {
                    gradient[i] = slope[i];
                }
                adam.apply(free, gradient, rate);
                float[] block = new float[parameters];
                for (int i = 0; i < parameters; i++) {
                    block[i] = (float) free[i];
                }
                projection = WeightMatching.refine(
                        Weights.wrap(a.architecture(), block),
                        b,
                        pins,
                        projection.permutations(),
                        seed + step,
                        progress.silent());
                best.offer(projection.permutations());
                trace.add(best.step());
            }
        }
        return best.match(steps);
    }
}
