package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;

/**
 * The canonical form of a network with positively homogeneous activation (Pittorino et al. 2022): every hidden neuron's
 * incoming weights have norm 1, the norms having been moved to the outgoing weights. All networks that differ by
 * scalings have the same one.
 *
 * @param weights the canonical network
 * @param scaling the element that led there from the network that was given
 * @param logNorm the natural logarithm of the last layer's Frobenius norm before it was changed
 * @param deadNeurons hidden neurons whose incoming weights vanish (norm below {@value #DEAD}); left as they are
 * @param maxNormError the largest | |w| - 1 | over the live hidden neurons of {@code weights}, as stored
 */
public record CanonicalForm(
        Weights weights, GroupElement scaling, double logNorm, int deadNeurons, double maxNormError) {
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
     * @throws Fault if the activation has no scaling symmetry
     */
    public static CanonicalForm of(Weights given, LastLayer lastLayer) {
        Architecture architecture = given.architecture();
        Activation activation = architecture.activation();
        if (!activation.has(SymmetryKind.SCALING)) {
            throw new Fault("no canonical form: " + activation.reasonAgainst(SymmetryKind.SCALING));
        }
        List<double[]> factors = new ArrayList<>();
        double[] previous = null;
        int dead = 0;
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            double[] layer = new double[architecture.out(l)];
            for (int o = 0; o < layer.length; o++) {
                double norm = incomingNorm(given, l, o, previous);
                dead += norm < DEAD ? 1 : 0;
                layer[o] = norm < DEAD ? 1 : 1 / norm;
            }
            factors.add(layer);
            previous = layer;
        }
        GroupElement scaling = GroupElement.scale(architecture, factors);
        Weights canonical = scaling.actOn(given);
        double norm = lastNorm(canonical);
        if (lastLayer != LastLayer.KEEP && norm >= DEAD) {
            double target = lastLayer == LastLayer.UNIT ? 1 : Math.sqrt(architecture.outputs());
            canonical = scaleLastLayer(canonical, target / norm);
        }
        return new CanonicalForm(canonical, scaling, Math.log(norm), dead, maxNormError(canonical));
    }

    /**
     * Where the network lies on one of its spheres, in double: the incoming weights of neuron {@code i} of hidden layer
     * {@code l}, or for the last layer, with {@code i} = 0, all its weights {@code [out, in]}; over their norm.
     *
     * @return nothing for what is dead: 0 lies on no sphere
     */
    public Optional<double[]> point(int l, int i) {
        int at = offset(l, i);
        double[] point = new double[coordinates(l)];
        Arrays.setAll(point, k -> weights.get(at + k));
        double norm = Math.sqrt(Arrays.stream(point).map(w -> w * w).sum());
        Arrays.setAll(point, k -> point[k] / norm);
        return norm < DEAD ? Optional.empty() : Optional.of(point);
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
        double norm = last ? Math.exp(form.logNorm) : 1 / form.scaling.factor(l, i);
        float[] block = given.toArray();
        int at = form.offset(l, i);
        for (int k = 0; k < point.length; k++) {
            double before = l == 0 ? 1 : form.scaling.factor(l - 1, k % architecture.in(l));
            block[at + k] = (float) (norm * point[k] * before);
        }
        return Weights.wrap(architecture, block);
    }

    /** Coordinates of a point on a sphere of layer {@code l}. */
    private int coordinates(int l) {
        Architecture architecture = weights.architecture();
        return l == architecture.hiddenLayers() ? architecture.in(l) * architecture.out(l) : architecture.in(l);
    }

    /** Where a point's coordinates begin in the block of parameters. */
    private int offset(int l, int i) {
        return weights.architecture().weightOffset(l)
                + i * weights.architecture().in(l);
    }

    /** The norm of a neuron's incoming weights, once the layer before has been scaled by {@code previous}. */
    private static double incomingNorm(Weights weights, int l, int o, double[] previous) {
        double sum = 0;
        for (int i = 0; i < weights.architecture().in(l); i++) {
            double w = weights.weight(l, o, i) / (previous == null ? 1 : previous[i]);
            sum += w * w;
        }
        return Math.sqrt(sum);
    }

    private static double lastNorm(Weights weights) {
        double sum = 0;
        for (float w : weights.layerWeights(weights.architecture().layers() - 1)) {
            sum += (double) w * w;
        }
        return Math.sqrt(sum);
    }

    private static Weights scaleLastLayer(Weights weights, double factor) {
        float[] block = weights.toArray();
        Architecture architecture = weights.architecture();
        for (int i = architecture.weightOffset(architecture.layers() - 1); i < block.length; i++) {
            block[i] = (float) (block[i] * factor);
        }
        return Weights.wrap(architecture, block);
    }

    private static double maxNormError(Weights weights) {
        double max = 0;
        for (int l = 0; l < weights.architecture().hiddenLayers(); l++) {
            for (int o = 0; o < weights.architecture().out(l); o++) {
                double norm = incomingNorm(weights, l, o, null);
                max = norm < DEAD ? max : Math.max(max, Math.abs(norm - 1));
            }
        }
        return max;
    }
}
