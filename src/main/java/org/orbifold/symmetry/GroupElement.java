package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/**
 * An element of the symmetry group of an architecture: for every hidden layer a monomial matrix, that is a permutation
 * of its neurons and a factor for each. A positive factor a is a scaling, a negative one a sign flip (with a scaling
 * where the activation has both). Acting on weights it gathers the layer's rows and biases, multiplies them by the
 * factors, and multiplies the columns of the next layer by their inverses:
 *
 * <pre>  W_l[i, :] -> a_i W_l[p(i), :]     b_l[i] -> a_i b_l[p(i)]     W_{l+1}[:, i] -> W_{l+1}[:, p(i)] / a_i</pre>
 *
 * <p>For the sigmoid, where s(-x) = 1 - s(x), a flip also adds the old outgoing column to the next bias. These are the
 * monomial elements of the activation's intertwiner group (Godfrey et al. 2022). Immutable; kept in double, so that long
 * products of elements do not drift.
 */
public final class GroupElement {
    private final Architecture architecture;
    private final List<Permutation> permutations;
    private final List<double[]> factors;

    private GroupElement(Architecture architecture, List<Permutation> permutations, List<double[]> factors) {
        this.architecture = architecture;
        this.permutations = List.copyOf(permutations);
        this.factors = factors;
        for (int l = 0; l < factors.size(); l++) {
            for (double a : factors.get(l)) {
                require(a != 0 && Double.isFinite(a), "a factor of " + a + " is no symmetry");
                require(Math.abs(a) == 1 || has(SymmetryKind.SCALING), () -> reason(SymmetryKind.SCALING));
                require(a > 0 || has(SymmetryKind.SIGN_FLIP), () -> reason(SymmetryKind.SIGN_FLIP));
            }
        }
    }

    private boolean has(SymmetryKind kind) {
        return architecture.activation().has(kind);
    }

    private String reason(SymmetryKind kind) {
        return architecture.activation().reasonAgainst(kind);
    }

    private static void require(boolean condition, String fault) {
        require(condition, () -> fault);
    }

    private static void require(boolean condition, Supplier<String> fault) {
        if (!condition) {
            throw new Fault(fault.get());
        }
    }

