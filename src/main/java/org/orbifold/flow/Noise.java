package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;

/** What a stochastic sampler adds to each step: noise of deviation {@code g(t) sqrt(dt)}, and what makes up for it. */
public sealed interface Noise {
    /**
     * Noise that nothing makes up for, as the thesis adds it: it widens what is sampled.
     *
     * @param strength g, at every time
     */
    record Plain(double strength) implements Noise {}

    /**
     * Noise with {@code g(t) = strength s (1 - t)}, and a drift of {@code g^2 / 2} times the score, which keeps every
     * marginal law as it is (Song et al. 2021; Albergo et al. 2023). It holds for a source of independent normal
     * coordinates with mean 0 and deviation s, coupled independently along straight paths, where the score is {@code (t
     * x1 - x) / ((1 - t)^2 s^2)}: the drift is {@code strength^2 / 2 (t x1 - x)}.
     *
     * @param source s
     */
    record ScoreBased(double strength, double source) implements Noise {}

    /** A deterministic sampler's. */
    static Noise none() {
        return new Plain(0);
    }

    /** g at a time. */
    default double deviation(double t) {
        return switch (this) {
            case Plain(double strength) -> strength;
            case ScoreBased(double strength, double source) -> strength * source * (1 - t);
        };
    }

    /** A field with the drift that makes up for the noise. */
    default VelocityField compensated(VelocityField field) {
        return switch (this) {
            case Plain plain -> field;
            case ScoreBased(double strength, double source) ->
                (points, t) -> {
                    List<float[]> drifts = new ArrayList<>();
                    List<float[]> velocities = field.at(points, t);
                    for (int k = 0; k < points.size(); k++) {
                        drifts.add(drift(points.get(k), velocities.get(k), t, strength * strength / 2));
                    }
                    return drifts;
                };
        };
    }

    private static float[] drift(float[] x, float[] velocity, double t, double share) {
        float[] drift = new float[x.length];
        for (int c = 0; c < drift.length; c++) {
            double target = x[c] + (1 - t) * velocity[c];
            drift[c] = (float) (velocity[c] + share * (t * target - x[c]));
        }
        return drift;
    }
}
