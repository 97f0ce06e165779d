package org.orbifold.ui.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Type;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.path.SpherePair;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/** A step of the history: a named change of network A or B that can be undone and done again. */
public sealed interface Edit {
    /** What the history calls it. */
    String name();

    /** The weights after it. */
    Weights apply(Weights weights);

    /** The network that it changes. */
    default End end() {
        return End.A;
    }

    /**
     * A network after several edits; symmetries in a row are multiplied first, in double, so that they do not round.
     *
     * @param edits of that network, in their order
     */
    static Weights applyAll(List<Edit> edits, Weights opened) {
        Weights weights = opened;
        Optional<GroupElement> product = Optional.empty();
        for (Edit edit : edits) {
            if (edit instanceof Edit.Symmetry symmetry) {
                product =
                        Optional.of(product.map(g -> g.then(symmetry.element())).orElse(symmetry.element()));
            } else {
                weights = edit.apply(product.isPresent() ? product.get().actOn(weights) : weights);
                product = Optional.empty();
            }
        }
        return product.isPresent() ? product.get().actOn(weights) : weights;
    }

    /** A symmetry: the function stands still. */
    record Symmetry(String name, GroupElement element) implements Edit {
        @Override
        public Weights apply(Weights weights) {
            return element.actOn(weights);
        }
    }

    /** Only one side of a symmetry: a hidden layer's incoming rows change places, its outgoing columns do not. */
    record Break(int layer) implements Edit {
        @Override
        public String name() {
            return "break(hidden " + layer + ")";
        }

        @Override
        public Weights apply(Weights weights) {
            Architecture architecture = weights.architecture();
            int out = architecture.out(layer);
            int in = architecture.in(layer);
            int[] shifted = new int[out];
            Arrays.setAll(shifted, i -> (i + 1) % out);
            Permutation shift = Permutation.of(shifted);
            float[] rows = weights.layerWeights(layer);
            float[] block = weights.toArray();
            for (int o = 0; o < out; o++) {
                int from = shift.get(o);
                System.arraycopy(rows, from * in, block, architecture.weightOffset(layer) + o * in, in);
                block[architecture.biasOffset(layer) + o] = weights.bias(layer, from);
            }
            return Weights.wrap(architecture, block);
        }
    }

    /**
     * A neuron's incoming weights, or all of the last layer's, turned to another direction in canonical form: norms and
     * all else stand still. No symmetry: the function changes.
     *
     * @param architecture of the network
     * @param layer the linear layer
     * @param neuron of a hidden layer; 0 for the last layer
     * @param point where it is turned to, on its sphere
     * @param angle by how much, in radians; NaN where that is not known
     */
    @SuppressWarnings("ArrayRecordComponent") // a point as the sphere takes it; never compared
    record Rotate(End end, Architecture architecture, int layer, int neuron, double[] point, double angle)
            implements Edit {
        /** To turn an end of a pair of points to another point. */
        public static Rotate to(End end, Architecture architecture, SpherePair pair, double[] point) {
            double[] from = end == End.A ? pair.x() : pair.y();
            double angle = new Sphere(pair.dimension()).distance(Coordinates.DOUBLE, from, 0, point, 0);
            return new Rotate(end, architecture, pair.layer(), pair.neuron(), point, angle);
        }

        @Override
        public String name() {
            boolean last = layer == architecture.hiddenLayers();
            return "rotate(" + (last ? "last layer" : "n" + neuron) + (end == End.A ? ", " : " of B, ")
                    + Type.degrees(angle) + ")" + (last ? "" : " in hidden " + layer);
        }

        @Override
        public Weights apply(Weights weights) {
            return CanonicalForm.move(weights, layer, neuron, point);
        }

        /** The same rotation of the network that an element moved to where this one rotates it. */
        Rotate before(GroupElement moved) {
            int hidden = architecture.hiddenLayers();
            int in = architecture.in(layer);
            double sign = layer < hidden ? Math.signum(moved.factor(layer, neuron)) : 1;
            double[] own = point.clone();
            for (int k = 0; layer > 0 && k < own.length; k++) {
                int from = moved.permutation(layer - 1).get(k % in);
                own[k - k % in + from] = point[k] * Math.signum(moved.factor(layer - 1, k % in));
            }
            Arrays.setAll(own, k -> sign * own[k]);
            int neuronBefore = layer < hidden ? moved.permutation(layer).get(neuron) : 0;
            return new Rotate(end, architecture, layer, neuronBefore, own, angle);
        }
    }

