package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/**
 * An element of the symmetry group of an architecture: for every hidden layer, that is every {@link
 * SymmetryStructure.Group}, a permutation of its channels, and for every {@link SymmetryStructure.Scale} a factor a
 * channel. A positive factor a is a scaling, a negative one a sign flip (with a scaling where the activation has both).
 * Acting on weights it gathers rows and columns, multiplies the rows that lead to a channel, with its bias, by the factor,
 * and the columns that lead away by its inverse; of a multilayer perceptron:
 *
 * <pre>  W_l[i, :] -> a_i W_l[p(i), :]     b_l[i] -> a_i b_l[p(i)]     W_{l+1}[:, i] -> W_{l+1}[:, p(i)] / a_i</pre>
 *
 * <p>The running variance v of a batch norm becomes {@code a^2 (v + epsilon) - epsilon}, so that what it gives stands
 * still. For the sigmoid, where s(-x) = 1 - s(x), a flip also adds the old outgoing column to the next bias. These are the
 * monomial elements of the activation's intertwiner group (Godfrey et al. 2022). Immutable; kept in double, so that long
 * products of elements do not drift.
 */
public final class GroupElement {
    private final SymmetryStructure structure;
    private final List<Permutation> permutations;
    private final List<double[]> factors;

    private GroupElement(SymmetryStructure structure, List<Permutation> permutations, List<double[]> factors) {
        this.structure = structure;
        this.permutations = List.copyOf(permutations);
        this.factors = factors;
        for (int s = 0; s < factors.size(); s++) {
            SymmetryStructure.Scale scale = structure.scales().get(s);
            for (double a : factors.get(s)) {
                require(a != 0 && Double.isFinite(a), () -> "a factor of " + a + " is no symmetry");
                require(
                        Math.abs(a) == 1 || scale.kinds().contains(SymmetryKind.SCALING),
                        () -> scale.reasonAgainst(SymmetryKind.SCALING));
                require(
                        a > 0 || scale.kinds().contains(SymmetryKind.SIGN_FLIP),
                        () -> scale.reasonAgainst(SymmetryKind.SIGN_FLIP));
            }
        }
    }

    private static void require(boolean condition, Supplier<String> fault) {
        if (!condition) {
            throw new Fault(fault.get());
        }
    }

    /** The element that changes nothing. */
    public static GroupElement identity(Architecture architecture) {
        return identity(SymmetryStructure.of(architecture));
    }

    private static GroupElement identity(SymmetryStructure structure) {
        return new GroupElement(
                structure,
                structure.groups().stream()
                        .map(group -> Permutation.identity(group.size()))
                        .toList(),
                ones(structure));
    }

    /** Permutations of every hidden layer, first to last. */
    public static GroupElement permute(Architecture architecture, List<Permutation> permutations) {
        return permute(SymmetryStructure.of(architecture), permutations);
    }

    private static GroupElement permute(SymmetryStructure structure, List<Permutation> permutations) {
        return new GroupElement(structure, permutations, ones(structure));
    }

    /**
     * Neurons {@code i} and {@code j} of hidden layer {@code layer} change places.
     *
     * @throws Fault if there is no such neuron
     */
    public static GroupElement swap(Architecture architecture, int layer, int i, int j) {
        GroupElement identity = identity(architecture);
        identity.structure.require(layer, i);
        identity.structure.require(layer, j);
        List<Permutation> permutations = new ArrayList<>(identity.permutations);
        permutations.set(layer, Permutation.swap(permutations.get(layer).size(), i, j));
        return permute(identity.structure, permutations);
    }

    /**
     * Neuron {@code i} of hidden layer {@code layer} scaled: its incoming weights and bias by {@code factor}, its
     * outgoing weights by 1/factor. A factor of -1 is a sign flip.
     *
     * @throws Fault if there is no such neuron, or the activation lacks the symmetry
     */
    public static GroupElement scale(Architecture architecture, int layer, int i, double factor) {
        GroupElement identity = identity(architecture);
        identity.structure.require(layer, i);
        int scale = identity.structure.groups().get(layer).scale();
        require(scale >= 0, () -> "hidden layer " + layer + " is normalised before it leads on: its scale is fixed");
        identity.factors.get(scale)[i] = factor;
        return new GroupElement(identity.structure, identity.permutations, identity.factors);
    }

    /** Factors for every channel of every {@link SymmetryStructure.Scale}, first to last. */
    public static GroupElement scale(Architecture architecture, List<double[]> factors) {
        GroupElement identity = identity(architecture);
        return new GroupElement(
                identity.structure,
                identity.permutations,
                factors.stream().map(double[]::clone).toList());
    }

    /** Neuron {@code i} of hidden layer {@code layer} with its sign changed. */
    public static GroupElement flip(Architecture architecture, int layer, int i) {
        return scale(architecture, layer, i, -1);
    }

    /** Uniformly random permutations of every hidden layer. */
    public static GroupElement randomPermutation(Architecture architecture, SplittableRandom random) {
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        List<Permutation> permutations = new ArrayList<>();
        for (SymmetryStructure.Group group : structure.groups()) {
            permutations.add(Permutation.random(group.size(), random));
        }
        return permute(structure, permutations);
    }

    /**
     * Random positive factors, log-uniform in [1/4, 4], for every channel that can be scaled.
     *
     * @throws Fault if none can
     */
    public static GroupElement randomScaling(Architecture architecture, SplittableRandom random) {
        GroupElement identity = identity(architecture);
        boolean any = false;
        for (int s = 0; s < identity.factors.size(); s++) {
            if (identity.structure.scales().get(s).kinds().contains(SymmetryKind.SCALING)) {
                Arrays.setAll(identity.factors.get(s), i -> Math.exp(random.nextDouble(-Math.log(4), Math.log(4))));
                any = true;
            }
        }
        require(
                any || identity.factors.isEmpty(),
                () -> identity.structure.scales().getFirst().reasonAgainst(SymmetryKind.SCALING));
        return identity;
    }

