package org.orbifold.flow;

import java.util.Arrays;
import java.util.List;

/**
 * How losses are asked for: the logarithms of the training losses of a zoo, with mean 0 and deviation 1.
 *
 * @param mean of the logarithms
 * @param deviation of the logarithms, above 0
 */
public record LossScale(double mean, double deviation) {
    private static final double LEAST = 1e-9;

    /** The scale of a zoo's losses, in nats. */
    static LossScale of(List<Double> losses) {
        double[] logs = losses.stream()
                .mapToDouble(loss -> Math.log(Math.max(LEAST, loss)))
                .toArray();
        double mean = Arrays.stream(logs).average().orElse(0);
        double variance = Arrays.stream(logs)
                .map(log -> (log - mean) * (log - mean))
                .average()
                .orElse(1);
        return new LossScale(mean, Math.max(1e-3, Math.sqrt(variance)));
    }

    /** A loss in nats on this scale. */
    public double standardized(double loss) {
        return (Math.log(Math.max(LEAST, loss)) - mean) / deviation;
    }
}
