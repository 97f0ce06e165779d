package org.orbifold.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;

/**
 * Midpoint losses and barriers of the straight paths between pairs of networks.
 *
 * @param pairs in the order they were evaluated
 */
public record PairwiseBarriers(List<Pair> pairs) {
    /** Networks i &lt; j, the absolute loss at their midpoint, and their barrier, in nats. */
    public record Pair(int i, int j, double midpointLoss, double barrier) {}

    /** The most interpolated networks that are evaluated as one population. */
    private static final int AT_ONCE = 512;

    /** The most floats of their weights, unless one pair's are more. */
    private static final int FLOATS_AT_ONCE = 1 << 24;

    /**
     * Evaluates pairs of networks.
     *
     * @param networks of one architecture, at least 2
     * @param count the number of pairs, drawn by the seed without repetition; all of them if there are no more
     * @param points of each barrier, odd, at least 3
     */
    public static PairwiseBarriers of(
            List<Weights> networks, long count, int points, Examples examples, long seed, Progress progress) {
        List<Measures.Outcome> ends = Evaluation.outcomes(networks, examples, Progress.NONE);
        List<int[]> chosen = choose(networks.size(), count, seed);
        List<Pair> pairs = new ArrayList<>();
        int atOnce = Math.min(
                AT_ONCE, FLOATS_AT_ONCE / networks.getFirst().architecture().parameters());
        int block = Math.max(1, atOnce / (points - 2));
        for (int from = 0; from < chosen.size(); from += block) {
            List<int[]> part = chosen.subList(from, Math.min(chosen.size(), from + block));
            List<Weights> between = new ArrayList<>();
            for (int[] pair : part) {
                for (int k = 1; k < points - 1; k++) {
                    between.add(networks.get(pair[0]).lerp(networks.get(pair[1]), (double) k / (points - 1)));
                }
            }
            List<Measures.Outcome> outcomes = Evaluation.outcomes(between, examples, Progress.NONE);
            for (int p = 0; p < part.size(); p++) {
                int[] pair = part.get(p);
                List<Measures.Outcome> own = outcomes.subList(p * (points - 2), (p + 1) * (points - 2));
                pairs.add(pair(pair[0], pair[1], ends, own, points));
            }
            progress.report(from + part.size(), chosen.size(), "evaluating pairs");
        }
        return new PairwiseBarriers(pairs);
    }

    private static Pair pair(int i, int j, List<Measures.Outcome> ends, List<Measures.Outcome> between, int points) {
        double barrier = 0;
        for (int k = 0; k < between.size(); k++) {
            double t = (k + 1.0) / (points - 1);
            double chord = (1 - t) * ends.get(i).loss() + t * ends.get(j).loss();
            barrier = Math.max(barrier, between.get(k).loss() - chord);
        }
        return new Pair(i, j, between.get(between.size() / 2).loss(), barrier);
    }

    private static List<int[]> choose(int n, long count, long seed) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                all.add(new int[] {i, j});
            }
        }
        if (count < all.size()) {
            Collections.shuffle(all, Random.from(new SplittableRandom(seed)));
            return all.subList(0, (int) count);
        }
        return all;
    }

    /** The spread of midpoint losses. */
    public Spread midpointLoss() {
        return Spread.of(pairs.stream().mapToDouble(Pair::midpointLoss));
    }

    /** The spread of barriers. */
    public Spread barrier() {
        return Spread.of(pairs.stream().mapToDouble(Pair::barrier));
    }
}
