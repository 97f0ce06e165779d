package org.orbifold.graph;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orbifold.net.Weights;

/**
 * Hidden neurons that are equal: same bias, same incoming and same outgoing weights. Exchanging them leaves the weights
 * themselves in place, not only the function: they generate automorphisms of the <i>weighted</i> graph, which is why such
 * a network is a singular point of weight space modulo permutations. Trained networks have none, unless neurons died or
 * were copied.
 *
 * @param groups of two nodes or more each, the nodes of a group all equal; in the order of their first nodes
 */
public record Twins(List<List<Node>> groups) {
    public Twins {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /** The equal neurons of a network. */
    public static Twins of(WeightGraph graph) {
        List<List<Node>> groups = new ArrayList<>();
        for (int layer = 1; layer < graph.layers() - 1; layer++) {
            Map<FloatBuffer, List<Node>> equal = new LinkedHashMap<>();
            for (int i = 0; i < graph.width(layer); i++) {
                equal.computeIfAbsent(parameters(graph.weights(), layer - 1, i), key -> new ArrayList<>())
                        .add(new Node(layer, i));
            }
            equal.values().stream().filter(group -> group.size() > 1).forEach(groups::add);
        }
        return new Twins(groups);
    }

    /** All that neuron {@code i} of hidden layer {@code l} is: {@code [in + 1 + out]}. */
    private static FloatBuffer parameters(Weights weights, int l, int i) {
        int in = weights.architecture().in(l);
        int out = weights.architecture().out(l + 1);
        float[] values = new float[in + 1 + out];
        for (int k = 0; k < in; k++) {
            values[k] = weights.weight(l, i, k);
        }
        values[in] = weights.bias(l, i);
        for (int k = 0; k < out; k++) {
            values[in + 1 + k] = weights.weight(l + 1, k, i);
        }
        return FloatBuffer.wrap(values);
    }
}
