package org.orbifold.path;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;

/**
 * A plane in weight space, {@code theta(x, y) = origin + x u + y v}: through three networks, with orthonormal u and v, or
 * along two random directions.
 */
public final class WeightPlane {
    /** Three networks whose triangle is flatter than this, height over longest leg, are on one line but for rounding. */
    private static final double FLAT = 1e-5;

    private final Weights origin;
    private final double[] u;
    private final double[] v;
    private final Optional<Long> seed;

    private WeightPlane(Weights origin, double[] u, double[] v, Optional<Long> seed) {
        this.origin = origin;
        this.u = u;
        this.v = v;
        this.seed = seed;
    }

    /**
     * Where a network is seen from a plane.
     *
     * @param x of its orthogonal projection
     * @param y of its orthogonal projection
     * @param distance from the plane
     */
    public record Place(double x, double y, double distance) {}

    /**
     * The plane through three networks (Garipov et al. 2018, app. A.4): u from a to b, v at a right angle to it towards c.
     *
     * @throws Fault if they are of several architectures, or on one line
     */
    public static WeightPlane through(Weights a, Weights b, Weights c) {
        requireSameShape(a, b);
        requireSameShape(a, c);
        double[] u = WeightVectors.difference(a, b);
        double[] v = WeightVectors.difference(a, c);
        double toB = norm(u);
        double toC = norm(v);
        if (toB == 0 || toC == 0 || b.equals(c)) {
            throw new Fault("no plane: two of the three networks are the same");
        }
        scale(u, 1 / toB);
        double along = WeightVectors.dot(u, v);
        for (int i = 0; i < v.length; i++) {
            v[i] -= along * u[i];
        }
        double height = norm(v);
        if (height <= FLAT * Math.max(toB, toC)) {
            throw new Fault("no plane: the three networks are on one line");
        }
        scale(v, 1 / height);
        return new WeightPlane(a, u, v, Optional.empty());
    }

    /**
     * The plane of two random directions from a network, filter-normalised (Li et al. 2018, <i>Visualizing the loss landscape
     * of neural nets</i>, sec. 4): normal weights, each neuron's row, or filter, scaled to the norm of the network's; all others 0.
     *
     * @throws Fault if the directions coincide: those of very few weights may, those of none but zeros do
     */
    public static WeightPlane random(Weights network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] u = direction(network, random);
        double[] v = direction(network, random);
        double uv = WeightVectors.dot(u, v);
        if (!(Math.abs(uv) < (1 - FLAT) * norm(u) * norm(v))) {
            throw new Fault("no plane: the directions of seed " + seed + " are on one line");
        }
        return new WeightPlane(network, u, v, Optional.of(seed));
    }

    private static double[] direction(Weights network, SplittableRandom random) {
        Architecture architecture = network.architecture();
        double[] direction = new double[architecture.parameters()];
        for (ParameterTensor tensor : architecture.tensors()) {
            for (int row = 0; row < tensor.rows() && tensor.role() == Layer.Role.WEIGHT; row++) {
                int from = tensor.offset() + row * tensor.columns();
                double drawn = 0;
                double own = 0;
                for (int i = from; i < from + tensor.columns(); i++) {
                    direction[i] = random.nextGaussian();
                    drawn += direction[i] * direction[i];
                    own += (double) network.get(i) * network.get(i);
                }
                for (int i = from; i < from + tensor.columns(); i++) {
                    direction[i] *= Math.sqrt(own / drawn);
                }
            }
        }
        return direction;
    }

    private static void requireSameShape(Weights a, Weights other) {
        if (!a.architecture().equals(other.architecture())) {
            throw new Fault("the architectures differ: " + a.architecture() + " and " + other.architecture());
        }
    }

    /** The images of equally spaced points of a curve, its ends included. */
    public List<Place> track(Curve curve, int points) {
        return IntStream.range(0, points)
                .mapToObj(k -> project(curve.at((double) k / (points - 1))))
                .toList();
    }

    private static double norm(double[] x) {
        return Math.sqrt(WeightVectors.dot(x, x));
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    /** The network at x = y = 0. */
    public Weights origin() {
        return origin;
    }

    /** The seed of its directions; empty for a plane through three networks. */
    public Optional<Long> seed() {
        return seed;
    }

    double[] u() {
        return u;
    }

    double[] v() {
        return v;
    }

    /** The network at a point of the plane. */
    public Weights at(double x, double y) {
        double[] values = new double[u.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = origin.get(i) + x * u[i] + y * v[i];
        }
        return WeightVectors.wrap(origin, values);
    }

    /**
     * The orthogonal projection of a network on the plane; u and v need not be at right angles.
     *
     * @throws Fault if it is of another architecture
     */
    public Place project(Weights network) {
        requireSameShape(origin, network);
        double[] from = WeightVectors.difference(origin, network);
        double uu = WeightVectors.dot(u, u);
        double uv = WeightVectors.dot(u, v);
        double vv = WeightVectors.dot(v, v);
        double fu = WeightVectors.dot(from, u);
        double fv = WeightVectors.dot(from, v);
        double determinant = uu * vv - uv * uv;
        double x = (fu * vv - fv * uv) / determinant;
        double y = (fv * uu - fu * uv) / determinant;
        for (int i = 0; i < from.length; i++) {
            from[i] -= x * u[i] + y * v[i];
        }
        return new Place(x, y, norm(from));
    }
}
