package org.orbifold.align;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/**
 * Weight matching (Ainsworth, Hayase and Srinivasa, <i>Git Re-Basin</i>, 2023, alg. 1): permutations of B's hidden
 * neurons that maximise the inner product of A's and the permuted B's parameters, by coordinate ascent. With the other
 * layers held, a hidden layer's best permutation is a linear assignment on the inner products of the two networks'
 * neurons over everything that carries the permutation: incoming weights, bias and outgoing weights. In double.
 */
public final class WeightMatching {
    /** A sweep over the layers that gains no more than this is the last. */
    public static final double TOLERANCE = 1e-12;

    /** The most sweeps. */
    public static final int MAX_SWEEPS = 100;

    /** Multiplications up to which loading the engine would take longer than the product. */
    private static final long PLAIN_UP_TO = 20_000_000;

    /**
     * What was found.
     *
     * @param permutations of each hidden layer, as gather indices into B
     * @param objective the inner product of A's and the permuted B's parameters
     * @param sweeps over the layers that were made
     */
    public record Match(Architecture architecture, List<Permutation> permutations, double objective, int sweeps) {
        /** The permutations as a group element, to act on B. */
        public GroupElement element() {
            return GroupElement.permute(architecture, permutations);
        }
    }

    private final Weights a;
    private final Weights b;
    private final Architecture architecture;
    private final Permutation[] permutations;

    /** For each hidden layer the inner products of incoming weights and biases, and of outgoing weights; null if stale. */
    private final double[][][] incoming;

    private final double[][][] outgoing;

    private WeightMatching(Weights a, Weights b) {
        this.a = a;
        this.b = b;
        architecture = a.architecture();
        int layers = architecture.hiddenLayers();
        permutations = new Permutation[layers];
        Arrays.setAll(permutations, l -> Permutation.identity(architecture.out(l)));
        incoming = new double[layers][][];
        outgoing = new double[layers][][];
    }

    /**
     * Matches B to A, from the start of {@link #startByIncoming} and, for further restarts, from random permutations; the
     * best objective is kept.
     *
     * @param a the network that stays
     * @param b a network of the same architecture
     * @param restarts at least 1
     */
    public static Match match(Weights a, Weights b, long seed, int restarts, Progress progress) {
        if (!a.architecture().equals(b.architecture())) {
            throw new IllegalArgumentException(a.architecture() + " is not " + b.architecture());
        }
        SplittableRandom random = new SplittableRandom(seed);
        Match best = null;
        for (int restart = 0; restart < restarts; restart++) {
            WeightMatching matching = new WeightMatching(a, b);
            if (restart == 0) {
                matching.startByIncoming();
            } else {
                Arrays.setAll(matching.permutations, l -> Permutation.random(matching.permutations[l].size(), random));
            }
            Match found = matching.ascend(random, progress);
            best = best == null || found.objective > best.objective ? found : best;
        }
        return best;
    }

    /**
     * Starts where each hidden layer, from the first to the last, is matched by its incoming weights and biases alone, or
     * from the identity if the objective is no worse there. So a B that is A permuted is A again at once: equal neurons
     * have the largest inner products that there can be.
     */
    private void startByIncoming() {
        List<Permutation> identity = List.of(permutations);
        for (int l = 0; l < permutations.length; l++) {
            permutations[l] = LinearAssignment.minimize(costs(incoming(l)));
        }
        if (innerProduct(List.of(permutations)) <= innerProduct(identity)) {
            for (int l = 0; l < permutations.length; l++) {
                permutations[l] = identity.get(l);
                incoming[l] = l > 0 ? null : incoming[l];
            }
        }
    }

    private Match ascend(SplittableRandom random, Progress progress) {
        int layers = permutations.length;
        int sweeps = 0;
        double gain = Double.POSITIVE_INFINITY;
        while (layers > 0 && gain > TOLERANCE && sweeps < MAX_SWEEPS) {
            progress.report(sweeps++, MAX_SWEEPS, "weight matching, sweep " + sweeps);
            gain = 0;
            Permutation order = Permutation.random(layers, random);
            for (int k = 0; k < layers; k++) {
                gain += improve(order.get(k));
                progress.checkCancelled();
            }
        }
        List<Permutation> found = List.of(permutations);
        return new Match(architecture, found, innerProduct(found), sweeps);
    }

