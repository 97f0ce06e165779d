package org.orbifold.align;

import java.util.Arrays;

/**
 * The Sinkhorn operator (Sinkhorn 1964; Mena et al. 2018): of a square matrix X the doubly stochastic matrix
 * {@code S = diag(e^f) e^(X / temperature) diag(e^g)}, which maximises {@code <X, S> + temperature entropy(S)} over the
 * Birkhoff polytope. In the log domain: f and g absorb what would not fit numbers. Its gradient is that of the fixed point,
 * not of the steps that led there (Eisenberger et al. 2022).
 */
final class SinkhornOperator {
    /** Scalings whose logarithms are beyond this are absorbed. */
    private static final double ABSORB = 30;

    private final int n;
    private final double tolerance;
    private final int iterations;

    /**
     * What became of a matrix.
     *
     * @param plan S, row by row
     * @param error the largest difference of a row's sum from 1; columns sum to 1
     * @param iterations that were made
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Result(double[] plan, double error, int iterations) {}

    /**
     * An operator on matrices {@code [n, n]}.
     *
     * @param tolerance of the rows' sums
     * @param iterations the most that are made
     */
    SinkhornOperator(int n, double tolerance, int iterations) {
        this.n = n;
        this.tolerance = tolerance;
        this.iterations = iterations;
    }

    /** S of a matrix X. */
    Result apply(double[] x, double temperature) {
        double[] f = new double[n];
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            double max = Arrays.stream(x, i * n, (i + 1) * n).max().orElseThrow();
            f[i] = -max / temperature;
        }
        double[] kernel = new double[n * n];
        fill(kernel, x, temperature, f, g);
        double[] u = ones();
        double[] v = ones();
        int iteration = 0;
        double error = Double.POSITIVE_INFINITY;
        while (iteration < iterations && error > tolerance) {
            iteration++;
            divide(multiply(kernel, v), u);
            divide(multiplyTransposed(kernel, u), v);
            error = 0;
            double[] sums = multiply(kernel, v);
            for (int i = 0; i < n; i++) {
                error = Math.max(error, Math.abs(u[i] * sums[i] - 1));
            }
            if (isExtreme(u) || isExtreme(v)) {
                absorb(u, f);
                absorb(v, g);
                fill(kernel, x, temperature, f, g);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                kernel[i * n + j] *= u[i] * v[j];
            }
        }
        return new Result(kernel, error, iteration);
    }

    private double[] ones() {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private void fill(double[] kernel, double[] x, double temperature, double[] f, double[] g) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                kernel[i * n + j] = Math.exp(x[i * n + j] / temperature + f[i] + g[j]);
            }
        }
    }

    private static boolean isExtreme(double[] scaling) {
        return Arrays.stream(scaling).anyMatch(s -> !(Math.abs(Math.log(s)) < ABSORB));
    }

    /** Moves scalings to the potentials; one that overflowed begins again. */
    private static void absorb(double[] scaling, double[] potential) {
        for (int i = 0; i < scaling.length; i++) {
            potential[i] += Math.clamp(Math.log(scaling[i]), -300, 300);
            scaling[i] = 1;
        }
    }

    private static void divide(double[] sums, double[] result) {
        Arrays.setAll(result, i -> 1 / Math.max(sums[i], Double.MIN_NORMAL));
    }

    private double[] multiply(double[] matrix, double[] vector) {
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += matrix[i * n + j] * vector[j];
            }
            product[i] = sum;
        }
        return product;
    }

    private double[] multiplyTransposed(double[] matrix, double[] vector) {
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            double factor = vector[i];
            for (int j = 0; j < n; j++) {
                product[j] += matrix[i * n + j] * factor;
            }
        }
        return product;
    }

    /**
     * The gradient by X, given that by S: {@code S * (G - a 1^T - 1 b^T) / temperature}, where a and b are such that its rows
     * and columns sum to 0. They solve a linear system with {@code I - S^T S}, by conjugate gradients.
     */
    double[] gradient(double[] plan, double[] gradient, double temperature) {
        double[] rows = new double[n];
        double[] columns = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double part = plan[i * n + j] * gradient[i * n + j];
                rows[i] += part;
                columns[j] += part;
            }
        }
        double[] right = multiplyTransposed(plan, rows);
        Arrays.setAll(right, j -> columns[j] - right[j]);
        double[] b = solve(plan, right);
        double[] moved = multiply(plan, b);
        double[] result = new double[n * n];
        for (int i = 0; i < n; i++) {
            double a = rows[i] - moved[i];
            for (int j = 0; j < n; j++) {
                int at = i * n + j;
                result[at] = plan[at] * (gradient[at] - a - b[j]) / temperature;
            }
        }
        return result;
    }

    /** {@code (I - S^T S) b = right}, orthogonal to the ones, which it maps to 0. */
    private double[] solve(double[] plan, double[] right) {
        double[] b = new double[n];
        double[] residual = right.clone();
        center(residual);
        double[] direction = residual.clone();
        double norm = dot(residual, residual);
        double enough = 1e-24 * norm;
        for (int k = 0; k < 2 * n && norm > enough && norm > 0; k++) {
            double[] image = multiplyTransposed(plan, multiply(plan, direction));
            double[] of = direction;
            Arrays.setAll(image, i -> of[i] - image[i]);
            double curvature = dot(direction, image);
            if (!(curvature > 1e-14 * dot(direction, direction))) {
                break;
            }
            double step = norm / curvature;
            for (int i = 0; i < n; i++) {
                b[i] += step * direction[i];
                residual[i] -= step * image[i];
            }
            center(residual);
            double next = dot(residual, residual);
            double keep = next / norm;
            for (int i = 0; i < n; i++) {
                direction[i] = residual[i] + keep * direction[i];
            }
            norm = next;
        }
        return b;
    }

    private static void center(double[] vector) {
        double mean = Arrays.stream(vector).average().orElse(0);
        Arrays.setAll(vector, i -> vector[i] - mean);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
