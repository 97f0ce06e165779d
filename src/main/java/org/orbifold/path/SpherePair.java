package org.orbifold.path;

import java.util.Arrays;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Sphere;

/**
 * Where two canonical networks lie on one sphere of their product: a hidden neuron's incoming weights, or all weights of
 * the last layer.
 *
 * @param layer the linear layer, from 0; of other networks the scale, as {@link org.orbifold.symmetry.CanonicalForm#spheres} counts
 * @param neuron of a hidden layer; 0 for the last layer
 * @param x of A, of norm 1
 * @param y of B, of norm 1
 * @param biasX the canonical bias of A's neuron; 0 for the last layer
 * @param biasY that of B's
 * @param angle between the points, in [0, pi]: the length of the geodesic
 */
@SuppressWarnings("ArrayRecordComponent") // points as Sphere takes them; never compared
public record SpherePair(int layer, int neuron, double[] x, double[] y, double biasX, double biasY, double angle) {
    /** Points farther apart than this, in radians, are all but antipodes: 179 degrees. */
    public static final double ANTIPODAL = Math.toRadians(179);

    /** The dimension of the sphere: one less than the number of weights. */
    public int dimension() {
        return x.length - 1;
    }

    /** Two points of norm 1, with their angle. */
    public static SpherePair of(int layer, int neuron, double[] x, double[] y, double biasX, double biasY) {
        double angle = new Sphere(x.length - 1).distance(Coordinates.DOUBLE, x, 0, y, 0);
        return new SpherePair(layer, neuron, x, y, biasX, biasY, angle);
    }

    /** Whether the direction of the geodesic hangs on next to nothing. */
    public boolean isAntipodal() {
        return angle > ANTIPODAL;
    }

    /** Whether they are the two points of S^0, between which there is no geodesic. */
    public boolean isDisconnected() {
        return dimension() == 0 && x[0] != y[0];
    }

    /** The geodesic's point a share t of the way. */
    public double[] onGeodesic(double t) {
        double[] point = new double[x.length];
        new Sphere(dimension()).geodesic(Coordinates.DOUBLE, x, 0, y, 0, t, point, 0);
        return point;
    }

    /** The chord's point {@code (1 - t) x + t y}, inside the sphere. */
    public double[] onChord(double t) {
        double[] point = new double[x.length];
        Arrays.setAll(point, k -> (1 - t) * x[k] + t * y[k]);
        return point;
    }

    /** The norm of the chord's midpoint: {@code cos(angle / 2)}, 1 where the points are the same and 0 at antipodes. */
    public double midpointNorm() {
        return Math.sqrt(Arrays.stream(onChord(0.5)).map(c -> c * c).sum());
    }

    /** The great circle through both points. */
    public GreatCircle greatCircle() {
        return GreatCircle.through(x, y);
    }
}
