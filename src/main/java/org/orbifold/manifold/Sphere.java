package org.orbifold.manifold;

import java.util.random.RandomGenerator;

/**
 * The unit sphere S^n in R^(n+1). The incoming weights of a neuron with m inputs lie on S^(m-1).
 *
 * <p>What leads from x to y is told by {@code u = y - <x, y> x} and {@code theta = atan2(|u|, <x, y>)}, which keeps its
 * digits at every angle; the angle by an arc cosine loses them near 0 and pi, and so does theta / sin(theta) near pi.
 *
 * <p>No shortest geodesic to the antipode -x is better than another. The one taken sets out towards the coordinate axis
 * that is most nearly orthogonal to x, the first of several: the positive axis of x's smallest absolute coordinate. It is
 * taken nearer than 1e-8 to the antipode too, where rounding turns the direction of u by as much. So {@link #log} jumps at
 * the antipode, on the circle S^1 too.
 *
 * <p>S^0 is the two points 1 and -1, with nothing between: its tangent vectors are 0, {@code log_x y} is 0 and the
 * geodesic from x to y stays at x, for y = -x as well. The distance of the two is pi, as of all antipodes, so that costs
 * made of distances stay finite.
 *
 * @param dimension n, one less than the number of coordinates; at least 0
 */
public record Sphere(int dimension) implements Manifold {
    /** Points nearer than this to the antipode are taken for it. */
    private static final double ANTIPODE = 1e-8;

    public Sphere {
        if (dimension < 0) {
            throw new IllegalArgumentException("dimension " + dimension);
        }
    }

    @Override
    public int ambientDimension() {
        return dimension + 1;
    }

    /**
     * The natural logarithm of the sphere's area, {@code 2 pi^((n+1)/2) / Gamma((n+1)/2)}: minus that of the uniform
     * density. For S^0, log 2.
     */
    public double logArea() {
        double log = Math.log(dimension % 2 == 0 ? 2 : 2 * Math.PI);
        for (int n = dimension; n > 1; n -= 2) {
            log += Math.log(2 * Math.PI / (n - 1));
        }
        return log;
    }

    /** {@code cos|v| x + (sin|v| / |v|) v}, over its norm. */
    @Override
    public <A> void exp(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        double angle = Math.sqrt(dot(on, v, vAt, v, vAt));
        double onX = Math.cos(angle);
        double onV = sinc(angle);
        for (int i = 0; i <= dimension; i++) {
            on.set(out, outAt + i, onX * on.get(x, xAt + i) + onV * on.get(v, vAt + i));
        }
        project(on, out, outAt, out, outAt);
    }

    /** {@code theta u / |u|}. */
    @Override
    public <A> void log(Coordinates<A> on, A x, int xAt, A y, int yAt, A out, int outAt) {
        log(on, 1, x, xAt, y, yAt, out, outAt);
    }

    private <A> void log(Coordinates<A> on, double stretch, A x, int xAt, A y, int yAt, A out, int outAt) {
        double along = along(on, x, xAt, y, yAt);
        double across = across(on, along, x, xAt, y, yAt);
        if (isAntipode(along, across)) {
            A axis = axis(on, x, xAt);
            log(on, stretch(on, along, across, x, xAt, axis), x, xAt, axis, 0, out, outAt);
            return;
        }
        double onU = stretch * angleOverAcross(along, across);
        for (int i = 0; i <= dimension; i++) {
            on.set(out, outAt + i, onU * (on.get(y, yAt + i) - along * on.get(x, xAt + i)));
        }
    }

    /** {@code v + <v, e> ((cos(theta) - 1) e - sin(theta) x)} with {@code e = u / |u|}: a turn in the geodesic's plane. */
    @Override
    public <A> void transport(Coordinates<A> on, A x, int xAt, A y, int yAt, A v, int vAt, A out, int outAt) {
        transport(on, 1, x, xAt, y, yAt, v, vAt, out, outAt);
    }

    private <A> void transport(
            Coordinates<A> on, double stretch, A x, int xAt, A y, int yAt, A v, int vAt, A out, int outAt) {
        double along = along(on, x, xAt, y, yAt);
        double across = across(on, along, x, xAt, y, yAt);
        if (isAntipode(along, across)) {
            A axis = axis(on, x, xAt);
            transport(on, stretch(on, along, across, x, xAt, axis), x, xAt, axis, 0, v, vAt, out, outAt);
            return;
        }
        double half = stretch * Math.atan2(across, along) / 2;
        double perAcross = across == 0 ? 0 : 1 / across;
        double onE = perAcross * rest(on, along, x, xAt, y, yAt, v, vAt);
        double onX = -Math.sin(2 * half) * onE;
        double onU = -2 * Math.sin(half) * Math.sin(half) * onE * perAcross;
        for (int i = 0; i <= dimension; i++) {
            double xi = on.get(x, xAt + i);
            double ui = on.get(y, yAt + i) - along * xi;
            on.set(out, outAt + i, on.get(v, vAt + i) + onU * ui + onX * xi);
        }
    }

