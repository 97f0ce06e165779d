package org.orbifold.tensor;

/**
 * A map of rows on a product of spheres, sphere by sphere, in double on the host: a row's spans are few, and what they
 * need (series near zero, care near the antipode) does not vectorise.
 */
final class SphereMap implements Primitive {
    /** One sphere's part of a map, x to y, with its base point where it has one. */
    interface Span {
        /** Computes y. */
        void forward(double[] base, double[] x, double[] y);

        /** The gradient of x from that of y. */
        void backward(double[] base, double[] x, double[] y, double[] dy, double[] dx);

        /** The map of a Euclidean coordinate: x, x - base, or x + base. */
        double euclidean(double base, double x);
    }

    private final Spheres spheres;
    private final Span span;
    private final Variable base;
    private final Variable x;
    private final Variable y;
    private final boolean[] euclidean;

    SphereMap(Spheres spheres, Span span, Variable base, Variable x, Variable y) {
        this.spheres = spheres;
        this.span = span;
        this.base = base;
        this.x = x;
        this.y = y;
        euclidean = spheres.euclidean();
    }

    private int rows() {
        return y.value().dim(1);
    }

    private double[] read(Tensor tensor, int row, int sphere) {
        double[] values = new double[spheres.length(sphere)];
        long at = (long) row * spheres.columns() + spheres.offset(sphere);
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(at + i);
        }
        return values;
    }

    @Override
    public void forward() {
        for (int r = 0; r < rows(); r++) {
            for (int k = 0; k < spheres.count(); k++) {
                double[] result = new double[spheres.length(k)];
                span.forward(read(base.value(), r, k), read(x.value(), r, k), result);
                long at = (long) r * spheres.columns() + spheres.offset(k);
                for (int i = 0; i < result.length; i++) {
                    y.value().set(at + i, result[i]);
                }
            }
            for (int c = 0; c < euclidean.length; c++) {
                long at = (long) r * spheres.columns() + c;
                if (euclidean[c]) {
                    y.value()
                            .set(
                                    at,
                                    span.euclidean(
                                            base.value().get(at), x.value().get(at)));
                }
            }
        }
    }

    @Override
    public void backward() {
        x.beginAccumulation();
        Tensor dx = x.gradient();
        for (int r = 0; r < rows(); r++) {
            for (int k = 0; k < spheres.count(); k++) {
                double[] gradient = new double[spheres.length(k)];
                span.backward(
                        read(base.value(), r, k),
                        read(x.value(), r, k),
                        read(y.value(), r, k),
                        read(y.gradient(), r, k),
                        gradient);
                long at = (long) r * spheres.columns() + spheres.offset(k);
                for (int i = 0; i < gradient.length; i++) {
                    dx.set(at + i, dx.get(at + i) + gradient[i]);
                }
            }
            for (int c = 0; c < euclidean.length; c++) {
                long at = (long) r * spheres.columns() + c;
                if (euclidean[c]) {
                    dx.set(at, dx.get(at) + y.gradient().get(at));
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** {@code x / |x|}; a vector of zeros stays. */
    static final Span NORMALIZE = new Span() {
        @Override
        public void forward(double[] base, double[] x, double[] y) {
            double norm = Math.sqrt(dot(x, x));
            for (int i = 0; i < x.length; i++) {
                y[i] = norm == 0 ? 0 : x[i] / norm;
            }
        }

        @Override
        public void backward(double[] base, double[] x, double[] y, double[] dy, double[] dx) {
            double norm = Math.sqrt(dot(x, x));
            double along = dot(y, dy);
            for (int i = 0; i < x.length; i++) {
                dx[i] = norm == 0 ? 0 : (dy[i] - along * y[i]) / norm;
            }
        }

        @Override
        public double euclidean(double base, double x) {
            return x;
        }
    };

    /**
     * {@code log_b x = theta u / |u|} with {@code u = x - <x, b> b} and {@code theta = atan2(|u|, <x, b>)}, for a unit
     * vector b and any x: the length of x does not matter to theta, and does to u, which theta's division undoes.
     */
    static final Span LOG = new Span() {
        // Below this, theta / sin theta and its like by their series.
        private static final double SMALL = 1e-4;

        private double[] across(double[] b, double[] x, double cosine) {
            double[] u = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                u[i] = x[i] - cosine * b[i];
            }
            return u;
        }

        @Override
        public void forward(double[] b, double[] x, double[] y) {
            double cosine = dot(x, b);
            double[] u = across(b, x, cosine);
            double sine = Math.sqrt(dot(u, u));
            double factor = factor(sine, cosine);
            for (int i = 0; i < x.length; i++) {
                y[i] = factor * u[i];
            }
        }

        // theta / |u|
        private double factor(double sine, double cosine) {
            if (sine < SMALL * Math.abs(cosine) && cosine > 0) {
                double tangent = sine / cosine;
                return (1 - tangent * tangent / 3) / cosine;
            }
            return sine == 0 ? 0 : Math.atan2(sine, cosine) / sine;
        }

        // Of factor(s, c) the derivative by s, over s, is the slope; that by c is -1 / (s^2 + c^2).
        @Override
        public void backward(double[] b, double[] x, double[] y, double[] dy, double[] dx) {
            double cosine = dot(x, b);
            double[] u = across(b, x, cosine);
            double sine = Math.sqrt(dot(u, u));
            double factor = factor(sine, cosine);
            double square = sine * sine + cosine * cosine;
            double slope = sine < SMALL * Math.abs(cosine)
                    ? -2 / (3 * cosine * cosine * cosine)
                    : (cosine / (sine * square) - Math.atan2(sine, cosine) / (sine * sine)) / sine;
            double along = dot(dy, u);
            double onBase = dot(dy, b);
            for (int i = 0; i < x.length; i++) {
                double onU = square == 0 ? 0 : along * (slope * u[i] - b[i] / square);
                dx[i] = factor * (dy[i] - onBase * b[i]) + onU;
            }
        }

        @Override
        public double euclidean(double base, double x) {
            return x - base;
        }
    };

    /** {@code exp_b x = cos|x| b + (sin|x| / |x|) x} for a tangent vector x. */
    static final Span EXP = new Span() {
        private static final double SMALL = 1e-4;

        private double sinc(double r) {
            return r < SMALL ? 1 - r * r / 6 : Math.sin(r) / r;
        }

        @Override
        public void forward(double[] b, double[] x, double[] y) {
            double r = Math.sqrt(dot(x, x));
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.cos(r) * b[i] + sinc(r) * x[i];
            }
        }

        @Override
        public void backward(double[] b, double[] x, double[] y, double[] dy, double[] dx) {
            double r = Math.sqrt(dot(x, x));
            double slope = r < SMALL ? -1.0 / 3 : (Math.cos(r) - sinc(r)) / (r * r);
            double along = slope * dot(dy, x) - sinc(r) * dot(dy, b);
            for (int i = 0; i < x.length; i++) {
                dx[i] = sinc(r) * dy[i] + along * x[i];
            }
        }

        @Override
        public double euclidean(double base, double x) {
            return base + x;
        }
    };
}
