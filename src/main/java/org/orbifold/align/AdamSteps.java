package org.orbifold.align;

/** Adam's steps (Kingma and Ba 2015) on one array, in double. */
final class AdamSteps {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-12;

    private final double[] first;
    private final double[] second;
    private int step;

    AdamSteps(int length) {
        first = new double[length];
        second = new double[length];
    }

    /** Moves {@code x} against a gradient. */
    void apply(double[] x, double[] gradient, double rate) {
        step++;
        double bias1 = 1 - Math.pow(BETA1, step);
        double bias2 = 1 - Math.pow(BETA2, step);
        for (int i = 0; i < x.length; i++) {
            first[i] += (1 - BETA1) * (gradient[i] - first[i]);
            second[i] += (1 - BETA2) * (gradient[i] * gradient[i] - second[i]);
            x[i] -= rate * first[i] / bias1 / (Math.sqrt(second[i] / bias2) + EPSILON);
        }
    }
}
