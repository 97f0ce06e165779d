package org.orbifold.ui;

import java.util.Arrays;

/** The times between the pulses of a window, in milliseconds: a pulse is when it may draw a frame. */
final class PulseTimes {
    private double[] gaps = new double[1024];
    private int count;
    private long last;

    /** Takes a pulse at a time of the clock. */
    void take(long nanos) {
        if (last != 0) {
            if (count == gaps.length) {
                gaps = Arrays.copyOf(gaps, 2 * count);
            }
            gaps[count++] = (nanos - last) * 1e-6;
        }
        last = nanos;
    }

    /** How many gaps there are between pulses. */
    int count() {
        return count;
    }

    /**
     * The gap that a share of all is not longer than.
     *
     * @throws IllegalStateException if there is none
     */
    double quantile(double share) {
        if (count == 0) {
            throw new IllegalStateException("no pulses came");
        }
        double[] sorted = Arrays.copyOf(gaps, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (count - 1))];
    }
}
