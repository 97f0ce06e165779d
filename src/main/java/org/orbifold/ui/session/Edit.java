package org.orbifold.ui.session;

import java.util.Arrays;
import org.orbifold.figure.Type;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/** A step of the history: a named change of network A that can be undone and done again. */
public sealed interface Edit {
    /** What the history calls it. */
    String name();

    /** The weights after it. */
    Weights apply(Weights weights);

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
}
