package org.orbifold.flow;

import java.util.List;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.SymmetricEigen;
import org.orbifold.tensor.Tensor;

/**
 * The plane through the mean of points along the two directions in which they differ most: a fixed view of a space of
 * many dimensions, with what it shows of the points' variance.
 */
public final class PrincipalPlane {
    /** Points that the directions are found from, at most: evenly spread over those given. */
    private static final int MOST = 1000;

    /**
     * The foot of a point's perpendicular to the plane, in the plane's coordinates: as long as in the space.
     *
     * @param x along the first direction
     * @param y along the second
     */
    public record Place(double x, double y) {}

    private final double[] mean;
    private final double[][] directions;
    private final double[] shares;

    private PrincipalPlane(double[] mean, double[][] directions, double[] shares) {
        this.mean = mean;
        this.directions = directions;
        this.shares = shares;
    }

    /**
     * The plane of points, by the Gram matrix of the centred ones. The largest coordinate of each direction is positive,
     * so that equal points give equal planes.
     *
     * @param points three or more, of the same number of coordinates
     */
    public static PrincipalPlane of(List<float[]> points) {
        int n = Math.min(points.size(), MOST);
        int dimension = points.getFirst().length;
        float[][] rows = new float[n][];
        double[] mean = new double[dimension];
        for (int k = 0; k < n; k++) {
            rows[k] = points.get((int) ((long) k * points.size() / n));
            for (int i = 0; i < dimension; i++) {
                mean[i] += rows[k][i] / n;
            }
        }
        float[] centred = new float[n * dimension];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < dimension; i++) {
                centred[k * dimension + i] = (float) (rows[k][i] - mean[i]);
            }
        }
        try (Tensor matrix = Tensor.matrix(n, dimension, centred);
                Tensor gram = new Tensor(Precision.DOUBLE, n, n)) {
            Backend.get().multiply(matrix, false, matrix, true, 0, gram);
            SymmetricEigen eigen = SymmetricEigen.of(gram);
            double total = 0;
            for (int i = 0; i < n; i++) {
                total += Math.max(0, eigen.value(i));
            }
            double[][] directions = new double[2][];
            double[] shares = new double[2];
            for (int d = 0; d < 2; d++) {
                directions[d] = direction(centred, eigen.vector(n - 1 - d), dimension);
                shares[d] = total > 0 ? Math.max(0, eigen.value(n - 1 - d)) / total : 0;
            }
            return new PrincipalPlane(mean, directions, shares);
        }
    }

    /** {@code X^T u}, of length 1 unless it is 0. */
    private static double[] direction(float[] centred, double[] u, int dimension) {
        double[] sum = new double[dimension];
        for (int k = 0; k < u.length; k++) {
            for (int i = 0; i < dimension; i++) {
                sum[i] += u[k] * centred[k * dimension + i];
            }
        }
        double squares = 0;
        double largest = 0;
        for (double value : sum) {
            squares += value * value;
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        double factor = squares == 0 ? 0 : Math.signum(largest) / Math.sqrt(squares);
        for (int i = 0; i < dimension; i++) {
            sum[i] *= factor;
        }
        return sum;
    }

    /** The share of the points' variance along direction 0 or 1. */
    public double share(int direction) {
        return shares[direction];
    }

    /** Where a point is seen. */
    public Place place(float[] point) {
        double[] at = new double[2];
        for (int d = 0; d < 2; d++) {
            for (int i = 0; i < mean.length; i++) {
                at[d] += (point[i] - mean[i]) * directions[d][i];
            }
        }
        return new Place(at[0], at[1]);
    }
}
