package org.orbifold.path;

import java.util.Arrays;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Sphere;

/**
 * A great circle of a unit sphere, by angle: the origin at 0, the tangent at a right angle to it.
 *
 * @param origin of norm 1
 * @param tangent of norm 1, orthogonal to the origin
 */
@SuppressWarnings("ArrayRecordComponent") // points as Sphere takes them; never compared
public record GreatCircle(double[] origin, double[] tangent) {
    /**
     * The one through two points, the second at their distance. Points that coincide, and antipodes, lie on many: then it
     * is the one that {@link Sphere} takes to the antipode.
     *
     * @param x with 2 coordinates or more
     */
    public static GreatCircle through(double[] x, double[] y) {
        double[] tangent = unitLog(x, y);
        if (Double.isNaN(tangent[0])) {
            tangent = unitLog(x, Arrays.stream(x).map(c -> -c).toArray());
        }
        return new GreatCircle(x, tangent);
    }

    private static double[] unitLog(double[] x, double[] y) {
        double[] log = new double[x.length];
        new Sphere(x.length - 1).log(Coordinates.DOUBLE, x, 0, y, 0, log, 0);
        double norm = Math.sqrt(dot(log, log));
        return Arrays.stream(log).map(c -> c / norm).toArray();
    }

    /** The point at an angle, in radians. */
    public double[] point(double angle) {
        double[] point = new double[origin.length];
        Arrays.setAll(point, k -> Math.cos(angle) * origin[k] + Math.sin(angle) * tangent[k]);
        return point;
    }

    /**
     * A point of S^2 beside the circle.
     *
     * @param angle along the circle, in radians
     * @param aside from there at a right angle to it, to the left
     */
    public double[] point(double angle, double aside) {
        double[] on = point(angle);
        double[] point = new double[3];
        for (int k = 0; k < 3; k++) {
            int i = (k + 1) % 3;
            int j = (k + 2) % 3;
            double pole = origin[i] * tangent[j] - origin[j] * tangent[i];
            point[k] = Math.cos(aside) * on[k] + Math.sin(aside) * pole;
        }
        return point;
    }

    /** The angle of a point, or of what a point of the sphere or of a chord casts on the circle's plane. */
    public double angle(double[] point) {
        return Math.atan2(across(point), along(point));
    }

    /** The coordinate of a point towards the origin. */
    public double along(double[] point) {
        return dot(point, origin);
    }

    /** The coordinate of a point towards the tangent. */
    public double across(double[] point) {
        return dot(point, tangent);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }
}
