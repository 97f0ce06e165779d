package org.orbifold.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Round numbers of a range. */
final class Ticks {
    private static final double[] STEPS = {1, 2, 5};

    /** Digits that a decade is cut at, from fine to coarse. */
    private static final List<List<Integer>> DIGITS = List.of(List.of(1, 2, 5), List.of(1, 3), List.of(1));

    private Ticks() {}

    /** Multiples of a round step, at most so many. */
    static List<Double> linear(double from, double to, int most) {
        double decade = Math.pow(10, Math.floor(Math.log10((to - from) / most)));
        double step = decade;
        for (int k = 1; (to - from) / step > most; k++) {
            step = decade * STEPS[k % 3] * Math.pow(10, Math.floorDiv(k, 3));
        }
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(from / step); k * step <= to; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** Round numbers at equal ratios, at most so many; at equal steps where the range is less than a decade. */
    static List<Double> logarithmic(double from, double to, int most) {
        if (to < 10 * from) {
            return linear(from, to, most);
        }
        for (List<Integer> digits : DIGITS) {
            List<Double> ticks = decades(from, to, 1, digits);
            if (ticks.size() <= most) {
                return ticks;
            }
        }
        return decades(from, to, (int) Math.ceil(Math.log10(to / from) / most), List.of(1));
    }

    private static List<Double> decades(double from, double to, int every, List<Integer> digits) {
        List<Double> ticks = new ArrayList<>();
        for (int k = (int) Math.floor(Math.log10(from)); Math.pow(10, k) <= to; k++) {
            for (int digit : digits) {
                double tick = digit * Math.pow(10, k);
                if (Math.floorMod(k, every) == 0 && tick >= from && tick <= to) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** A round number, as short as it is: 0.2, 50, 1e-4. */
    static String label(double tick) {
        if (tick == 0 || (Math.abs(tick) >= 1e-3 && Math.abs(tick) < 1e5)) {
            return new BigDecimal(tick)
                    .round(new MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString()
                    .replace('-', '\u2212');
        }
        return Type.number(tick).replace(".0e", "e");
    }
}
