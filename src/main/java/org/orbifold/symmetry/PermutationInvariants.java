package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;

/**
 * What permutations of hidden neurons and channels leave alone: of every layer the norms of its neurons' incoming weights,
 * its biases and what else they carry, and the norms of its inputs' outgoing weights, those of what is permuted sorted.
 * Networks that are near each other in some arrangement have invariants that are near: for all permutations g,
 *
 * <pre>  |invariants(a) - invariants(b)| &lt;= sqrt(2) |a - g b|</pre>
 *
 * <p>since norms differ by no more than vectors do, and sorted numbers by no more than in any other order.
 */
public final class PermutationInvariants {
    private PermutationInvariants() {}

    /** The invariants of a network: as many for all networks of its architecture. */
    public static double[] of(Weights weights) {
        List<double[]> parts = new ArrayList<>();
        for (SymmetryStructure.Carrier carrier :
                SymmetryStructure.of(weights.architecture()).carriers()) {
            ParameterTensor tensor = carrier.tensor();
            double[] rows = new double[tensor.rows() / carrier.rows().block()];
            double[] columns = new double[tensor.columns() / carrier.columns().block()];
            for (int at = 0; at < tensor.size(); at++) {
                double w = weights.get(tensor.offset() + at);
                rows[at / tensor.columns() / carrier.rows().block()] += w * w;
                columns[at % tensor.columns() / carrier.columns().block()] += w * w;
            }
            if (tensor.size() == rows.length) {
                Arrays.setAll(rows, i -> weights.get(tensor.offset() + i));
            } else {
                Arrays.setAll(rows, i -> Math.sqrt(rows[i]));
            }
            parts.add(arranged(carrier.rows(), rows));
            if (tensor.role() == Layer.Role.WEIGHT) {
                Arrays.setAll(columns, i -> Math.sqrt(columns[i]));
                parts.add(arranged(carrier.columns(), columns));
            }
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] arranged(SymmetryStructure.Axis axis, double[] values) {
        if (axis.group() != SymmetryStructure.FIXED) {
            Arrays.sort(values);
        }
        return values;
    }
}
