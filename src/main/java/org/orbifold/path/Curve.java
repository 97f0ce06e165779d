package org.orbifold.path;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.orbifold.net.Weights;

/**
 * A path that can be trained: at every t a weighted mean of a few networks, {@code theta(t) = sum_k c_k(t) p_k}. The first
 * and the last of them are its ends, those between are its bends, which move (Garipov et al. 2018, <i>Loss surfaces, mode
 * connectivity, and fast ensembling of DNNs</i>, sec. 3).
 */
public sealed interface Curve extends Path {
    /** The points {@code p_k}, in order. */
    List<Weights> points();

    /** The weights {@code c_k(t)}, one a point; they sum to 1. At t = 0 and at t = 1 all but that end's are 0. */
    double[] coefficients(double t);

    /** The same curve with other bends, as many. */
    Curve withBends(List<Weights> bends);

    /** The length: the integral of the speed {@code |theta'(t)|} over t. */
    double length();

    /** The energy: the integral of the squared speed over t. The squared length at least, and that at constant speed. */
    double energy();

    /** The points between the ends. */
    default List<Weights> bends() {
        return points().subList(1, points().size() - 1);
    }

    @Override
    default Weights at(double t) {
        return WeightVectors.mixture(points(), coefficients(t));
    }

    /**
     * The quadratic Bezier curve {@code (1 - t)^2 a + 2 t (1 - t) control + t^2 b}.
     *
     * @param control the bend: the curve leaves {@code a} towards it and comes to {@code b} from it
     */
    record Bezier(Weights a, Weights control, Weights b) implements Curve {
        /** A change of the velocity, as a share of itself, below which the closed form of the length loses digits. */
        private static final double ALMOST_STEADY = 1e-4;

        /** The straight path as such a curve, at constant speed. */
        public static Bezier straight(Weights a, Weights b) {
            return new Bezier(a, a.lerp(b, 0.5), b);
        }

        @Override
        public List<Weights> points() {
            return List.of(a, control, b);
        }

        @Override
        public double[] coefficients(double t) {
            return new double[] {(1 - t) * (1 - t), 2 * t * (1 - t), t * t};
        }

        @Override
        public Bezier withBends(List<Weights> bends) {
            return new Bezier(a, bends.getFirst(), b);
        }

        /**
         * {@inheritDoc}
         *
         * <p>The velocity is {@code 2 (u + t w)} with {@code u = control - a} and {@code w = b - control - u}, and the speed
         * {@code 2 |w| sqrt((t - t0)^2 + h^2)}: integrated in closed form; by Simpson's rule where w is next to nothing.
         */
        @Override
        public double length() {
            double[] u = WeightVectors.difference(a, control);
            double[] v = WeightVectors.difference(control, b);
            double uu = WeightVectors.dot(u, u);
            double uv = WeightVectors.dot(u, v);
            double vv = WeightVectors.dot(v, v);
            double uw = uv - uu;
            double ww = Math.max(0, vv - 2 * uv + uu);
            if (ww <= ALMOST_STEADY * ALMOST_STEADY * uu) {
                return (Math.sqrt(uu) + 2 * Math.sqrt(uu + 2 * uv + vv) + Math.sqrt(vv)) / 3;
            }
            double t0 = -uw / ww;
            double h = Math.sqrt(Math.max(0, uu / ww - t0 * t0));
            return Math.sqrt(ww) * (twiceIntegral(1 - t0, h) - twiceIntegral(-t0, h));
        }

        /** Twice the integral of {@code sqrt(x^2 + h^2)} from 0 to s. */
        private static double twiceIntegral(double s, double h) {
            double root = Math.hypot(s, h);
            double area = h == 0 ? 0 : h * h * Math.log((Math.abs(s) + root) / h);
            return s * root + Math.signum(s) * area;
        }

        @Override
        public double energy() {
            double[] u = WeightVectors.difference(a, control);
            double[] v = WeightVectors.difference(control, b);
            return 4 * (WeightVectors.dot(u, u) + WeightVectors.dot(u, v) + WeightVectors.dot(v, v)) / 3;
        }
    }

    /**
     * The polygonal chain through its points, from each to the next in equal shares of t.
     *
     * @param points two ends, and one bend or more between them
     */
    record Chain(List<Weights> points) implements Curve {
        /** @throws IllegalArgumentException if there is no bend */
        public Chain {
            points = List.copyOf(points);
            if (points.size() < 3) {
                throw new IllegalArgumentException("a chain through " + points.size() + " points has no bend");
            }
        }

        /** The straight path as a chain, with that many bends at equal distances. */
        public static Chain straight(Weights a, Weights b, int bends) {
            return new Chain(IntStream.rangeClosed(0, bends + 1)
                    .mapToObj(k -> a.lerp(b, (double) k / (bends + 1)))
                    .toList());
        }

        private int segments() {
            return points.size() - 1;
        }

        @Override
        public double[] coefficients(double t) {
            double[] coefficients = new double[points.size()];
            int segment = Math.min((int) (t * segments()), segments() - 1);
            double share = t * segments() - segment;
            coefficients[segment] = 1 - share;
            coefficients[segment + 1] = share;
            return coefficients;
        }

        @Override
        public Chain withBends(List<Weights> bends) {
            List<Weights> moved = new ArrayList<>(bends);
            moved.addFirst(points.getFirst());
            moved.addLast(points.getLast());
            return new Chain(moved);
        }

        @Override
        public double length() {
            return IntStream.range(0, segments()).mapToDouble(this::distance).sum();
        }

        @Override
        public double energy() {
            return segments()
                    * IntStream.range(0, segments())
                            .mapToDouble(this::distance)
                            .map(distance -> distance * distance)
                            .sum();
        }

        private double distance(int segment) {
            return points.get(segment).distance(points.get(segment + 1));
        }
    }
}
