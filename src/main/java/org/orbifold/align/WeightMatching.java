package org.orbifold.align;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;

/**
 * Weight matching (Ainsworth, Hayase and Srinivasa, <i>Git Re-Basin</i>, 2023, alg. 1): permutations of B's hidden
 * neurons that maximise the inner product of A's and the permuted B's parameters, by coordinate ascent. With the other
 * layers held, a hidden layer's best permutation is a linear assignment on the inner products of the two networks'
 * neurons over everything that carries the permutation: incoming weights, bias, norms and outgoing weights. In double.
 *
 * @param restarts how often to begin, the best objective kept: at the start of {@link Ascent#startByIncoming}, and then at
 *     random permutations
 */
public record WeightMatching(int restarts) implements Matching {
    /** A sweep over the layers that gains no more than this is the last. */
    public static final double TOLERANCE = 1e-12;

    /** The most sweeps. */
    public static final int MAX_SWEEPS = 100;

    /** @throws IllegalArgumentException if there is not one restart */
    public WeightMatching {
        if (restarts < 1) {
            throw new IllegalArgumentException(restarts + " restarts");
        }
    }

    @Override
    public String id() {
        return "weight";
    }

    /** The objective is the inner product of A's and the permuted B's parameters, to be maximised. */
    @Override
    public Match match(Weights a, Weights b, Pins pins, long seed, Trace trace, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        Ascent ascent = new Ascent(a, b, pins, random, trace, progress);
        ascent.startByIncoming();
        Match best = ascent.run();
        for (int restart = 1; restart < restarts; restart++) {
            ascent.startAnywhere();
            Match found = ascent.run();
            best = found.objective() > best.objective() ? found : best;
        }
        return best;
    }

    /**
     * How alike neurons are: the cosines of all that carries a hidden layer's permutation, with B's other hidden layers
     * permuted.
     *
     * @return {@code [i][j]} of A's neuron i and B's neuron j
     */
    public static double[][] cosines(Weights a, Weights b, int layer, List<Permutation> permutations) {
        return new NeuronProducts(a, b).cosines(layer, permutations.toArray(Permutation[]::new));
    }

    /** {@link #match} from given permutations on, without a restart. */
    static Match refine(Weights a, Weights b, Pins pins, List<Permutation> start, long seed, Progress progress) {
        Ascent ascent = new Ascent(a, b, pins, new SplittableRandom(seed), Trace.NONE, progress);
        ascent.startAt(start);
        return ascent.run();
    }

    /** Coordinate ascent between two networks. */
    private static final class Ascent {
        private final Architecture architecture;
        private final NeuronProducts products;
        private final Permutation[] permutations;
        private final Pins pins;
        private final SplittableRandom random;
        private final Trace trace;
        private final Progress progress;

        Ascent(Weights a, Weights b, Pins pins, SplittableRandom random, Trace trace, Progress progress) {
            if (!a.architecture().equals(b.architecture())) {
                throw new IllegalArgumentException(a.architecture() + " is not " + b.architecture());
            }
            architecture = a.architecture();
            products = new NeuronProducts(a, b);
            permutations = new Permutation[products.groups()];
            Arrays.setAll(permutations, g -> pins.nearest(g, Permutation.identity(products.size(g))));
            this.pins = pins;
            this.random = random;
            this.trace = trace;
            this.progress = progress;
        }

        void startAnywhere() {
            Arrays.setAll(permutations, g -> pins.nearest(g, Permutation.random(permutations[g].size(), random)));
        }

        void startAt(List<Permutation> start) {
            Arrays.setAll(permutations, start::get);
        }

        /**
         * Starts where each hidden layer, from the first to the last, is matched by what leads to it alone, or from the identity
         * if the objective is no worse there. So a B that is A permuted is A again at once: equal neurons have the largest inner
         * products that there can be.
         */
        void startByIncoming() {
            Permutation[] identity = permutations.clone();
            for (int g = 0; g < permutations.length; g++) {
                permutations[g] = pins.minimize(g, negative(products.incoming(g, permutations)));
            }
            if (products.total(permutations) <= products.total(identity)) {
                System.arraycopy(identity, 0, permutations, 0, identity.length);
            }
        }

        Match run() {
            int layers = permutations.length;
            int sweeps = 0;
            double gain = Double.POSITIVE_INFINITY;
            double objective = products.total(permutations);
            trace.add(new Step(OptionalInt.empty(), List.of(permutations), objective));
            while (layers > 0 && gain > TOLERANCE && sweeps < MAX_SWEEPS) {
                progress.report(sweeps++, MAX_SWEEPS, "weight matching, sweep " + sweeps);
                gain = 0;
                Permutation order = Permutation.random(layers, random);
                for (int k = 0; k < layers; k++) {
                    double more = improve(order.get(k));
                    gain += more;
                    objective += more;
                    trace.add(new Step(OptionalInt.of(order.get(k)), List.of(permutations), objective));
                    progress.checkCancelled();
                }
            }
            return new Match(architecture, List.of(permutations), products.total(permutations), sweeps);
        }

        /** Reassigns one hidden layer; returns what the objective gained. */
        private double improve(int g) {
            double[][] gains = products.of(g, permutations);
            Permutation before = permutations[g];
            Permutation better = pins.minimize(g, negative(gains));
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
}
