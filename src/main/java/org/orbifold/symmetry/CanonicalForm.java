package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/**
 * The canonical form of a network with positively homogeneous activation (Pittorino et al. 2022): every hidden neuron's
 * incoming weights have norm 1, the norms having been moved to the outgoing weights. All networks that differ by
 * scalings have the same one. Where several layers lead to a channel, added up, the first of them decides; of a norm, whose
 * gain is what leads there, the gain becomes 1 or -1.
 *
 * @param weights the canonical network
 * @param scaling the element that led there from the network that was given
 * @param logNorm the natural logarithm of the last layer's Frobenius norm before it was changed, if that layer is linear
 * @param deadNeurons hidden neurons whose incoming weights vanish (norm below {@value #DEAD}); left as they are
 * @param maxNormError the largest | |w| - 1 | over the live hidden neurons of {@code weights}, as stored
 */
public record CanonicalForm(
        Weights weights, GroupElement scaling, OptionalDouble logNorm, int deadNeurons, double maxNormError) {
    /** Below this norm a neuron is dead. */
    public static final double DEAD = 1e-12;

    /** What becomes of the last layer's norm. */
    public enum LastLayer {
        /** Kept, so that the function is unchanged. */
        KEEP("keep"),
        /** The Frobenius norm of the weights becomes 1; weights and bias by the same factor, so that classes stand. */
        UNIT("unit"),
        /** As {@link #UNIT}, with norm sqrt(number of outputs). */
        SQRT_C("sqrtC");

        private final String id;

        LastLayer(String id) {
            this.id = id;
        }

        /** The name on the command line. */
        public String id() {
            return id;
        }

        /**
         * The constant of that name.
         *
         * @throws Fault if there is none
         */
        public static LastLayer parse(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id.equalsIgnoreCase(id))
                    .findFirst()
                    .orElseThrow(() -> Fault.in(
                            id,
                            "there are "
                                    + Arrays.stream(values()).map(LastLayer::id).collect(Collectors.joining(", "))));
        }
    }

    /**
     * The canonical form of a network.
     *
     * @throws Fault if the activation has no scaling symmetry; or if the last layer's norm is to change, and it is not
     *     linear
     */
    public static CanonicalForm of(Weights given, LastLayer lastLayer) {
        SymmetryStructure structure = SymmetryStructure.of(given.architecture());
        requireScalings(structure);
        List<double[]> factors = new ArrayList<>();
        int dead = 0;
        for (int s = 0; s < structure.scales().size(); s++) {
            double[] norms = incomingNorms(given, structure, s, factors);
            for (int i = 0; i < norms.length; i++) {
                boolean scaled = structure.scales().get(s).kinds().contains(SymmetryKind.SCALING);
                dead += norms[i] < DEAD ? 1 : 0;
                norms[i] = norms[i] < DEAD || !scaled ? 1 : 1 / norms[i];
            }
            factors.add(norms);
        }
        GroupElement scaling = GroupElement.scale(given.architecture(), factors);
        Weights canonical = scaling.actOn(given);
        if (lastLayer == LastLayer.KEEP && !endsLinear(given.architecture())) {
            return new CanonicalForm(
                    canonical, scaling, OptionalDouble.empty(), dead, maxNormError(canonical, structure));
        }
        double norm = lastNorm(canonical);
        if (lastLayer != LastLayer.KEEP && norm >= DEAD) {
            double target = lastLayer == LastLayer.UNIT
                    ? 1
                    : Math.sqrt(given.architecture().outputs());
            canonical = scaleLastLayer(canonical, target / norm);
        }
        OptionalDouble logNorm = OptionalDouble.of(Math.log(norm));
        return new CanonicalForm(canonical, scaling, logNorm, dead, maxNormError(canonical, structure));
    }

    private static void requireScalings(SymmetryStructure structure) {
        if (structure.scales().stream().noneMatch(scale -> scale.kinds().contains(SymmetryKind.SCALING))) {
            Activation activation = structure.architecture().activation();
            if (!structure.scales().isEmpty() || !activation.has(SymmetryKind.SCALING)) {
                throw new Fault("no canonical form: " + activation.reasonAgainst(SymmetryKind.SCALING));
            }
        }
    }

    /**
     * A sphere on which canonical networks lie.
     *
     * @param offset of its first coordinate in the block of parameters; the others follow
     * @param size how many coordinates
     * @param bias where the bias lies of the neuron or channel that it belongs to, if it has one of its own
     */
    public record Span(int offset, int size, OptionalInt bias) {
        /**
         * Where a canonical network lies on the sphere, in double.
         *
         * @return nothing for what is dead: 0 lies on no sphere
         */
        public Optional<double[]> point(Weights canonical) {
            double[] point = new double[size];
            Arrays.setAll(point, k -> canonical.get(offset + k));
            double norm = Math.sqrt(Arrays.stream(point).map(w -> w * w).sum());
            Arrays.setAll(point, k -> point[k] / norm);
            return norm < DEAD ? Optional.empty() : Optional.of(point);
        }
    }

    /**
     * The spheres of an architecture: for each scale that networks have, which is a hidden layer of a multilayer perceptron,
     * one for each neuron or channel; then one for all weights {@code [out, in]} of the last layer.
     *
     * @throws Fault if the last layer is not linear
     */
    public static List<List<Span>> spheres(Architecture architecture) {
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        List<List<Span>> spheres = new ArrayList<>();
        for (int s = 0; s < structure.scales().size(); s++) {
            SymmetryStructure.Carrier carrier = carrier(structure, s);
            if (isOnSpheres(structure, carrier)) {
                spheres.add(spheres(structure, carrier));
            }
        }
        ParameterTensor last = last(architecture);
        spheres.add(List.of(new Span(last.offset(), last.size(), OptionalInt.empty())));
        return spheres;
    }

    /** Whether a parameter's rows, channel by channel, lie on spheres: the first weights, or gains, that a scaling changes. */
    public static boolean isOnSpheres(SymmetryStructure structure, SymmetryStructure.Carrier carrier) {
        int s = carrier.rows().scale();
        return s >= 0
                && structure.scales().get(s).kinds().contains(SymmetryKind.SCALING)
                && carrier(structure, s).equals(carrier);
    }

    private static List<Span> spheres(SymmetryStructure structure, SymmetryStructure.Carrier carrier) {
        ParameterTensor tensor = carrier.tensor();
        int channels = tensor.rows() / carrier.rows().block();
        Optional<ParameterTensor> bias = structure.architecture().tensors().stream()
                .filter(other -> other.node() == tensor.node() && other.role() == Layer.Role.BIAS)
                .filter(other -> other.size() == channels)
                .findFirst();
        return IntStream.range(0, channels)
                .mapToObj(i -> new Span(
                        tensor.offset() + i * (tensor.size() / channels),
                        tensor.size() / channels,
                        bias.map(b -> OptionalInt.of(b.offset() + i)).orElse(OptionalInt.empty())))
                .toList();
    }

    /**
     * A network moved on one of its spheres, its norms and all its other parameters standing still. Not a symmetry: the
     * function changes.
     *
     * @param given the network
     * @param l the layer
     * @param i the neuron of a hidden layer; 0 for the last layer
     * @param point where it is to lie, of norm 1
     * @throws Fault if the activation has no scaling symmetry
     */
    public static Weights move(Weights given, int l, int i, double[] point) {
        CanonicalForm form = of(given, LastLayer.KEEP);
        Architecture architecture = given.architecture();
        boolean last = l == architecture.hiddenLayers();
        double norm = last ? Math.exp(form.logNorm.orElseThrow()) : 1 / form.scaling.factor(l, i);
        float[] block = given.toArray();
        int at = spheres(architecture).get(l).get(i).offset;
        for (int k = 0; k < point.length; k++) {
            double before = l == 0 ? 1 : form.scaling.factor(l - 1, k % architecture.in(l));
            block[at + k] = (float) (norm * point[k] * before);
        }
        return Weights.wrap(architecture, block);
    }

    /**
     * The norms of what leads to the channels of scale {@code s} of the structure: of their rows of the first weights, or
     * of their first gains, that carry it.
     */
    public static double[] incomingNorms(Weights weights, SymmetryStructure structure, int s) {
        return incomingNorms(weights, structure, s, List.of());
    }

    /**
     * The norms of what leads to the channels of scale {@code s}: of their rows of the first weights, or of their first
     * gains, that carry it, once the scales before have been changed by {@code factors}.
     */
    private static double[] incomingNorms(Weights weights, SymmetryStructure structure, int s, List<double[]> factors) {
        SymmetryStructure.Carrier carrier = carrier(structure, s);
        ParameterTensor tensor = carrier.tensor();
        SymmetryStructure.Axis columns = carrier.columns();
        double[] norms = new double[tensor.rows() / carrier.rows().block()];
        for (int r = 0; r < tensor.rows(); r++) {
            for (int c = 0; c < tensor.columns(); c++) {
                double before = columns.scale() < 0 || columns.scale() >= factors.size()
                        ? 1
                        : factors.get(columns.scale())[c / columns.block()];
                double w = weights.get(tensor.offset() + r * tensor.columns() + c) / before;
                norms[r / carrier.rows().block()] += w * w;
            }
        }
        Arrays.setAll(norms, i -> Math.sqrt(norms[i]));
        return norms;
    }

    /** The first weights, or gains, whose rows a scale changes. */
    private static SymmetryStructure.Carrier carrier(SymmetryStructure structure, int s) {
        return structure.carriers().stream()
                .filter(c -> c.rows().scale() == s && c.tensor().role() != Layer.Role.BIAS)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The weights of the layer that gives the logits.
     *
     * @throws Fault if that is not a linear layer
     */
    public static ParameterTensor last(Architecture architecture) {
        if (!endsLinear(architecture)) {
            throw new Fault("its last layer has no norm of its own: it is not linear");
        }
        return architecture.weights(architecture.layers() - 1);
    }

    private static boolean endsLinear(Architecture architecture) {
        return architecture.weights(architecture.layers() - 1).node()
                == architecture.nodes().size();
    }

    private static double lastNorm(Weights weights) {
        ParameterTensor last = last(weights.architecture());
        double sum = 0;
        for (int i = last.offset(); i < last.end(); i++) {
            sum += (double) weights.get(i) * weights.get(i);
        }
        return Math.sqrt(sum);
    }

    private static Weights scaleLastLayer(Weights weights, double factor) {
        float[] block = weights.toArray();
        for (int i = last(weights.architecture()).offset(); i < block.length; i++) {
            block[i] = (float) (block[i] * factor);
        }
        return Weights.wrap(weights.architecture(), block);
    }

    private static double maxNormError(Weights weights, SymmetryStructure structure) {
        double max = 0;
        for (int s = 0; s < structure.scales().size(); s++) {
            if (structure.scales().get(s).kinds().contains(SymmetryKind.SCALING)) {
                for (double norm : incomingNorms(weights, structure, s)) {
                    max = norm < DEAD ? max : Math.max(max, Math.abs(norm - 1));
                }
            }
        }
        return max;
    }
}
