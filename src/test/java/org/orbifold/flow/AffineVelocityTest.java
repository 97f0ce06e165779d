package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;

class AffineVelocityTest {
    /** From N(0, s^2) to N(m, d^2), independent: slope (t d^2 - (1 - t) s^2) / ((1 - t)^2 s^2 + t^2 d^2). */
    @Test
    void ofIndependentNormalCoordinatesItIsTheClosedForm() {
        FlowSpace space = space();
        double s = 0.1;
        double m = 0.4;
        double d = 0.3;
        AffineVelocity affine = measured(space, s, m, d);
        int hidden = space.classOf(0);
        for (double t : new double[] {0, 0.25, 0.5, 0.75}) {
            AffineVelocity.At at = affine.at(t);
            double variance = (1 - t) * (1 - t) * s * s + t * t * d * d;
            double slope = (t * d * d - (1 - t) * s * s) / variance;
            assertEquals(slope, at.slope(hidden), 0.02 * Math.max(1, Math.abs(slope)));
            assertEquals(m - slope * t * m, at.velocity(hidden, 0), 0.01);
            assertEquals(s * d / Math.sqrt(variance), at.rest(hidden), 0.01);
            assertEquals(1 / Math.sqrt(variance), at.standardizing(hidden), 0.02 / Math.sqrt(variance));
        }
    }

    /** Where the mean of all paths is, the velocity is theirs: between the times at which it was measured, too. */
    @Test
    void meansMoveAsTheyShouldAtAllTimes() {
        FlowSpace space = space();
        AffineVelocity affine = measured(space, 0.2, 3, 0.05);
        int hidden = space.classOf(0);
        double mean = affine.at(0).velocity(hidden, 0);
        assertEquals(3, mean, 0.01);
        for (int k = 0; k < 50; k++) {
            double t = k / 50.0;
            assertEquals(mean, affine.at(t).velocity(hidden, (float) (t * mean)), 0.01, "at time " + t);
        }
    }

    private static FlowSpace space() {
        return new FlowSpace(Architecture.parse("2-40-2", Activation.RELU), Geometry.EUCLIDEAN, InputBasis.identity(2));
    }

    /** From N(0, s^2) to N(m, d^2). */
    private static AffineVelocity measured(FlowSpace space, double s, double m, double d) {
        SplittableRandom random = new SplittableRandom(1);
        List<float[]> sources = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        for (int k = 0; k < 2000; k++) {
            float[] source = new float[space.dimension()];
            float[] target = new float[space.dimension()];
            for (int c = 0; c < source.length; c++) {
                source[c] = (float) (s * random.nextGaussian());
                target[c] = (float) (m + d * random.nextGaussian());
            }
            sources.add(source);
            targets.add(target);
        }
        return AffineVelocity.measure(space, sources, targets);
    }
}
