package org.orbifold.tensor;

import org.apache.commons.numbers.gamma.Erfc;

/** Functions applied to every element after a linear map, in double: the definition that every kernel is held to. */
public enum Pointwise {
    IDENTITY {
        @Override
        public double value(double x) {
            return x;
        }

        @Override
        public double derivative(double x, double y) {
            return 1;
        }
    },
    /** max(0, x); the derivative at 0 is 0. */
    RELU {
        @Override
        public double value(double x) {
            return Math.max(0, x);
        }

        @Override
        public double derivative(double x, double y) {
            return x > 0 ? 1 : 0;
        }
    },
    /** x for x &gt; 0, else {@value #LEAKY_SLOPE} x. */
    LEAKY_RELU {
        @Override
        public double value(double x) {
            return x > 0 ? x : LEAKY_SLOPE * x;
        }

        @Override
        public double derivative(double x, double y) {
            return x > 0 ? 1 : LEAKY_SLOPE;
        }
    },
    TANH {
        @Override
        public double value(double x) {
            return Math.tanh(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 - y * y;
        }
    },
    /** 1 / (1 + exp(-x)). */
    SIGMOID {
        @Override
        public double value(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        @Override
        public double derivative(double x, double y) {
            return y * (1 - y);
        }
    },
    /** x Phi(x) with the exact normal distribution function (Hendrycks and Gimpel 2016, eq. 1). */
    GELU {
        @Override
        public double value(double x) {
            return x * normalDistribution(x);
        }

        @Override
        public double derivative(double x, double y) {
            return normalDistribution(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        }
    };

    /** The slope of the leaky ReLU below zero. */
    public static final double LEAKY_SLOPE = 0.01;

    /** The function at {@code x}. */
    public abstract double value(double x);

    /** The derivative at {@code x}, where the function is {@code y}. */
    public abstract double derivative(double x, double y);

    private static double normalDistribution(double x) {
        return 0.5 * Erfc.value(-x / Math.sqrt(2));
    }
}
