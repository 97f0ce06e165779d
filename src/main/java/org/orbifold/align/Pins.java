package org.orbifold.align;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * Neurons that a person has matched, which every method leaves matched.
 *
 * @param pins each at most once a hidden layer in A, and in B
 */
public record Pins(Set<Pin> pins) {
    /** No neurons. */
    public static final Pins NONE = new Pins(Set.of());

    /**
     * Neuron {@code a} of A belongs to neuron {@code b} of B.
     *
     * @param layer the hidden layer
     */
    public record Pin(int layer, int a, int b) {
        @Override
        public String toString() {
            return layer + ":" + a + "," + b;
        }
    }

    /** @throws Fault if a neuron is matched twice */
    public Pins {
        pins = Set.copyOf(pins);
        Set<List<Integer>> seen = new HashSet<>();
        for (Pin pin : pins) {
            if (!seen.add(List.of(pin.layer, 0, pin.a)) || !seen.add(List.of(pin.layer, 1, pin.b))) {
                throw new Fault("lock " + pin + ": one of its neurons is locked to another one too");
            }
        }
    }

    /**
     * Makes sure that an architecture has the neurons.
     *
     * @throws Fault if it does not
     */
    public void requireFit(Architecture architecture) {
        List<SymmetryStructure.Group> groups =
                SymmetryStructure.of(architecture).groups();
        for (Pin pin : pins) {
            if (pin.layer >= groups.size()) {
                throw new Fault("lock " + pin + ": there are " + groups.size() + " hidden layers, counted from 0");
            }
            int size = groups.get(pin.layer).size();
            if (Math.max(pin.a, pin.b) >= size) {
                throw new Fault(
                        "lock " + pin + ": hidden layer " + pin.layer + " has " + size + " neurons, counted from 0");
            }
        }
    }

    /** Whether these two are locked together. */
    public boolean hold(int layer, int a, int b) {
        return pins.contains(new Pin(layer, a, b));
    }

    private Map<Integer, Integer> of(int layer) {
        Map<Integer, Integer> held = new HashMap<>();
        pins.stream().filter(pin -> pin.layer == layer).forEach(pin -> held.put(pin.a, pin.b));
        return held;
    }

    /** The linear assignment of least cost among those that leave a hidden layer's pins. */
    Permutation minimize(int layer, double[][] cost) {
        Map<Integer, Integer> held = of(layer);
        if (held.isEmpty()) {
            return LinearAssignment.minimize(cost);
        }
        int[] rows = free(cost.length, held.keySet());
        int[] columns = free(cost.length, new HashSet<>(held.values()));
        double[][] rest = new double[rows.length][];
        Arrays.setAll(
                rest,
                i -> Arrays.stream(columns).mapToDouble(j -> cost[rows[i]][j]).toArray());
        Permutation among = LinearAssignment.minimize(rest);
        int[] all = new int[cost.length];
        held.forEach((a, b) -> all[a] = b);
        for (int i = 0; i < rows.length; i++) {
            all[rows[i]] = columns[among.get(i)];
        }
        return Permutation.of(all);
    }

    private static int[] free(int size, Set<Integer> held) {
        return IntStream.range(0, size).filter(i -> !held.contains(i)).toArray();
    }

    /** A permutation that leaves a hidden layer's pins, and is another one in as many neurons as can be. */
    Permutation nearest(int layer, Permutation p) {
        if (of(layer).isEmpty()) {
            return p;
        }
        double[][] cost = new double[p.size()][p.size()];
        for (int i = 0; i < p.size(); i++) {
            cost[i][p.get(i)] = -1;
        }
        return minimize(layer, cost);
    }
}