    /** Reassigns one hidden layer; returns what the objective gained. */
    private double improve(int l) {
        double[][] costs = costs(incoming(l), outgoing(l));
        Permutation better = LinearAssignment.minimize(costs);
        double gain = total(costs, permutations[l]) - total(costs, better);
        if (gain <= TOLERANCE) {
            return 0;
        }
        permutations[l] = better;
        if (l + 1 < incoming.length) {
            incoming[l + 1] = null;
        }
        if (l > 0) {
            outgoing[l - 1] = null;
        }
        return gain;
    }

    private static double total(double[][] costs, Permutation p) {
        double sum = 0;
        for (int i = 0; i < costs.length; i++) {
            sum += costs[i][p.get(i)];
        }
        return sum;
    }

    /** {@code [i][j]}: the inner product of A's neuron i and B's neuron j of hidden layer l over what leads to them. */
    private double[][] incoming(int l) {
        if (incoming[l] == null) {
            int n = architecture.out(l);
            float[] rowsOfB = gatherColumns(b.layerWeights(l), architecture.in(l), l > 0 ? permutations[l - 1] : null);
            incoming[l] = product(a.layerWeights(l), rowsOfB, n, architecture.in(l), false);
            float[] biasA = a.layerBias(l);
            float[] biasB = b.layerBias(l);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    incoming[l][i][j] += (double) biasA[i] * biasB[j];
                }
            }
        }
        return incoming[l];
    }

    /** {@code [i][j]}: the same over what leads away from them. */
    private double[][] outgoing(int l) {
        if (outgoing[l] == null) {
            int n = architecture.out(l);
            Permutation next = l + 1 < permutations.length ? permutations[l + 1] : null;
            float[] columnsOfB = gatherRows(b.layerWeights(l + 1), n, next);
            outgoing[l] = product(a.layerWeights(l + 1), columnsOfB, n, architecture.out(l + 1), true);
        }
        return outgoing[l];
    }

    /** Minus the sum of inner products. */
    private static double[][] costs(double[][]... products) {
        int n = products[0].length;
        double[][] costs = new double[n][n];
        for (double[][] product : products) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    costs[i][j] -= product[i][j];
                }
            }
        }
        return costs;
    }

    /** Columns {@code p(i)} of a matrix {@code [rows, columns]}, or the matrix itself where p is null. */
    private static float[] gatherColumns(float[] w, int columns, Permutation p) {
        if (p == null) {
            return w;
        }
        float[] gathered = new float[w.length];
        for (int at = 0; at < w.length; at += columns) {
            for (int i = 0; i < columns; i++) {
                gathered[at + i] = w[at + p.get(i)];
            }
        }
        return gathered;
    }

    private static float[] gatherRows(float[] w, int columns, Permutation p) {
        if (p == null) {
            return w;
        }
        float[] gathered = new float[w.length];
        for (int o = 0; o < p.size(); o++) {
            System.arraycopy(w, p.get(o) * columns, gathered, o * columns, columns);
        }
        return gathered;
    }

    /**
     * The inner products {@code [n][n]} of the neurons of two layers, each a row of {@code [n, k]}, or a column of
     * {@code [k, n]} if transposed.
     */
    private static double[][] product(float[] x, float[] y, int n, int k, boolean transposed) {
        double[][] product = new double[n][n];
        if ((long) n * n * k > PLAIN_UP_TO) {
            int rows = transposed ? k : n;
            int columns = transposed ? n : k;
            try (Tensor left = Tensor.matrix(rows, columns, x);
                    Tensor right = Tensor.matrix(rows, columns, y);
                    Tensor result = new Tensor(Precision.DOUBLE, n, n)) {
                Backend.get().multiply(left, transposed, right, !transposed, 0, result);
                result.readRows(product);
            }
            return product;
        }
        int rowStep = transposed ? 1 : k;
        int step = transposed ? n : 1;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    sum += (double) x[i * rowStep + c * step] * y[j * rowStep + c * step];
                }
                product[i][j] = sum;
            }
        }
        return product;
    }

    private double innerProduct(List<Permutation> found) {
        Weights moved = GroupElement.permute(architecture, found).actOn(b);
        int parameters = architecture.parameters();
        double sum = 0;
        for (int i = 0; i < parameters; i++) {
            sum += (double) a.get(i) * moved.get(i);
        }
        return sum;
    }
}
