package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orbifold.align.ActivationMatching;
import org.orbifold.align.NeuronMatching;
import org.orbifold.align.Pins;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.Permutation;

/**
 * A as edited and B matched to it.
 *
 * @param canonical whether scalings are left out of what is compared
 * @param opened for each hidden layer of A as opened, gather indices into B
 * @param moved for each hidden layer of A as edited, gather indices into A as opened
 * @param pins of A as opened
 */
public record Matched(
        Weights a, Weights b, boolean canonical, List<Permutation> opened, List<Permutation> moved, Pins pins) {
    public Matched {
        opened = List.copyOf(opened);
        moved = List.copyOf(moved);
    }

    /** For each hidden layer of A as edited, gather indices into B. */
    public List<Permutation> permutations() {
        List<Permutation> permutations = new ArrayList<>();
        for (int l = 0; l < opened.size(); l++) {
            permutations.add(opened.get(l).then(moved.get(l)));
        }
        return permutations;
    }

    /** The neuron of A as opened that is one of A as edited. */
    public int origin(int layer, int neuron) {
        return moved.get(layer).get(neuron);
    }

    /** What is locked, of A as edited. */
    public Pins locks() {
        List<Permutation> back = moved.stream().map(Permutation::inverse).toList();
        return new Pins(pins.pins().stream()
                .map(pin -> new Pins.Pin(pin.layer(), back.get(pin.layer()).get(pin.a()), pin.b()))
                .collect(Collectors.toSet()));
    }

    /**
     * How alike the neurons of a hidden layer are.
     *
     * @param rows to compare activations on; none to compare weights
     */
    public NeuronMatching neurons(int layer, Optional<Examples> rows) {
        return rows.map(on -> NeuronMatching.byActivations(
                        new ActivationMatching(on)
                                .correlations(a, b, Progress.NONE)
                                .get(layer),
                        layer,
                        permutations().get(layer)))
                .orElseGet(() -> NeuronMatching.byWeights(compared(a), compared(b), layer, permutations()));
    }

    private Weights compared(Weights network) {
        return canonical
                ? CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP).weights()
                : network;
    }
}
