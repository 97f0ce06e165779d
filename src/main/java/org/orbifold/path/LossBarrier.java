package org.orbifold.path;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

/**
 * The loss along a path, and its barrier (Frankle et al. 2020): how far it rises above the chord between the ends,
 * {@code max_t [L(theta(t)) - ((1 - t) L(theta(0)) + t L(theta(1)))]}.
 *
 * @param t the points, from 0 to 1
 * @param outcomes loss and accuracy at each point
 * @param midpointLoss the loss at t = 1/2: absolute, not above the chord
 */
public record LossBarrier(List<Double> t, List<Measures.Outcome> outcomes, double midpointLoss) {
    /** The points of a barrier, unless said otherwise. */
    public static final int POINTS = 25;

    public LossBarrier {
        t = List.copyOf(t);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Evaluates a path at equally spaced points, the ends included.
     *
     * @param points at least 2
     */
    public static LossBarrier along(Path path, int points, Examples examples, Progress progress) {
        List<Double> t = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            t.add((double) k / (points - 1));
        }
        List<Double> evaluated = new ArrayList<>(t);
        if (points % 2 == 0) {
            evaluated.add(0.5);
        }
        List<Measures.Outcome> outcomes = switch (path) {
            case Path.Linear(Weights a, Weights b) -> Evaluation.outcomesAlong(a, b, evaluated, examples, progress);
            case Path.Geodesic geodesic -> each(geodesic, evaluated, examples, progress);
            case Path.Chord chord -> each(chord, evaluated, examples, progress);
            case Curve curve -> each(curve, evaluated, examples, progress);
        };
        double midpoint = outcomes.get(points % 2 == 0 ? points : points / 2).loss();
        return new LossBarrier(t, outcomes.subList(0, points), midpoint);
    }

    /** A block of networks at a time, so that long paths of large networks fit the memory. */
    private static List<Measures.Outcome> each(Path path, List<Double> t, Examples examples, Progress progress) {
        List<Measures.Outcome> outcomes = new ArrayList<>();
        for (int from = 0; from < t.size(); from += POINTS) {
            List<Double> block = t.subList(from, Math.min(t.size(), from + POINTS));
            outcomes.addAll(Evaluation.outcomes(block.stream().map(path::at).toList(), examples, Progress.NONE));
            progress.report(outcomes.size(), t.size(), "evaluating the path");
        }
        return outcomes;
    }

    /** The barrier in nats; 0 or more, since the ends are on the chord. */
    public double barrier() {
        return heightAt(highest());
    }

    /** The index of the point that stands highest above the chord. */
    public int highest() {
        int highest = 0;
        for (int k = 1; k < t.size(); k++) {
            highest = heightAt(k) > heightAt(highest) ? k : highest;
        }
        return highest;
    }

    /** The loss on the chord between the ends at point {@code k}. */
    public double chordAt(int k) {
        return (1 - t.get(k)) * outcomes.getFirst().loss()
                + t.get(k) * outcomes.getLast().loss();
    }

    private double heightAt(int k) {
        return outcomes.get(k).loss() - chordAt(k);
    }
}
