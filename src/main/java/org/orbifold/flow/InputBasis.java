package org.orbifold.flow;

import java.util.List;
import org.orbifold.net.Examples;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.SymmetricEigen;
import org.orbifold.tensor.Tensor;

/**
 * An orthonormal basis of the input space, in which the weights that leave the input are written. In the principal
 * directions of the data, the first few carry what the network computes; along the others its inputs hardly vary, and a
 * trained network keeps there most of the noise it began with. A flow's graph network then sees the first directions
 * only, and the others follow the linear law of their class.
 */
public final class InputBasis {
    private final int inputs;
    private final int seen;

    /** Row by row the vectors of the basis; empty for the inputs themselves. */
    private final float[] vectors;

    private InputBasis(int inputs, int seen, float[] vectors) {
        if (seen < 1 || seen > inputs || (vectors.length != 0 && vectors.length != inputs * inputs)) {
            throw new IllegalArgumentException(seen + " of " + inputs + " inputs, " + vectors.length + " numbers");
        }
        this.inputs = inputs;
        this.seen = seen;
        this.vectors = vectors;
    }

    /** The inputs as they are, all of them seen. */
    public static InputBasis identity(int inputs) {
        return new InputBasis(inputs, inputs, new float[0]);
    }

    /** A basis as {@link #vectors} gave it. */
    public static InputBasis of(int inputs, int seen, float[] vectors) {
        return new InputBasis(inputs, seen, vectors.clone());
    }

    /** The eigenvectors of the inputs' second moments, the largest first; of several sets of rows, those of their sum. */
    public static InputBasis principal(List<Examples> sets, int seen) {
        int n = sets.getFirst().width();
        float[] vectors = new float[n * n];
        try (Tensor moments = new Tensor(Precision.DOUBLE, n, n)) {
            moments.fill(0);
            for (Examples examples : sets) {
                try (Tensor rows = Tensor.matrix(examples.rows(), n, examples.features())) {
                    Backend.get().multiply(rows, true, rows, false, 1, moments);
                }
            }
            SymmetricEigen eigen = SymmetricEigen.of(moments);
            for (int k = 0; k < n; k++) {
                double[] vector = eigen.vector(n - 1 - k);
                for (int i = 0; i < n; i++) {
                    vectors[k * n + i] = (float) vector[i];
                }
            }
        }
        return new InputBasis(n, Math.min(seen, n), vectors);
    }

    /** Whether it is of the inputs as they are, all of them seen. */
    boolean isIdentity() {
        return vectors.length == 0 && seen == inputs;
    }

    /** The dimension of the input space. */
    public int inputs() {
        return inputs;
    }

    /** How many of the directions, from the first, a graph network sees. */
    public int seen() {
        return seen;
    }

    /** Row by row the vectors {@code [inputs, inputs]}; empty for the inputs themselves. */
    public float[] vectors() {
        return vectors.clone();
    }

    /**
     * Writes the first rows of arrays in this basis, in place.
     *
     * @param rows of each array, {@code [rows, inputs]} from its beginning on
     * @param into whether into this basis, or back
     */
    void rotate(List<float[]> arrays, int rows, boolean into) {
        if (vectors.length == 0 || arrays.isEmpty()) {
            return;
        }
        int length = rows * inputs;
        try (Tensor turn = new Tensor(Precision.FLOAT, inputs, inputs);
                Tensor from = new Tensor(Precision.FLOAT, (long) arrays.size() * rows, inputs);
                Tensor to = new Tensor(Precision.FLOAT, (long) arrays.size() * rows, inputs)) {
            turn.write(vectors, 0, 0, vectors.length);
            for (int k = 0; k < arrays.size(); k++) {
                from.write(arrays.get(k), 0, (long) k * length, length);
            }
            Backend.get().multiply(from, false, turn, into, 0, to);
            for (int k = 0; k < arrays.size(); k++) {
                to.read((long) k * length, arrays.get(k), 0, length);
            }
        }
    }
}
