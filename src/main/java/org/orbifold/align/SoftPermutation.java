package org.orbifold.align;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * A network whose hidden neurons are mixed by matrices instead of permuted, {@code W -> R W C^T} with the matrices R and C
 * of the hidden layers that its rows and columns belong to; and the gradients by them.
 */
final class SoftPermutation {
    private final Architecture architecture;
    private final SymmetryStructure structure;
    private final float[] given;

    SoftPermutation(Weights weights) {
        architecture = weights.architecture();
        structure = SymmetryStructure.of(architecture);
        given = weights.toArray();
    }

    /** The neurons of each hidden layer. */
    List<Integer> sizes() {
        return structure.groups().stream().map(SymmetryStructure.Group::size).toList();
    }

    /** The mixed network. */
    Weights mix(List<double[]> matrices) {
        float[] block = new float[given.length];
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            ParameterTensor tensor = carrier.tensor();
            double[] mixed = columns(carrier, rows(carrier, read(tensor, given), matrices, false), matrices, false);
            for (int i = 0; i < mixed.length; i++) {
                block[tensor.offset() + i] = (float) mixed[i];
            }
        }
        return Weights.wrap(architecture, block);
    }

    private static double[] read(ParameterTensor tensor, float[] block) {
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = block[tensor.offset() + i];
        }
        return values;
    }

    /** {@code R W}, or {@code R^T W}. */
    private double[] rows(SymmetryStructure.Carrier carrier, double[] w, List<double[]> matrices, boolean transposed) {
        if (carrier.rows().group() < 0) {
            return w;
        }
        int n = structure.groups().get(carrier.rows().group()).size();
        return DoubleProduct.multiply(matrices.get(carrier.rows().group()), transposed, w, false, n, w.length / n, n);
    }

    /** {@code W C^T}, or {@code W C}. */
    private double[] columns(
            SymmetryStructure.Carrier carrier, double[] w, List<double[]> matrices, boolean transposed) {
        if (carrier.columns().group() < 0) {
            return w;
        }
        int n = structure.groups().get(carrier.columns().group()).size();
        double[] byColumn = turn(w, carrier, n, true);
        double[] mixed = DoubleProduct.multiply(
                matrices.get(carrier.columns().group()), transposed, byColumn, false, n, w.length / n, n);
        return turn(mixed, carrier, n, false);
    }

    /** From {@code [rows, neurons, block]} to {@code [neurons, rows, block]}, or back. */
    private static double[] turn(double[] w, SymmetryStructure.Carrier carrier, int n, boolean there) {
        int rows = carrier.tensor().rows();
        int block = carrier.columns().block();
        double[] turned = new double[w.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < n; c++) {
                int byRow = (r * n + c) * block;
                int byColumn = (c * rows + r) * block;
                System.arraycopy(w, there ? byRow : byColumn, turned, there ? byColumn : byRow, block);
            }
        }
        return turned;
    }

    /**
     * The gradients by the matrices.
     *
     * @param gradient by the mixed network's parameters
     */
    List<double[]> gradients(List<double[]> matrices, float[] gradient) {
        List<double[]> gradients = new ArrayList<>();
        matrices.forEach(matrix -> gradients.add(new double[matrix.length]));
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            ParameterTensor tensor = carrier.tensor();
            double[] g = read(tensor, gradient);
            double[] w = read(tensor, given);
            if (carrier.rows().group() >= 0) {
                int n = structure.groups().get(carrier.rows().group()).size();
                double[] seen = columns(carrier, w, matrices, false);
                add(gradients.get(carrier.rows().group()), g, seen, n);
            }
            if (carrier.columns().group() >= 0) {
                int n = structure.groups().get(carrier.columns().group()).size();
                double[] seen = rows(carrier, w, matrices, false);
                add(
                        gradients.get(carrier.columns().group()),
                        turn(g, carrier, n, true),
                        turn(seen, carrier, n, true),
                        n);
            }
        }
        return gradients;
    }

    /** Adds {@code g w^T}, matrices {@code [n, rest]}. */
    private static void add(double[] sum, double[] g, double[] w, int n) {
        double[] product = DoubleProduct.multiply(g, false, w, true, n, n, g.length / n);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += product[i];
        }
    }
}