    /** Another matching of B's neurons to A's: neither network changes, but what aligns B does. */
    record Rematch(String name, MatchingState before, MatchingState after) implements Edit {
        @Override
        public Weights apply(Weights weights) {
            return weights;
        }

        @Override
        public End end() {
            return End.B;
        }
    }

    /** Other bends of a curve from A to B: neither network changes, but the path between them. */
    record Rebend(String name, PathFigure.Kind kind, Optional<List<Weights>> before, Optional<List<Weights>> after)
            implements Edit {
        @Override
        public Weights apply(Weights weights) {
            return weights;
        }

        @Override
        public End end() {
            return End.B;
        }
    }

    /** A network put elsewhere: no symmetry, the function changes. */
    record Move(End end, String name, Weights to) implements Edit {
        @Override
        public Weights apply(Weights weights) {
            return to;
        }
    }

    /** Two neurons of a hidden layer change places. */
    static Edit swap(Architecture architecture, int layer, int i, int j) {
        String name = "swap(" + Math.min(i, j) + ", " + Math.max(i, j) + ") in hidden " + layer;
        return new Symmetry(name, GroupElement.swap(architecture, layer, i, j));
    }

    /** A neuron is scaled. */
    static Edit scale(Architecture architecture, int layer, int i, double factor) {
        String name = "scale(n" + i + ", \u00d7" + Type.number(factor) + ") in hidden " + layer;
        return new Symmetry(name, GroupElement.scale(architecture, layer, i, factor));
    }

    /** A neuron's sign is flipped. */
    static Edit flip(Architecture architecture, int layer, int i) {
        return new Symmetry("flip(n" + i + ") in hidden " + layer, GroupElement.flip(architecture, layer, i));
    }

    /**
     * The incoming rows of a hidden layer move on by one.
     *
     * @throws Fault if there is no such layer
     */
    static Edit breakLayer(Architecture architecture, int layer) {
        requireLayer(architecture, layer, architecture.hiddenLayers());
        return new Break(layer);
    }

    /**
     * A neuron's incoming weights, or all of the last layer's, turn to a direction in canonical form.
     *
     * @param neuron of a hidden layer; 0 for the last layer
     * @param direction of any length but 0
     * @throws Fault if there is no such neuron, or the direction has other dimensions
     */
    static Edit rotate(Architecture architecture, int layer, int neuron, double[] direction) {
        requireLayer(architecture, layer, architecture.layers());
        boolean last = layer == architecture.hiddenLayers();
        int neurons = last ? 1 : architecture.out(layer);
        if (neuron < 0 || neuron >= neurons) {
            throw new Fault("there is no neuron " + neuron + " in layer " + layer + ", which has " + neurons);
        }
        int dimension = architecture.in(layer) * (last ? architecture.out(layer) : 1);
        double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
        if (direction.length != dimension || !(norm > 0 && Double.isFinite(norm))) {
            throw new Fault("a direction here is " + dimension + " numbers, not all 0");
        }
        double[] point = Arrays.stream(direction).map(x -> x / norm).toArray();
        return new Rotate(End.A, architecture, layer, neuron, point, Double.NaN);
    }

    private static void requireLayer(Architecture architecture, int layer, int layers) {
        if (!architecture.isPerceptron()) {
            throw new Fault("it is for perceptrons: " + architecture + " is none");
        }
        if (layer < 0 || layer >= layers) {
            throw new Fault("there is no layer " + layer + ": there are " + layers);
        }
    }
}
