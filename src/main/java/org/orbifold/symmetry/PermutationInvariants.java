package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * What permutations of hidden neurons leave alone: of every layer the norms of its neurons' incoming weights, its biases
 * and the norms of its inputs' outgoing weights, those of hidden neurons sorted. Networks that are near each other in some
 * arrangement have invariants that are near: for all permutations g,
 *
 * <pre>  |invariants(a) - invariants(b)| &lt;= sqrt(2) |a - g b|</pre>
 *
 * <p>since norms differ by no more than vectors do, and sorted numbers by no more than in any other order.
 */
public final class PermutationInvariants {
    private PermutationInvariants() {}

    /** The invariants of a network: as many for all networks of its architecture. */
    public static double[] of(Weights weights) {
        Architecture architecture = weights.architecture();
        List<double[]> parts = new ArrayList<>();
        for (int l = 0; l < architecture.layers(); l++) {
            double[] incoming = new double[architecture.out(l)];
            double[] bias = new double[architecture.out(l)];
            double[] outgoing = new double[architecture.in(l)];
            for (int o = 0; o < incoming.length; o++) {
                for (int i = 0; i < outgoing.length; i++) {
                    double square = (double) weights.weight(l, o, i) * weights.weight(l, o, i);
                    incoming[o] += square;
                    outgoing[i] += square;
                }
                bias[o] = weights.bias(l, o);
            }
            Arrays.setAll(incoming, o -> Math.sqrt(incoming[o]));
            Arrays.setAll(outgoing, i -> Math.sqrt(outgoing[i]));
            if (l < architecture.hiddenLayers()) {
                Arrays.sort(incoming);
                Arrays.sort(bias);
            }
            if (l > 0) {
                Arrays.sort(outgoing);
            }
            parts.addAll(List.of(incoming, bias, outgoing));
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
