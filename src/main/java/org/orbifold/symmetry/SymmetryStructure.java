package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.SymmetryKind;

/**
 * The symmetries of an architecture, found from what its nodes do: which channels change places together, which are scaled
 * together, and which rows and columns of which parameters that moves. It is what Ainsworth et al. (<i>Git Re-Basin</i>,
 * 2023) write down by hand as a permutation specification.
 *
 * <p>A weighted layer gives new channels; pointwise functions, norms and pooling keep them; addition ties the channels of
 * what it adds to each other, order and scale; a flattened channel is a block of features. The channels of the input and
 * of the output stay where they are. Scales run from layer to layer in the same way, but end at norms, which forget the
 * scale of what comes in: free where a batch norm follows, whose running mean and variance carry it, fixed where a layer
 * norm does, which takes all channels together. A norm's gain and shift carry the scale of what it gives.
 *
 * @param architecture of which they are
 * @param groups the sets of channels that change places together, in the order in which they begin: the hidden layers of a
 *     multilayer perceptron
 * @param scales the sets of channels that are scaled together; of a multilayer perceptron, the hidden layers again
 * @param carriers the parameters, in the order in which they lie, with what moves their rows and columns
 * @param nodes what moves the features that each node gives, node 0 first
 */
public record SymmetryStructure(
        Architecture architecture, List<Group> groups, List<Scale> scales, List<Carrier> carriers, List<Axis> nodes) {
    /** In place of a group or a scale: these rows or columns stay. */
    public static final int FIXED = -1;

    /**
     * Channels that change places together.
     *
     * @param size how many
     * @param scale the one that weights which lead away from them carry: where a person scales a channel, this is meant
     */
    public record Group(int size, int scale) {}

    /**
     * Channels that are scaled together.
     *
     * @param group the channels
     * @param kinds which factors are symmetries: positive ones, or a change of sign
     * @param against the activation that forbids the others, if it is one
     */
    public record Scale(int group, Set<SymmetryKind> kinds, Optional<Activation> against) {
        public Scale {
            kinds = Set.copyOf(kinds);
        }

        /** Why a kind of symmetry is missing. */
        public String reasonAgainst(SymmetryKind kind) {
            return against.map(activation -> activation.reasonAgainst(kind))
                    .orElse("a channel on its way into a norm, or pooled, has no " + kind.label() + " symmetry");
        }
    }

    /**
     * What moves the rows or the columns of a matrix, or the channels of features.
     *
     * @param group whose channels they are, or {@link #FIXED}
     * @param block how many of them a channel of the group has, one after the other
     * @param scale that they carry, or {@link #FIXED}
     */
    public record Axis(int group, int block, int scale) {}

    /** A parameter, with what moves its rows and its columns. */
    public record Carrier(ParameterTensor tensor, Axis rows, Axis columns) {}

    public SymmetryStructure {
        groups = List.copyOf(groups);
        scales = List.copyOf(scales);
        carriers = List.copyOf(carriers);
        nodes = List.copyOf(nodes);
    }

    /** The symmetries of an architecture. */
    public static SymmetryStructure of(Architecture architecture) {
        return new Search(architecture).run();
    }

    /** log10 of the number of permutations: the sum of log10(size!) over the groups. */
    public double log10Permutations() {
        double sum = 0;
        for (Group group : groups) {
            for (int k = 2; k <= group.size; k++) {
                sum += Math.log10(k);
            }
        }
        return sum;
    }

    /** The dimension of the group of positive scalings. */
    public int scalingDimensions() {
        return scales.stream()
                .filter(scale -> scale.kinds.contains(SymmetryKind.SCALING))
                .mapToInt(scale -> groups.get(scale.group).size)
                .sum();
    }

    /** Whether a channel of a group, where a person scales it, has symmetries of a kind. */
    public boolean allows(int group, SymmetryKind kind) {
        int scale = groups.get(group).scale();
        return scale >= 0 && scales.get(scale).kinds().contains(kind);
    }

    /** Why a channel of a group has no symmetries of a kind. */
    public String reasonAgainst(int group, SymmetryKind kind) {
        int scale = groups.get(group).scale();
        return scale < 0
                ? "normalised before it leads on: its scale is fixed"
                : scales.get(scale).reasonAgainst(kind);
    }

    /**
     * Refuses a channel that is not there.
     *
     * @throws Fault saying how many there are
     */
    public void require(int group, int channel) {
        if (group < 0 || group >= groups.size()) {
            throw new Fault("no hidden layer " + group + ": there are " + groups.size() + ", counted from 0");
        }
        int size = groups.get(group).size;
        if (channel < 0 || channel >= size) {
            throw new Fault(
                    "no neuron " + channel + " in hidden layer " + group + ": there are " + size + ", counted from 0");
        }
    }

    /** The way through the nodes. */
    private static final class Search {
        /** Channels of a node: a group and a scale that may turn out to be others', a block of features each. */
        private record Channels(int group, int block, int scale) {}

        private final Architecture architecture;
        private final Ties groups = new Ties();
        private final Ties scales = new Ties();
        private final List<Integer> sizes = new ArrayList<>();
        private final List<Set<SymmetryKind>> kinds = new ArrayList<>();
        private final List<Optional<Activation>> against = new ArrayList<>();
        private final List<Integer> groupOfScale = new ArrayList<>();
        private final Channels[] channels;

        Search(Architecture architecture) {
            this.architecture = architecture;
            channels = new Channels[architecture.nodes().size() + 1];
        }

        SymmetryStructure run() {
            channels[0] = fresh(architecture.input().channels());
            for (int k = 1; k < channels.length; k++) {
                channels[k] = through(k);
            }
            for (Channels fixed : List.of(channels[0], channels[channels.length - 1])) {
                groups.fix(fixed.group);
                scales.fix(fixed.scale);
            }
            return found();
        }

        /** New channels, of which nothing is known. */
        private Channels fresh(int size) {
            sizes.add(size);
            return new Channels(groups.add(), 1, freshScale(sizes.size() - 1));
        }

        private int freshScale(int group) {
            kinds.add(EnumSet.allOf(SymmetryKind.class));
            against.add(Optional.empty());
            groupOfScale.add(group);
            return scales.add();
        }

        private void forbid(int scale, SymmetryKind kind, Optional<Activation> activation) {
            if (kinds.get(scale).remove(kind)) {
                against.set(scale, against.get(scale).or(() -> activation));
            }
        }

        private Channels through(int k) {
            Channels in = channels[architecture.nodes().get(k - 1).from()];
            return switch (architecture.layer(k)) {
                case Layer.Linear(int out) -> fresh(out);
                case Layer.Convolution(int out, var _, var _) -> fresh(out);
                case Layer.Pointwise(Activation activation) -> {
                    for (SymmetryKind kind : SymmetryKind.values()) {
                        if (!activation.has(kind) || handsOverBiases(activation)) {
                            forbid(in.scale, kind, Optional.of(activation));
                        }
                    }
                    yield in;
                }
                case Layer.BatchNorm _ -> {
                    forbid(in.scale, SymmetryKind.SIGN_FLIP, Optional.empty());
                    yield new Channels(in.group, in.block, freshScale(in.group));
                }
                case Layer.LayerNorm _ -> {
                    scales.fix(in.scale);
                    yield new Channels(in.group, in.block, freshScale(in.group));
                }
                case Layer.MaxPool _ -> {
                    forbid(in.scale, SymmetryKind.SIGN_FLIP, Optional.empty());
                    yield in;
                }
                case Layer.AveragePool _, Layer.GlobalAveragePool _ -> in;
                case Layer.Flatten _ -> {
                    int area = architecture
                            .shape(architecture.nodes().get(k - 1).from())
                            .area();
                    yield new Channels(in.group, in.block * area, in.scale);
                }
                case Layer.Add(int other) -> tie(in, channels[other]);
            };
        }

        /** A flipped sigmoid neuron hands a weight over to the next biases: only a perceptron is sure to have them. */
        private boolean handsOverBiases(Activation activation) {
            return activation == Activation.SIGMOID && !architecture.isPerceptron();
        }

        private Channels tie(Channels a, Channels b) {
            groups.tie(a.group, b.group);
            scales.tie(a.scale, b.scale);
            if (a.block != b.block) {
                groups.fix(a.group);
                scales.fix(a.scale);
            }
            return a;
        }

        private SymmetryStructure found() {
            int[] groupIndex = groups.indices();
            for (int s = 0; s < groupOfScale.size(); s++) {
                if (groupIndex[groupOfScale.get(s)] == FIXED) {
                    scales.fix(s);
                }
            }
            int[] scaleIndex = scales.indices();
            List<Scale> foundScales = new ArrayList<>();
            for (int s = 0; s < scaleIndex.length; s++) {
                int index = scaleIndex[s];
                int group = groupIndex[groupOfScale.get(s)];
                if (index == foundScales.size()) {
                    foundScales.add(new Scale(group, kinds.get(s), against.get(s)));
                } else if (index >= 0) {
                    Scale before = foundScales.get(index);
                    Set<SymmetryKind> both = EnumSet.copyOf(kinds.get(s));
                    both.retainAll(before.kinds);
                    int tied = before.group;
                    int own = s;
                    foundScales.set(index, new Scale(tied, both, before.against.or(() -> against.get(own))));
                }
            }
            List<Carrier> carriers = carriers(groupIndex, scaleIndex);
            List<Axis> nodes = Arrays.stream(channels)
                    .map(c -> new Axis(groupIndex[c.group], c.block, scaleIndex[c.scale]))
                    .toList();
            return new SymmetryStructure(architecture, foundGroups(groupIndex, carriers), foundScales, carriers, nodes);
        }

        private List<Carrier> carriers(int[] groupIndex, int[] scaleIndex) {
            List<Carrier> carriers = new ArrayList<>();
            for (ParameterTensor tensor : architecture.tensors()) {
                Channels in =
                        channels[architecture.nodes().get(tensor.node() - 1).from()];
                Channels out = channels[tensor.node()];
                boolean ofInput = tensor.role() == Layer.Role.MEAN || tensor.role() == Layer.Role.VARIANCE;
                Channels rows = ofInput ? in : out;
                Axis none = new Axis(FIXED, 1, FIXED);
                int window = tensor.columns()
                        / architecture
                                .shape(architecture
                                        .nodes()
                                        .get(tensor.node() - 1)
                                        .from())
                                .channels();
                carriers.add(new Carrier(
                        tensor,
                        new Axis(groupIndex[rows.group], rows.block, scaleIndex[rows.scale]),
                        tensor.role() == Layer.Role.WEIGHT
                                ? new Axis(groupIndex[in.group], in.block * window, scaleIndex[in.scale])
                                : none));
            }
            return carriers;
        }

        private List<Group> foundGroups(int[] groupIndex, List<Carrier> carriers) {
            int count = Arrays.stream(groupIndex).max().orElse(FIXED) + 1;
            Group[] found = new Group[count];
            for (int g = 0; g < groupIndex.length; g++) {
                if (groupIndex[g] >= 0) {
                    found[groupIndex[g]] = new Group(sizes.get(g), FIXED);
                }
            }
            for (Carrier carrier : carriers) {
                Axis columns = carrier.columns;
                if (columns.group >= 0) {
                    found[columns.group] = new Group(found[columns.group].size, columns.scale);
                }
            }
            return List.of(found);
        }
    }

    /** Things that may turn out to be one: a forest of them, with one tree for those that are fixed. */
    private static final class Ties {
        private final List<Integer> parents = new ArrayList<>(List.of(0));

        /** Another thing; returns its number, from 0. */
        int add() {
            parents.add(parents.size());
            return parents.size() - 2;
        }

        void tie(int a, int b) {
            unite(a + 1, b + 1);
        }

        void fix(int a) {
            unite(a + 1, 0);
        }

        private void unite(int a, int b) {
            int first = root(a);
            int second = root(b);
            parents.set(Math.max(first, second), Math.min(first, second));
        }

        private int root(int a) {
            int root = a;
            while (parents.get(root) != root) {
                root = parents.get(root);
            }
            return root;
        }

        /** For each thing which it is: 0 and up in the order in which they begin, or {@link #FIXED}. */
        int[] indices() {
            int[] indices = new int[parents.size() - 1];
            int count = 0;
            for (int k = 0; k < indices.length; k++) {
                int root = root(k + 1);
                indices[k] = root == 0 ? FIXED : root == k + 1 ? count++ : indices[root - 1];
            }
            return indices;
        }
    }
}