    /** {@code cos(t theta) x + sin(t theta) u / |u|}, over its norm. */
    @Override
    public <A> void geodesic(Coordinates<A> on, A x, int xAt, A y, int yAt, double t, A out, int outAt) {
        double along = along(on, x, xAt, y, yAt);
        double across = across(on, along, x, xAt, y, yAt);
        if (isAntipode(along, across)) {
            A axis = axis(on, x, xAt);
            geodesic(on, x, xAt, axis, 0, t * stretch(on, along, across, x, xAt, axis), out, outAt);
            return;
        }
        double perAcross = t * angleOverAcross(along, across);
        double onX = Math.cos(perAcross * across);
        double onU = perAcross * sinc(perAcross * across);
        for (int i = 0; i <= dimension; i++) {
            double xi = on.get(x, xAt + i);
            on.set(out, outAt + i, onX * xi + onU * (on.get(y, yAt + i) - along * xi));
        }
        project(on, out, outAt, out, outAt);
    }

    /** The angle between x and y, in [0, pi]. */
    @Override
    public <A> double distance(Coordinates<A> on, A x, int xAt, A y, int yAt) {
        double along = along(on, x, xAt, y, yAt);
        return Math.atan2(across(on, along, x, xAt, y, yAt), along);
    }

    /** {@code x / |x|}; a vector of zeros, which a tape leaves as it is, goes to the first axis. */
    @Override
    public <A> void project(Coordinates<A> on, A x, int xAt, A out, int outAt) {
        double norm = Math.sqrt(dot(on, x, xAt, x, xAt));
        for (int i = 0; i <= dimension; i++) {
            double axis = i == 0 ? 1 : 0;
            on.set(out, outAt + i, norm == 0 ? axis : on.get(x, xAt + i) / norm);
        }
    }

    /** {@code v - <x, v> x}. */
    @Override
    public <A> void projectTangent(Coordinates<A> on, A x, int xAt, A v, int vAt, A out, int outAt) {
        double along = along(on, x, xAt, v, vAt);
        for (int i = 0; i <= dimension; i++) {
            on.set(out, outAt + i, on.get(v, vAt + i) - along * on.get(x, xAt + i));
        }
    }

    /** Uniform on the sphere: independent normal numbers, over their norm. */
    @Override
    public <A> void randomPoint(RandomGenerator random, Coordinates<A> on, A out, int outAt) {
        for (int i = 0; i <= dimension; i++) {
            on.set(out, outAt + i, random.nextGaussian());
        }
        project(on, out, outAt, out, outAt);
    }

    private <A> double dot(Coordinates<A> on, A x, int xAt, A y, int yAt) {
        double sum = 0;
        for (int i = 0; i <= dimension; i++) {
            sum += on.get(x, xAt + i) * on.get(y, yAt + i);
        }
        return sum;
    }

    /** {@code <y - along x, v>}. */
    private <A> double rest(Coordinates<A> on, double along, A x, int xAt, A y, int yAt, A v, int vAt) {
        double sum = 0;
        for (int i = 0; i <= dimension; i++) {
            sum += (on.get(y, yAt + i) - along * on.get(x, xAt + i)) * on.get(v, vAt + i);
        }
        return sum;
    }

    /**
     * {@code <x, y>}, orthogonalised a second time: u = y - along x is orthogonal to x though the sum was rounded and x
     * is as long as floats let it be. Near the antipode u is short, and either would turn it out of the tangent space.
     */
    private <A> double along(Coordinates<A> on, A x, int xAt, A y, int yAt) {
        double along = dot(on, x, xAt, y, yAt);
        return along + rest(on, along, x, xAt, y, yAt, x, xAt);
    }

    /** {@code |u| = |y - along x|}. */
    private <A> double across(Coordinates<A> on, double along, A x, int xAt, A y, int yAt) {
        double sum = 0;
        for (int i = 0; i <= dimension; i++) {
            double u = on.get(y, yAt + i) - along * on.get(x, xAt + i);
            sum += u * u;
        }
        return Math.sqrt(sum);
    }

    /** {@code theta / |u|}, to its last digits at small angles too; for u = 0, whatever it be multiplied with, 0. */
    private static double angleOverAcross(double along, double across) {
        return across == 0 ? 0 : Math.atan2(across, along) / across;
    }

    private static double sinc(double angle) {
        return angle == 0 ? 1 : Math.sin(angle) / angle;
    }

    private boolean isAntipode(double along, double across) {
        return dimension > 0 && across < -ANTIPODE * along;
    }

    /** The axis towards which the geodesic to the antipode sets out. */
    private <A> A axis(Coordinates<A> on, A x, int xAt) {
        int smallest = 0;
        for (int i = 1; i <= dimension; i++) {
            if (Math.abs(on.get(x, xAt + i)) < Math.abs(on.get(x, xAt + smallest))) {
                smallest = i;
            }
        }
        A axis = on.zeros(dimension + 1);
        on.set(axis, smallest, 1);
        return axis;
    }

    /** How many times as far as the axis the antipode is. */
    private <A> double stretch(Coordinates<A> on, double along, double across, A x, int xAt, A axis) {
        return Math.atan2(across, along) / distance(on, x, xAt, axis, 0);
    }
}
