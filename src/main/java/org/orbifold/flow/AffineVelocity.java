package org.orbifold.flow;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The velocity of a flow as far as it follows from a coordinate alone: its regression on the coordinate at each time, a
 * slope and an intercept for each class of coordinates, and what is left. A graph network then has to give the rest only,
 * of unit size at every time and for every class (preconditioning, Karras et al. 2022, here with measured moments); where
 * coordinates are independent and normal, this is the exact velocity already.
 */
public final class AffineVelocity {
    /** Times at which moments are known: equally far apart from 0 to 1. */
    public static final int TIMES = 33;

    /** Numbers a class and time. */
    static final int NUMBERS = 5;

    /** The last time is a little before 1. */
    private static final double LAST = 0.999;

    private final int classes;

    /**
     * {@code [TIMES, classes, NUMBERS]}: mean of the velocity, slope, deviation of the rest; mean, deviation of the
     * coordinate. The means are almost linear in time, so that little is lost between the times; an intercept is not.
     */
    private final float[] moments;

    private AffineVelocity(int classes, float[] moments) {
        this.classes = classes;
        this.moments = moments;
    }

    /**
     * From moments as {@link #moments} gave them.
     *
     * @param classes of coordinates
     */
    static AffineVelocity of(int classes, float[] moments) {
        if (moments.length != TIMES * classes * NUMBERS) {
            throw new IllegalArgumentException(moments.length + " moments of " + classes + " classes");
        }
        return new AffineVelocity(classes, moments.clone());
    }

    /**
     * Measured on pairs.
     *
     * @param sources points at time 0
     * @param targets the points at time 1 that these are paired with
     */
    static AffineVelocity measure(FlowSpace space, List<float[]> sources, List<float[]> targets) {
        int classes = space.classes();
        float[] moments = new float[TIMES * classes * NUMBERS];
        IntStream.range(0, TIMES).parallel().forEach(k -> {
            Sums sums = new Sums(classes);
            ConditionalPath path = new ConditionalPath(space.paths());
            for (int i = 0; i < sources.size(); i++) {
                path.at(sources.get(i), targets.get(i), Math.min(LAST, (double) k / (TIMES - 1)));
                for (int c = 0; c < space.dimension(); c++) {
                    sums.add(space.classOf(c), path.point()[c], path.velocity()[c]);
                }
            }
            sums.write(moments, k * classes * NUMBERS);
        });
        return new AffineVelocity(classes, moments);
    }

    @SuppressWarnings("ArrayRecordComponent") // added to
    private record Sums(int classes, double[][] of) {
        Sums(int classes) {
            this(classes, new double[classes][6]);
        }

        void add(int c, double x, double u) {
            double[] s = of[c];
            s[0]++;
            s[1] += x;
            s[2] += u;
            s[3] += x * x;
            s[4] += x * u;
            s[5] += u * u;
        }

        void write(float[] moments, int at) {
            for (int c = 0; c < classes; c++) {
                double[] s = of[c];
                double n = Math.max(1, s[0]);
                double meanX = s[1] / n;
                double meanU = s[2] / n;
                double varianceX = Math.max(0, s[3] / n - meanX * meanX);
                double varianceU = Math.max(0, s[5] / n - meanU * meanU);
                double covariance = s[4] / n - meanX * meanU;
                double slope = varianceX > 1e-12 * (1e-12 + meanX * meanX) ? covariance / varianceX : 0;
                double rest = Math.max(0, varianceU - slope * covariance);
                int to = at + c * NUMBERS;
                moments[to] = (float) meanU;
                moments[to + 1] = (float) slope;
                moments[to + 2] = (float) Math.max(1e-6, Math.sqrt(rest));
                moments[to + 3] = (float) meanX;
                moments[to + 4] = (float) Math.max(1e-6, Math.sqrt(varianceX));
            }
        }
    }

    /** All of it, {@code [TIMES, classes, NUMBERS]}. */
    float[] moments() {
        return moments.clone();
    }

    /** The moments at a time, linear between those that are known. */
    At at(double t) {
        double place = Math.clamp(t, 0, 1) * (TIMES - 1);
        int before = Math.min(TIMES - 2, (int) place);
        float share = (float) (place - before);
        int length = classes * NUMBERS;
        float[] between = new float[length];
        for (int i = 0; i < length; i++) {
            float a = moments[before * length + i];
            between[i] = a + share * (moments[(before + 1) * length + i] - a);
        }
        return new At(between);
    }

    /** The moments at one time. */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record At(float[] of) {
        /** What follows from the coordinate. */
        float velocity(int c, float x) {
            return of[c * NUMBERS] + of[c * NUMBERS + 1] * (x - of[c * NUMBERS + 3]);
        }

        /** How it changes with the coordinate. */
        float slope(int c) {
            return of[c * NUMBERS + 1];
        }

        /** The deviation of what does not. */
        float rest(int c) {
            return of[c * NUMBERS + 2];
        }

        /** The coordinate with mean 0 and deviation 1. */
        float standardized(int c, float x) {
            return (x - of[c * NUMBERS + 3]) / of[c * NUMBERS + 4];
        }

        /** How that changes with the coordinate. */
        float standardizing(int c) {
            return 1 / of[c * NUMBERS + 4];
        }
    }
}