    private static List<double[]> ones(SymmetryStructure structure) {
        List<double[]> factors = new ArrayList<>();
        for (SymmetryStructure.Scale scale : structure.scales()) {
            double[] ones = new double[structure.groups().get(scale.group()).size()];
            Arrays.fill(ones, 1);
            factors.add(ones);
        }
        return factors;
    }

    /** The architecture whose symmetry this is. */
    public Architecture architecture() {
        return structure.architecture();
    }

    /** The permutation of hidden layer {@code l}. */
    public Permutation permutation(int l) {
        return permutations.get(l);
    }

    /** The permutations of all hidden layers, first to last. */
    public List<Permutation> permutations() {
        return permutations;
    }

    /** The factor of the channel that comes to place {@code i} of scale {@code s}: of a perceptron's hidden layer s. */
    public double factor(int s, int i) {
        return factors.get(s)[i];
    }

    private Permutation permutationOfScale(int s) {
        return permutations.get(structure.scales().get(s).group());
    }

    /** This one first, then {@code next}. */
    public GroupElement then(GroupElement next) {
        List<Permutation> composed = new ArrayList<>();
        for (int l = 0; l < permutations.size(); l++) {
            composed.add(permutations.get(l).then(next.permutations.get(l)));
        }
        List<double[]> products = new ArrayList<>();
        for (int s = 0; s < factors.size(); s++) {
            Permutation p = next.permutationOfScale(s);
            double[] first = factors.get(s);
            double[] second = next.factors.get(s);
            double[] product = new double[first.length];
            Arrays.setAll(product, i -> first[p.get(i)] * second[i]);
            products.add(product);
        }
        return new GroupElement(structure, composed, products);
    }

    /** The element that undoes this one. */
    public GroupElement inverse() {
        List<Permutation> inverses =
                permutations.stream().map(Permutation::inverse).toList();
        List<double[]> reciprocals = new ArrayList<>();
        for (int s = 0; s < factors.size(); s++) {
            Permutation inverse = permutationOfScale(s).inverse();
            double[] forward = factors.get(s);
            double[] reciprocal = new double[forward.length];
            Arrays.setAll(reciprocal, i -> 1 / forward[inverse.get(i)]);
            reciprocals.add(reciprocal);
        }
        return new GroupElement(structure, inverses, reciprocals);
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
        if (!weights.architecture().equals(architecture())) {
            throw new IllegalArgumentException(weights.architecture() + " is not " + architecture());
        }
        float[] given = weights.toArray();
        float[] moved = given.clone();
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            move(carrier, given, moved);
        }
        if (architecture().isPerceptron() && architecture().activation() == Activation.SIGMOID) {
            handOverBiases(weights, moved);
        }
        return Weights.wrap(architecture(), moved);
    }

    private void move(SymmetryStructure.Carrier carrier, float[] from, float[] to) {
        ParameterTensor tensor = carrier.tensor();
        int[] rows = gather(carrier.rows(), tensor.rows());
        int[] columns = gather(carrier.columns(), tensor.columns());
        double[] rowFactors = factors(carrier.rows(), tensor.rows());
        double[] columnFactors = factors(carrier.columns(), tensor.columns());
        double epsilon = tensor.role() == Layer.Role.VARIANCE
                ? ((Layer.BatchNorm) architecture().layer(tensor.node())).epsilon()
                : 0;
        int at = tensor.offset();
        for (int r = 0; r < rows.length; r++) {
            int row = tensor.offset() + rows[r] * tensor.columns();
            double a = tensor.role() == Layer.Role.VARIANCE ? rowFactors[r] * rowFactors[r] : rowFactors[r];
            for (int c = 0; c < columns.length; c++) {
                to[at++] = (float) (a * (from[row + columns[c]] + epsilon) / columnFactors[c] - epsilon);
            }
        }
    }

    /** Where each row or column of a matrix comes from. */
    private int[] gather(SymmetryStructure.Axis axis, int length) {
        int[] gather = new int[length];
        Arrays.setAll(gather, k -> k);
        if (axis.group() >= 0) {
            Permutation p = permutations.get(axis.group());
            int block = axis.block();
            Arrays.setAll(gather, k -> p.get(k / block) * block + k % block);
        }
        return gather;
    }

    private double[] factors(SymmetryStructure.Axis axis, int length) {
        double[] along = new double[length];
        Arrays.fill(along, 1);
        if (axis.scale() >= 0) {
            double[] own = factors.get(axis.scale());
            Arrays.setAll(along, k -> own[k / axis.block()]);
        }
        return along;
    }

    /** What sigmoid neurons that are flipped hand over to the biases of the layer after: their old outgoing weights. */
    private void handOverBiases(Weights weights, float[] moved) {
        Architecture architecture = architecture();
        for (int l = 1; l < architecture.layers(); l++) {
            boolean hidden = l < permutations.size();
            for (int o = 0; o < architecture.out(l); o++) {
                int from = hidden ? permutations.get(l).get(o) : o;
                double handed = 0;
                for (int i = 0; i < architecture.in(l); i++) {
                    handed += factors.get(l - 1)[i] < 0
                            ? weights.weight(l, from, permutations.get(l - 1).get(i))
                            : 0;
                }
                int bias = architecture.biasOffset(l) + o;
                moved[bias] += (float) ((hidden ? factors.get(l)[o] : 1) * handed);
            }
        }
    }
}
