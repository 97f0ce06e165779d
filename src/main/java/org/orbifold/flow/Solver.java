package org.orbifold.flow;

/** An explicit Runge-Kutta method: its Butcher tableau. */
@SuppressWarnings("ImmutableEnumChecker") // tables that are only read
public enum Solver {
    EULER("euler", new double[][] {}, 1),
    HEUN("heun", new double[][] {{1}}, 0.5, 0.5),
    RK4("rk4", new double[][] {{0.5}, {0, 0.5}, {0, 0, 1}}, 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0),
    /** The fifth-order weights of Dormand and Prince (1980), with fixed steps. */
    DOPRI5(
            "dopri5",
            new double[][] {
                {1 / 5.0},
                {3 / 40.0, 9 / 40.0},
                {44 / 45.0, -56 / 15.0, 32 / 9.0},
                {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
                {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0}
            },
            35 / 384.0,
            0,
            500 / 1113.0,
            125 / 192.0,
            -2187 / 6784.0,
            11 / 84.0);

    private final String id;
    private final double[][] stages;
    private final double[] weights;

    Solver(String id, double[][] stages, double... weights) {
        this.id = id;
        this.stages = stages;
        this.weights = weights;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** Evaluations of the field a step. */
    public int stages() {
        return weights.length;
    }

    /** The share of velocity j in the step to stage i, from 1. */
    double share(int i, int j) {
        return stages[i - 1][j];
    }

    /** The time of stage i, from 0, as a share of the step. */
    double node(int i) {
        double sum = 0;
        for (int j = 0; j < i; j++) {
            sum += stages[i - 1][j];
        }
        return sum;
    }

    /** The share of velocity i in the whole step. */
    double weight(int i) {
        return weights[i];
    }
}
