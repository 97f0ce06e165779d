package org.orbifold.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/** How alike the neurons of a hidden layer of A and B are, before and after B's hidden layers were permuted. */
public final class NeuronMatching {
    private final int layer;
    private final Permutation permutation;
    private final double[][] before;
    private final double[][] after;

    private NeuronMatching(int layer, Permutation permutation, double[][] before, double[][] after) {
        this.layer = layer;
        this.permutation = permutation;
        this.before = before;
        this.after = after;
    }

    /** By the cosines of everything that carries the permutation, with B's other hidden layers as they are, or permuted. */
    public static NeuronMatching byWeights(Weights a, Weights b, int layer, List<Permutation> permutations) {
        List<Permutation> identity = SymmetryStructure.of(a.architecture()).groups().stream()
                .map(group -> Permutation.identity(group.size()))
                .toList();
        return new NeuronMatching(
                layer,
                permutations.get(layer),
                WeightMatching.cosines(a, b, layer, identity),
                WeightMatching.cosines(a, b, layer, permutations));
    }

    /**
     * By correlations of activations, which other hidden layers do not change.
     *
     * @param correlations {@code [i][j]} of A's neuron i and B's neuron j
     */
    public static NeuronMatching byActivations(double[][] correlations, int layer, Permutation permutation) {
        return new NeuronMatching(layer, permutation, correlations, correlations);
    }

    /** The hidden layer. */
    public int layer() {
        return layer;
    }

    /** Its neurons. */
    public int size() {
        return before.length;
    }

    /** The neuron of B that each of A is matched to. */
    public Permutation permutation() {
        return permutation;
    }

    /** How alike A's neuron i and B's neuron j are, where B is as it was: in [-1, 1]. */
    public double before(int i, int j) {
        return before[i][j];
    }

    /** How alike A's neuron i and the neuron are that B, permuted, has at place j: in [-1, 1]. */
    public double after(int i, int j) {
        return after[i][permutation.get(j)];
    }

    /** How alike neurons of equal number are on average, where B is as it was. */
    public double meanBefore() {
        return IntStream.range(0, size())
                .mapToDouble(i -> before(i, i))
                .average()
                .orElse(Double.NaN);
    }

    /** How alike matched neurons are on average. */
    public double meanAfter() {
        return IntStream.range(0, size())
                .mapToDouble(i -> after(i, i))
                .average()
                .orElse(Double.NaN);
    }

    /** A's neurons, those that their match is least like first. */
    public List<Integer> leastAlike() {
        return IntStream.range(0, size())
                .boxed()
                .sorted((x, y) -> Double.compare(after(x, x), after(y, y)))
                .toList();
    }

    @Override
    public String toString() {
        return "hidden " + layer + " by " + Arrays.toString(permutation.toArray());
    }
}
