package org.orbifold.study.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.orbifold.job.Progress;

/**
 * Seconds that a repeated piece of work took, once warm.
 *
 * @param median of the repetitions
 * @param q1 the first quartile
 * @param q3 the third quartile
 * @param least of the repetitions: the time nearest to that on an idle machine
 * @param repetitions that were timed
 */
public record Timing(double median, double q1, double q3, double least, int repetitions) {
    private static final int MOST_REPETITIONS = 1000;

    /** However long one repetition takes, there are as many, so that there are quartiles. */
    private static final int FEWEST_REPETITIONS = 3;

    /** Work counts as warm when it has not become faster than ever by this share for some stretches in a row. */
    private static final double GAIN = 0.05;

    private static final int PATIENCE = 3;

    /** Compiling a graph network's step takes the virtual machine longer than a stretch; it is not waited for forever. */
    private static final int MOST_STRETCHES = 20;

    /**
     * Runs work untimed, a stretch after the other, until it is warm, then for as long as a stretch timed; at least once
     * and {@value #FEWEST_REPETITIONS} times.
     *
     * @param seconds of a stretch
     */
    static Timing of(Runnable work, double seconds, Progress progress) {
        double best = ofRepetitions(repeat(work, seconds, 1, progress)).median;
        int idle = best > seconds ? PATIENCE - 1 : 0;
        for (int k = 1; k < MOST_STRETCHES && seconds > 0 && idle < PATIENCE; k++) {
            double now = ofRepetitions(repeat(work, seconds, 1, progress)).median;
            idle = now < (1 - GAIN) * best ? 0 : idle + 1;
            best = Math.min(best, now);
        }
        return ofRepetitions(repeat(work, seconds, FEWEST_REPETITIONS, progress));
    }

    private static List<Double> repeat(Runnable work, double seconds, int fewest, Progress progress) {
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        double elapsed = 0;
        while (times.size() < fewest || (elapsed < seconds && times.size() < MOST_REPETITIONS)) {
            progress.checkCancelled();
            work.run();
            double now = (System.nanoTime() - start) * 1e-9;
            times.add(now - elapsed);
            elapsed = now;
        }
        return times;
    }

    /** The quartiles, between neighbours by linear interpolation. */
    static Timing ofRepetitions(List<Double> seconds) {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        return new Timing(
                quantile(sorted, 0.5),
                quantile(sorted, 0.25),
                quantile(sorted, 0.75),
                sorted.getFirst(),
                sorted.size());
    }

    private static double quantile(List<Double> sorted, double share) {
        double at = share * (sorted.size() - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
    }
}
