package org.orbifold.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;

/**
 * The scalings of hidden neurons fixed as they typically are in a zoo: every neuron's incoming weights get the norm that
 * the neurons of its layer have there on average (the geometric mean). Networks that differ by scalings become equal, and
 * distances between networks keep the sizes that training gave their layers. Where the activation has no such symmetry,
 * networks stay as they are.
 *
 * @param logs the logarithm of the norm, a hidden layer each; empty where there is no such symmetry
 */
public record TypicalNorms(List<Double> logs) {
    public TypicalNorms {
        logs = List.copyOf(logs);
    }

    /** The norms in networks of one architecture. */
    public static TypicalNorms of(List<Weights> networks) {
        Architecture architecture = networks.getFirst().architecture();
        if (!architecture.activation().has(SymmetryKind.SCALING)) {
            return new TypicalNorms(List.of());
        }
        List<Double> logs = new ArrayList<>();
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            double sum = 0;
            long neurons = 0;
            for (Weights network : networks) {
                for (int o = 0; o < architecture.out(l); o++) {
                    double norm = norm(network, l, o);
                    if (norm >= CanonicalForm.DEAD) {
                        sum += Math.log(norm);
                        neurons++;
                    }
                }
            }
            logs.add(neurons == 0 ? 0 : sum / neurons);
        }
        return new TypicalNorms(logs);
    }

    private static double norm(Weights network, int l, int o) {
        double sum = 0;
        for (int i = 0; i < network.architecture().in(l); i++) {
            double w = network.weight(l, o, i);
            sum += w * w;
        }
        return Math.sqrt(sum);
    }

    /** The network, of any hidden widths, with these norms: the same function. */
    public Weights applyTo(Weights network) {
        if (logs.isEmpty()) {
            return network;
        }
        Architecture architecture = network.architecture();
        Weights canonical =
                CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP).weights();
        List<double[]> factors = new ArrayList<>();
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            double[] layer = new double[architecture.out(l)];
            Arrays.fill(layer, Math.exp(logs.get(l)));
            factors.add(layer);
        }
        return GroupElement.scale(architecture, factors).actOn(canonical);
    }
}
