package org.orbifold.align;

import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/** Products of matrices in double, row by row in arrays: plainly while loading the engine would take longer. */
final class DoubleProduct {
    /** Multiplications up to which loading the engine would take longer than the product. */
    private static final long PLAIN_UP_TO = 1 << 21;

    private DoubleProduct() {}

    /**
     * {@code a' b'}, where {@code '} transposes if asked.
     *
     * @param a {@code [m, k]} or, transposed, {@code [k, m]}
     * @param b {@code [k, n]} or, transposed, {@code [n, k]}
     * @return {@code [m, n]}
     */
    static double[] multiply(double[] a, boolean transposeA, double[] b, boolean transposeB, int m, int n, int k) {
        if ((long) m * n * k > PLAIN_UP_TO) {
            try (Tensor left = Tensor.matrix(transposeA ? k : m, transposeA ? m : k, a);
                    Tensor right = Tensor.matrix(transposeB ? n : k, transposeB ? k : n, b);
                    Tensor result = new Tensor(Precision.DOUBLE, m, n)) {
                Backend.get().multiply(left, transposeA, right, transposeB, 0, result);
                return result.toDoubles();
            }
        }
        double[] product = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                double factor = a[transposeA ? p * m + i : i * k + p];
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += factor * b[transposeB ? j * k + p : p * n + j];
                }
            }
        }
        return product;
    }
}
