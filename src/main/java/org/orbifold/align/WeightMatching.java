package org.orbifold.align;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/**
 * Weight matching (Ainsworth, Hayase and Srinivasa, <i>Git Re-Basin</i>, 2023, alg. 1): permutations of B's hidden
 * neurons that maximise the inner product of A's and the permuted B's parameters, by coordinate ascent. With the other
 * layers held, a hidden layer's best permutation is a linear assignment on the inner products of the two networks'
 * neurons over everything that carries the permutation: incoming weights, bias, norms and outgoing weights. In double.
 */
public final class WeightMatching {
    /** A sweep over the layers that gains no more than this is the last. */
    public static final double TOLERANCE = 1e-12;

    /** The most sweeps. */
    public static final int MAX_SWEEPS = 100;

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

    private final Architecture architecture;
    private final NeuronProducts products;
    private final Permutation[] permutations;

    private WeightMatching(Weights a, Weights b) {
        architecture = a.architecture();
        products = new NeuronProducts(a, b);
        permutations = new Permutation[products.groups()];
        Arrays.setAll(permutations, g -> Permutation.identity(products.size(g)));
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
        WeightMatching matching = new WeightMatching(a, b);
        Match best = null;
        for (int restart = 0; restart < restarts; restart++) {
            if (restart == 0) {
                matching.startByIncoming();
            } else {
                Arrays.setAll(matching.permutations, g -> Permutation.random(matching.permutations[g].size(), random));
            }
            Match found = matching.ascend(random, progress);
            best = best == null || found.objective > best.objective ? found : best;
        }
        return best;
    }

    /**
     * Starts where each hidden layer, from the first to the last, is matched by what leads to it alone, or from the identity
     * if the objective is no worse there. So a B that is A permuted is A again at once: equal neurons have the largest inner
     * products that there can be.
     */
    private void startByIncoming() {
        Permutation[] identity = permutations.clone();
        for (int g = 0; g < permutations.length; g++) {
            permutations[g] = LinearAssignment.minimize(negative(products.incoming(g, permutations)));
        }
        if (products.total(permutations) <= products.total(identity)) {
            System.arraycopy(identity, 0, permutations, 0, identity.length);
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
        return new Match(architecture, List.of(permutations), products.total(permutations), sweeps);
    }

    /** Reassigns one hidden layer; returns what the objective gained. */
    private double improve(int g) {
        double[][] gains = products.of(g, permutations);
        Permutation before = permutations[g];
        Permutation better = LinearAssignment.minimize(negative(gains));
        double gain = sum(gains, better) - sum(gains, before);
        if (gain <= TOLERANCE) {
            return 0;
        }
        if (products.isQuadratic(g)) {
            double total = products.total(permutations);
            permutations[g] = better;
            gain = products.total(permutations) - total;
            if (gain <= TOLERANCE) {
                permutations[g] = before;
                return 0;
            }
        }
        permutations[g] = better;
        return gain;
    }

    private static double sum(double[][] gains, Permutation p) {
        double sum = 0;
        for (int i = 0; i < gains.length; i++) {
            sum += gains[i][p.get(i)];
        }
        return sum;
    }

    private static double[][] negative(double[][] gains) {
        double[][] costs = new double[gains.length][];
        Arrays.setAll(costs, i -> Arrays.stream(gains[i]).map(g -> -g).toArray());
        return costs;
    }
}
