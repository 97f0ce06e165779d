package org.orbifold.net;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Mean and standard deviation (of the population) of some figure; NaN of none. */
public record Spread(double mean, double deviation) {
    /** The spread of those values. */
    public static Spread of(DoubleStream figures) {
        double[] values = figures.toArray();
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(Double.NaN);
        return new Spread(mean, Math.sqrt(variance));
    }
}
