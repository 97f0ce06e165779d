package org.orbifold.graph;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * Hidden neurons or channels that are equal: same bias, same incoming and same outgoing weights, and all else that they
 * carry. Exchanging them leaves the weights themselves in place, not only the function: they generate automorphisms of the
 * <i>weighted</i> graph, which is why such a network is a singular point of weight space modulo permutations. Trained
 * networks have none, unless neurons died or were copied.
 *
 * @param groups of two nodes or more each, the nodes of a group all equal; in the order of their first nodes, and of
 *     layers whose nodes change places together the nodes of the first
 */
public record Twins(List<List<Node>> groups) {
    public Twins {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /** The equal neurons of a network. */
    public static Twins of(WeightGraph graph) {
        SymmetryStructure structure = SymmetryStructure.of(graph.weights().architecture());
        List<List<Node>> groups = new ArrayList<>();
        for (int g = 0; g < structure.groups().size(); g++) {
            int group = g;
            int layer = IntStream.range(0, graph.layers())
                    .filter(l -> graph.parameters().group(l) == group)
                    .findFirst()
                    .orElseThrow();
            for (List<Integer> equal : new Search(graph.weights(), structure, group).equal()) {
                groups.add(equal.stream().map(i -> new Node(layer, i)).toList());
            }
        }
        return new Twins(groups);
    }

    /** The search among the channels of a group. */
    private record Search(Weights weights, SymmetryStructure structure, int group) {
        /** The channels that are equal, two or more each. */
        List<List<Integer>> equal() {
            Map<FloatBuffer, List<List<Integer>>> alike = new LinkedHashMap<>();
            for (int i = 0; i < structure.groups().get(group).size(); i++) {
                int own = i;
                List<List<Integer>> found = alike.computeIfAbsent(parameters(i), key -> new ArrayList<>());
                found.stream()
                        .filter(equal -> canBeExchanged(equal.getFirst(), own))
                        .findFirst()
                        .ifPresentOrElse(equal -> equal.add(own), () -> found.add(new ArrayList<>(List.of(own))));
            }
            return alike.values().stream()
                    .flatMap(List::stream)
                    .filter(equal -> equal.size() > 1)
                    .toList();
        }

        private boolean leadsBack(SymmetryStructure.Carrier carrier) {
            return carrier.rows().group() == group && carrier.columns().group() == group;
        }

        /** All that channel {@code i} is, but for weights that lead from the group back to it. */
        private FloatBuffer parameters(int i) {
            FloatBuffer all = FloatBuffer.allocate(parametersEach());
            for (SymmetryStructure.Carrier carrier : structure.carriers()) {
                ParameterTensor tensor = carrier.tensor();
                int rows = carrier.rows().block();
                int columns = carrier.columns().block();
                if (carrier.rows().group() == group && !leadsBack(carrier)) {
                    put(all, tensor.offset() + i * rows * tensor.columns(), rows * tensor.columns());
                }
                for (int r = 0; carrier.columns().group() == group && !leadsBack(carrier) && r < tensor.rows(); r++) {
                    put(all, tensor.offset() + r * tensor.columns() + i * columns, columns);
                }
            }
            return all.flip();
        }

        private int parametersEach() {
            int sum = 0;
            for (SymmetryStructure.Carrier carrier : structure.carriers()) {
                for (SymmetryStructure.Axis axis : List.of(carrier.rows(), carrier.columns())) {
                    sum += axis.group() == group && !leadsBack(carrier)
                            ? carrier.tensor().size()
                                    / structure.groups().get(group).size()
                            : 0;
                }
            }
            return sum;
        }

        private void put(FloatBuffer to, int from, int count) {
            for (int k = 0; k < count; k++) {
                to.put(weights.get(from + k));
            }
        }

        /** Whether the weights that lead from the group back to it stay as they are when two channels change places. */
        private boolean canBeExchanged(int i, int j) {
            return structure.carriers().stream().filter(this::leadsBack).allMatch(carrier -> {
                int[] rows = exchanged(carrier.rows(), carrier.tensor().rows(), i, j);
                int[] columns = exchanged(carrier.columns(), carrier.tensor().columns(), i, j);
                for (int at = 0; at < carrier.tensor().size(); at++) {
                    int from = rows[at / columns.length] * columns.length + columns[at % columns.length];
                    if (weights.get(carrier.tensor().offset() + at)
                            != weights.get(carrier.tensor().offset() + from)) {
                        return false;
                    }
                }
                return true;
            });
        }

        private static int[] exchanged(SymmetryStructure.Axis axis, int length, int i, int j) {
            return IntStream.range(0, length)
                    .map(k -> {
                        int channel = k / axis.block();
                        return (channel == i ? j : channel == j ? i : channel) * axis.block() + k % axis.block();
                    })
                    .toArray();
        }
    }
}
