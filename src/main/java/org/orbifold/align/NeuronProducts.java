package org.orbifold.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/**
 * The inner products of two networks' neurons over everything that a permutation of a hidden layer moves, with B's other
 * hidden layers permuted. What a permutation of another layer does not change is kept.
 */
final class NeuronProducts {
    /** Multiplications up to which loading the engine would take longer than the product. */
    private static final long PLAIN_UP_TO = 20_000_000;

    private final Weights a;
    private final Weights b;
    private final SymmetryStructure structure;
    private final List<List<Part>> parts = new ArrayList<>();

    /**
     * Networks of one architecture.
     *
     * @param a the one that stays
     * @param b the one whose neurons are permuted
     */
    NeuronProducts(Weights a, Weights b) {
        this.a = a;
        this.b = b;
        structure = SymmetryStructure.of(a.architecture());
        structure.groups().forEach(group -> parts.add(new ArrayList<>()));
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            if (!carrier.tensor().role().isTrained()) {
                continue;
            }
            if (carrier.rows().group() >= 0) {
                parts.get(carrier.rows().group()).add(new Part(carrier, true));
            }
            if (carrier.columns().group() >= 0) {
                parts.get(carrier.columns().group()).add(new Part(carrier, false));
            }
        }
    }

    /** The number of hidden layers. */
    int groups() {
        return parts.size();
    }

    /** The neurons of hidden layer {@code g}. */
    int size(int g) {
        return structure.groups().get(g).size();
    }

    /** Whether a matrix carries the permutation of hidden layer {@code g} in its rows and in its columns. */
    boolean isQuadratic(int g) {
        return parts.get(g).stream().anyMatch(part -> part.other().group() == g);
    }

    /** {@code [i][j]}: the inner product of A's neuron i and B's neuron j of hidden layer g. */
    double[][] of(int g, Permutation[] permutations) {
        return sum(g, parts.get(g), permutations);
    }

    /** The same over what leads to them, from the input and from hidden layers before g. */
    double[][] incoming(int g, Permutation[] permutations) {
        return sum(
                g,
                parts.get(g).stream()
                        .filter(part -> part.rows && part.other().group() < g)
                        .toList(),
                permutations);
    }

    private double[][] sum(int g, List<Part> summed, Permutation[] permutations) {
        double[][] sum = new double[size(g)][size(g)];
        for (Part part : summed) {
            double[][] product = part.product(permutations);
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < sum.length; j++) {
                    sum[i][j] += product[i][j];
                }
            }
        }
        return sum;
    }

    /** {@code [i][j]}: the cosines that belong to {@link #of}; 0 for a neuron without weights. */
    double[][] cosines(int g, Permutation[] permutations) {
        double[][] cosines = of(g, permutations);
        double[] left = lengths(g, a);
        double[] right = lengths(g, b);
        for (int i = 0; i < cosines.length; i++) {
            for (int j = 0; j < cosines.length; j++) {
                double lengths = left[i] * right[j];
                cosines[i][j] = lengths == 0 ? 0 : cosines[i][j] / lengths;
            }
        }
        return cosines;
    }

    private double[] lengths(int g, Weights weights) {
        double[] squares = new double[size(g)];
        for (Part part : parts.get(g)) {
            float[] slices = part.slices(weights, Optional.empty());
            int others = slices.length / squares.length;
            for (int i = 0; i < slices.length; i++) {
                squares[i / others] += (double) slices[i] * slices[i];
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    /** The inner product of A's and the permuted B's parameters. */
    double total(Permutation[] permutations) {
        Weights moved =
                GroupElement.permute(a.architecture(), List.of(permutations)).actOn(b);
        double sum = 0;
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            ParameterTensor tensor = carrier.tensor();
            for (int i = tensor.offset(); i < tensor.end() && tensor.role().isTrained(); i++) {
                sum += (double) a.get(i) * moved.get(i);
            }
        }
        return sum;
    }

    /** What one matrix adds to the products of a hidden layer that its rows, or its columns, belong to. */
    private final class Part {
        private final SymmetryStructure.Carrier carrier;
        private final boolean rows;
        private Optional<Permutation> seen = Optional.empty();
        private double[][] product = {};

        Part(SymmetryStructure.Carrier carrier, boolean rows) {
            this.carrier = carrier;
            this.rows = rows;
        }

        SymmetryStructure.Axis own() {
            return rows ? carrier.rows() : carrier.columns();
        }

        SymmetryStructure.Axis other() {
            return rows ? carrier.columns() : carrier.rows();
        }

        double[][] product(Permutation[] permutations) {
            Optional<Permutation> present =
                    other().group() < 0 ? Optional.empty() : Optional.of(permutations[other().group()]);
            if (product.length == 0 || !seen.equals(present)) {
                int neurons = size(own().group());
                product = NeuronProducts.product(
                        slices(a, Optional.empty()),
                        slices(b, present),
                        neurons,
                        carrier.tensor().size() / neurons);
                seen = present;
            }
            return product;
        }

        /** {@code [neurons, all that is theirs]}: the matrix with a neuron's rows or columns together, the others permuted. */
        private float[] slices(Weights weights, Optional<Permutation> moved) {
            ParameterTensor tensor = carrier.tensor();
            int length = rows ? tensor.rows() : tensor.columns();
            int others = tensor.size() / length;
            int step = rows ? tensor.columns() : 1;
            int otherStep = rows ? 1 : tensor.columns();
            int[] from = new int[others];
            int block = other().block();
            Arrays.setAll(
                    from,
                    k -> otherStep
                            * moved.map(p -> p.get(k / block) * block + k % block)
                                    .orElse(k));
            float[] slices = new float[tensor.size()];
            for (int k = 0; k < length; k++) {
                int start = tensor.offset() + k * step;
                int at = k * others;
                for (int c = 0; c < others; c++) {
                    slices[at + c] = weights.get(start + from[c]);
                }
            }
            return slices;
        }
    }

    /** The inner products {@code [n][n]} of the rows of two matrices {@code [n, k]}. */
    private static double[][] product(float[] x, float[] y, int n, int k) {
        double[][] product = new double[n][n];
        if ((long) n * n * k > PLAIN_UP_TO) {
            try (Tensor left = Tensor.matrix(n, k, x);
                    Tensor right = Tensor.matrix(n, k, y);
                    Tensor result = new Tensor(Precision.DOUBLE, n, n)) {
                Backend.get().multiply(left, false, right, true, 0, result);
                result.readRows(product);
            }
            return product;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    sum += (double) x[i * k + c] * y[j * k + c];
                }
                product[i][j] = sum;
            }
        }
        return product;
    }
}
