package org.orbifold.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Layer;
import org.orbifold.net.NodeActivations;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * Activation matching (Ainsworth et al. 2023, section 3.1; Li et al. 2016): each hidden layer's permutation is the linear
 * assignment of largest correlation between the activations of A's and B's neurons over rows, and over places of maps. A
 * neuron that never changes correlates with nothing. Where additions tie several activations to one permutation, their
 * correlations are added.
 *
 * @param rows on which neurons are compared
 */
public record ActivationMatching(Examples rows) implements Matching {
    @Override
    public String id() {
        return "activation";
    }

    /** The objective is the sum of the correlations of matched neurons, to be maximised. */
    @Override
    public Match match(Weights a, Weights b, Pins pins, long seed, Trace trace, Progress progress) {
        List<double[][]> correlations = correlations(a, b, progress);
        List<Permutation> permutations = new ArrayList<>();
        double objective = 0;
        for (int g = 0; g < correlations.size(); g++) {
            permutations.add(pins.nearest(g, Permutation.identity(correlations.get(g).length)));
            objective += sum(correlations.get(g), permutations.get(g));
        }
        trace.add(new Step(OptionalInt.empty(), permutations, objective));
        for (int g = 0; g < correlations.size(); g++) {
            double[][] costs = correlations.get(g);
            Permutation best = pins.minimize(
                    g,
                    Arrays.stream(costs)
                            .map(row -> Arrays.stream(row).map(c -> -c).toArray())
                            .toArray(double[][]::new));
            objective += sum(costs, best) - sum(costs, permutations.get(g));
            permutations.set(g, best);
            trace.add(new Step(OptionalInt.of(g), permutations, objective));
        }
        return new Match(a.architecture(), permutations, objective, 1);
    }

    private static double sum(double[][] gains, Permutation p) {
        return IntStream.range(0, gains.length)
                .mapToDouble(i -> gains[i][p.get(i)])
                .sum();
    }

    /**
     * The correlations of A's and B's neurons.
     *
     * @return {@code [i][j]} of A's neuron i and B's neuron j, for each hidden layer
     */
    public List<double[][]> correlations(Weights a, Weights b, Progress progress) {
        Architecture architecture = a.architecture();
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        Map<Integer, CorrelationSum> sums = new LinkedHashMap<>();
        for (int g = 0; g < structure.groups().size(); g++) {
            for (int node : nodes(structure, g)) {
                sums.put(node, new CorrelationSum(structure.groups().get(g).size()));
            }
        }
        if (!sums.isEmpty()) {
            NodeActivations.of(List.of(a, b), sums.keySet(), rows, progress, (node, count, features) -> {
                int places = architecture.shape(node).area()
                        * structure.nodes().get(node).block();
                sums.get(node).add(features[0], features[1], count, places);
            });
        }
        List<double[][]> correlations = new ArrayList<>();
        for (int g = 0; g < structure.groups().size(); g++) {
            int size = structure.groups().get(g).size();
            double[][] sum = new double[size][size];
            for (int node : nodes(structure, g)) {
                double[][] some = sums.get(node).correlations();
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        sum[i][j] += some[i][j];
                    }
                }
            }
            correlations.add(sum);
        }
        return correlations;
    }

    /** The activations of a hidden layer: what its pointwise functions give, or else its last node. */
    private static List<Integer> nodes(SymmetryStructure structure, int group) {
        List<Integer> all = new ArrayList<>();
        List<Integer> pointwise = new ArrayList<>();
        for (int k = 1; k < structure.nodes().size(); k++) {
            if (structure.nodes().get(k).group() == group) {
                all.add(k);
                if (structure.architecture().layer(k) instanceof Layer.Pointwise) {
                    pointwise.add(k);
                }
            }
        }
        return pointwise.isEmpty() ? List.of(all.getLast()) : pointwise;
    }

    /** What is needed of two sets of neurons, samples at a time, to tell their correlations. */
    private static final class CorrelationSum {
        private final int size;
        private final double[] means;
        private final double[] products;
        private final double[][] sums;
        private final double[][] squares;
        private long samples;

        CorrelationSum(int size) {
            this.size = size;
            means = new double[2 * size];
            products = new double[size * size];
            sums = new double[2][size];
            squares = new double[2][size];
        }

        /** Adds features {@code [rows, size places]} of both. */
        void add(float[] a, float[] b, int rows, int places) {
            if (samples == 0) {
                provisionalMeans(a, 0, rows, places);
                provisionalMeans(b, size, rows, places);
            }
            int count = rows * places;
            double[] left = centred(a, 0, rows, places);
            double[] right = centred(b, size, rows, places);
            addMoments(left, 0, count);
            addMoments(right, 1, count);
            double[] product = DoubleProduct.multiply(left, false, right, true, size, size, count);
            Arrays.setAll(products, i -> products[i] + product[i]);
            samples += count;
        }

        /** Of the first rows: taken off, so that sums of squares stay exact. */
        private void provisionalMeans(float[] features, int at, int rows, int places) {
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < size * places; i++) {
                    means[at + i / places] += features[r * size * places + i] / ((double) rows * places);
                }
            }
        }

        /** {@code [size, rows places]}, less the provisional means. */
        private double[] centred(float[] features, int at, int rows, int places) {
            double[] centred = new double[features.length];
            int count = rows * places;
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < size * places; i++) {
                    centred[i / places * count + r * places + i % places] =
                            features[r * size * places + i] - means[at + i / places];
                }
            }
            return centred;
        }

        private void addMoments(double[] neurons, int which, int count) {
            for (int i = 0; i < size; i++) {
                for (int k = i * count; k < (i + 1) * count; k++) {
                    sums[which][i] += neurons[k];
                    squares[which][i] += neurons[k] * neurons[k];
                }
            }
        }

        double[][] correlations() {
            double[][] correlations = new double[size][size];
            double[] left = scales(0);
            double[] right = scales(1);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    double covariance = products[i * size + j] - sums[0][i] * sums[1][j] / samples;
                    correlations[i][j] = covariance * left[i] * right[j];
                }
            }
            return correlations;
        }

        /** One over the root of each neuron's sum of squared deviations; 0 for one that never changes. */
        private double[] scales(int which) {
            double[] scales = new double[size];
            for (int i = 0; i < size; i++) {
                double deviations = squares[which][i] - sums[which][i] * sums[which][i] / samples;
                boolean dead = deviations <= 1e-12 * squares[which][i] || deviations < 1e-24 * samples;
                scales[i] = dead ? 0 : 1 / Math.sqrt(deviations);
            }
            return scales;
        }
    }
}