    /** The element that changes nothing. */
    public static GroupElement identity(Architecture architecture) {
        List<Permutation> permutations = new ArrayList<>();
        List<double[]> factors = new ArrayList<>();
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            permutations.add(Permutation.identity(architecture.out(l)));
            factors.add(ones(architecture.out(l)));
        }
        return new GroupElement(architecture, permutations, factors);
    }

    /** Permutations of every hidden layer, first to last. */
    public static GroupElement permute(Architecture architecture, List<Permutation> permutations) {
        List<double[]> factors = new ArrayList<>();
        permutations.forEach(p -> factors.add(ones(p.size())));
        return new GroupElement(architecture, permutations, factors);
    }

    /**
     * Neurons {@code i} and {@code j} of hidden layer {@code layer} change places.
     *
     * @throws Fault if there is no such neuron
     */
    public static GroupElement swap(Architecture architecture, int layer, int i, int j) {
        requireNeuron(architecture, layer, i);
        requireNeuron(architecture, layer, j);
        List<Permutation> permutations = new ArrayList<>(identity(architecture).permutations);
        permutations.set(layer, Permutation.swap(architecture.out(layer), i, j));
        return permute(architecture, permutations);
    }

    /**
     * Neuron {@code i} of hidden layer {@code layer} scaled: its incoming weights and bias by {@code factor}, its
     * outgoing weights by 1/factor. A factor of -1 is a sign flip.
     *
     * @throws Fault if there is no such neuron, or the activation lacks the symmetry
     */
    public static GroupElement scale(Architecture architecture, int layer, int i, double factor) {
        requireNeuron(architecture, layer, i);
        GroupElement identity = identity(architecture);
        identity.factors.get(layer)[i] = factor;
        return new GroupElement(architecture, identity.permutations, identity.factors);
    }

    /** Factors for every neuron of every hidden layer, first to last. */
    public static GroupElement scale(Architecture architecture, List<double[]> factors) {
        List<double[]> copies = new ArrayList<>();
        factors.forEach(f -> copies.add(f.clone()));
        return new GroupElement(architecture, identity(architecture).permutations, copies);
    }

    /** Neuron {@code i} of hidden layer {@code layer} with its sign changed. */
    public static GroupElement flip(Architecture architecture, int layer, int i) {
        return scale(architecture, layer, i, -1);
    }

    /** Uniformly random permutations of every hidden layer. */
    public static GroupElement randomPermutation(Architecture architecture, SplittableRandom random) {
        List<Permutation> permutations = new ArrayList<>();
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            permutations.add(Permutation.random(architecture.out(l), random));
        }
        return permute(architecture, permutations);
    }

    /** Random positive factors, log-uniform in [1/4, 4], for every hidden neuron. */
    public static GroupElement randomScaling(Architecture architecture, SplittableRandom random) {
        require(
                architecture.activation().has(SymmetryKind.SCALING),
                architecture.activation().reasonAgainst(SymmetryKind.SCALING));
        GroupElement identity = identity(architecture);
        for (double[] layer : identity.factors) {
            Arrays.setAll(layer, i -> Math.exp(random.nextDouble(-Math.log(4), Math.log(4))));
        }
        return identity;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void requireNeuron(Architecture architecture, int layer, int i) {
        require(
                layer >= 0 && layer < architecture.hiddenLayers(),
                "no hidden layer " + layer + ": there are " + architecture.hiddenLayers() + ", counted from 0");
        require(
                i >= 0 && i < architecture.out(layer),
                () -> "no neuron " + i + " in hidden layer " + layer + ": there are " + architecture.out(layer)
                        + ", counted from 0");
    }

    /** The architecture whose symmetry this is. */
    public Architecture architecture() {
        return architecture;
    }

    /** The permutation of hidden layer {@code l}. */
    public Permutation permutation(int l) {
        return permutations.get(l);
    }

    /** The factor of the neuron that comes to place {@code i} of hidden layer {@code l}. */
    public double factor(int l, int i) {
        return factors.get(l)[i];
    }

    /** This one first, then {@code next}. */
    public GroupElement then(GroupElement next) {
        List<Permutation> composed = new ArrayList<>();
        List<double[]> products = new ArrayList<>();
        for (int l = 0; l < permutations.size(); l++) {
            Permutation p = next.permutations.get(l);
            double[] first = factors.get(l);
            double[] second = next.factors.get(l);
            double[] product = new double[first.length];
            Arrays.setAll(product, i -> first[p.get(i)] * second[i]);
            composed.add(permutations.get(l).then(p));
            products.add(product);
        }
        return new GroupElement(architecture, composed, products);
    }

    /** The element that undoes this one. */
    public GroupElement inverse() {
        List<Permutation> inverses = new ArrayList<>();
        List<double[]> reciprocals = new ArrayList<>();
        for (int l = 0; l < permutations.size(); l++) {
            Permutation inverse = permutations.get(l).inverse();
            double[] forward = factors.get(l);
            double[] reciprocal = new double[forward.length];
            Arrays.setAll(reciprocal, i -> 1 / forward[inverse.get(i)]);
            inverses.add(inverse);
            reciprocals.add(reciprocal);
        }
        return new GroupElement(architecture, inverses, reciprocals);
    }

    /** Whether this one changes nothing. */
    public boolean isIdentity() {
        return permutations.stream().allMatch(Permutation::isIdentity)
                && factors.stream().allMatch(layer -> Arrays.stream(layer).allMatch(a -> a == 1));
    }

    /**
     * The weights moved by this element: another point of weight space, the same function.
     *
     * @param weights of this architecture
     */
    public Weights actOn(Weights weights) {
        if (!weights.architecture().equals(architecture)) {
            throw new IllegalArgumentException(weights.architecture() + " is not " + architecture);
        }
        float[] block = weights.toArray();
        for (int l = 0; l < architecture.layers(); l++) {
            int in = architecture.in(l);
            int out = architecture.out(l);
            float[] w = weights.layerWeights(l);
            double[] bias = carriedBias(weights, l);
            int at = architecture.weightOffset(l);
            for (int o = 0; o < out; o++) {
                int from = l < permutations.size() ? permutations.get(l).get(o) : o;
                double a = l < permutations.size() ? factors.get(l)[o] : 1;
                for (int i = 0; i < in; i++) {
                    int column = l > 0 ? permutations.get(l - 1).get(i) : i;
                    double outgoing = l > 0 ? factors.get(l - 1)[i] : 1;
                    block[at + o * in + i] = (float) (a * w[from * in + column] / outgoing);
                }
                block[at + out * in + o] = (float) (a * bias[from]);
            }
        }
        return Weights.wrap(architecture, block);
    }

    /** The bias of layer {@code l}, with what sigmoid neurons flipped in the layer before hand over to it. */
    private double[] carriedBias(Weights weights, int l) {
        int in = architecture.in(l);
        double[] bias = new double[architecture.out(l)];
        for (int o = 0; o < bias.length; o++) {
            bias[o] = weights.bias(l, o);
            if (l > 0 && architecture.activation() == Activation.SIGMOID) {
                for (int i = 0; i < in; i++) {
                    bias[o] += factors.get(l - 1)[i] < 0
                            ? weights.weight(l, o, permutations.get(l - 1).get(i))
                            : 0;
                }
            }
        }
        return bias;
    }
}
