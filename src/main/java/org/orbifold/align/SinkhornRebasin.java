package org.orbifold.align;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;

/**
 * Sinkhorn re-basin (Pena et al., <i>Re-basin via implicit Sinkhorn differentiation</i>, 2023): every hidden layer's
 * permutation is relaxed to a doubly stochastic matrix, the Sinkhorn operator of a matrix of logits, and Adam moves the
 * logits against an objective between A and the mixed B, while the temperature falls. It begins at the permutations of
 * weight matching; each step's permutations, linear assignments on the logarithm of the doubly stochastic matrices, are
 * held against the best so far, which is what it ends with: never worse than weight matching by its own objective.
 *
 * @param objective what is to become small
 * @param rows on which losses are computed
 * @param steps of Adam
 */
public record SinkhornRebasin(LineObjective objective, Examples rows, int steps) implements Matching {
    /** Steps unless said otherwise. */
    public static final int STEPS = 200;

    private static final double RATE = 0.1;
    private static final double FIRST_TEMPERATURE = 1;
    private static final double LAST_TEMPERATURE = 0.2;
    private static final double TOLERANCE = 1e-6;
    private static final int ITERATIONS = 500;

    @Override
    public String id() {
        return "sinkhorn";
    }

    /** The objective is {@code objective} over all rows, to be minimised. */
    @Override
    public Match match(Weights a, Weights b, Pins pins, long seed, Trace trace, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        Match start = new WeightMatching(1).match(a, b, pins, seed, Trace.NONE, progress.silent());
        BestPermutations best = new BestPermutations(objective, a, b, rows, start.permutations());
        trace.add(best.step());
        SoftPermutation soft = new SoftPermutation(b);
        List<SinkhornOperator> operators = new ArrayList<>();
        List<double[]> logits = new ArrayList<>();
        List<AdamSteps> adam = new ArrayList<>();
        for (int g = 0; g < soft.sizes().size(); g++) {
            int n = soft.sizes().get(g);
            operators.add(new SinkhornOperator(n, TOLERANCE, ITERATIONS));
            logits.add(logits(start.permutations().get(g), random));
            adam.add(new AdamSteps(n * n));
        }
        try (LineGradients gradients = new LineGradients(objective, a, rows, random)) {
            for (int step = 1; step <= steps; step++) {
                progress.report(step, steps, "Sinkhorn re-basin");
                double temperature = FIRST_TEMPERATURE
                        * Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, (step - 1.0) / Math.max(1, steps - 1));
                List<double[]> plans = new ArrayList<>();
                for (int g = 0; g < operators.size(); g++) {
                    plans.add(operators.get(g).apply(logits.get(g), temperature).plan());
                }
                best.offer(IntStream.range(0, plans.size())
                        .mapToObj(g -> assign(g, plans.get(g), pins))
                        .toList());
                trace.add(best.step());
                List<double[]> slopes = soft.gradients(plans, gradients.by(soft.mix(plans)));
                for (int g = 0; g < operators.size(); g++) {
                    double[] slope = operators.get(g).gradient(plans.get(g), slopes.get(g), temperature);
                    adam.get(g).apply(logits.get(g), slope, RATE);
                }
            }
        }
        return best.match(steps);
    }

    /** Logits that lead near a permutation: about three quarters of each row's weight on it, and a little noise. */
    private static double[] logits(Permutation p, SplittableRandom random) {
        int n = p.size();
        double[] logits = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                logits[i * n + j] = (p.get(i) == j ? Math.log(3.0 * n) : 0) + 0.01 * random.nextGaussian();
            }
        }
        return logits;
    }

    /** The permutation of largest log-probability. */
    private static Permutation assign(int layer, double[] plan, Pins pins) {
        int n = (int) Math.round(Math.sqrt(plan.length));
        double[][] costs = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                costs[i][j] = -Math.log(Math.max(plan[i * n + j], Double.MIN_NORMAL));
            }
        }
        return pins.minimize(layer, costs);
    }
}
