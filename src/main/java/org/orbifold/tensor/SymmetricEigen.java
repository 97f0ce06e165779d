package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/**
 * Eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix, by LAPACK.
 */
public final class SymmetricEigen {
    private final double[] values;
    private final double[][] vectors;

    private SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes a matrix.
     *
     * @param matrix {@code [n, n]} in double, symmetric; unchanged
     */
    public static SymmetricEigen of(Tensor matrix) {
        INDArray columns = matrix.array().dup('f');
        INDArray values = Eigen.symmetricGeneralizedEigenvalues(columns, true);
        return new SymmetricEigen(values.toDoubleVector(), columns.transpose().toDoubleMatrix());
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }

    /** Eigenvalue {@code i}, from the smallest. */
    public double value(int i) {
        return values[i];
    }

    /** Its eigenvector, of norm 1. */
    public double[] vector(int i) {
        return vectors[i].clone();
    }
}
