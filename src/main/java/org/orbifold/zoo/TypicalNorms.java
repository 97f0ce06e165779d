package org.orbifold.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * The scalings of hidden neurons and channels fixed as they typically are in a zoo: every neuron's incoming weights get the
 * norm that the neurons of its layer have there on average (the geometric mean). Networks that differ by scalings become equal, and
 * distances between networks keep the sizes that training gave their layers. Where the activation has no such symmetry,
 * networks stay as they are.
 *
 * @param logs the logarithm of the norm, a scale of the {@link SymmetryStructure} each, which is a hidden
 *     layer of a multilayer perceptron; 0 for one that is not scaled, and empty where none is
 */
public record TypicalNorms(List<Double> logs) {
    public TypicalNorms {
        logs = List.copyOf(logs);
    }

    /** The norms in networks of one architecture. */
    public static TypicalNorms of(List<Weights> networks) {
        SymmetryStructure structure = SymmetryStructure.of(networks.getFirst().architecture());
        if (structure.scales().stream().noneMatch(TypicalNorms::isScaled)) {
            return new TypicalNorms(List.of());
        }
        List<Double> logs = new ArrayList<>();
        for (int s = 0; s < structure.scales().size(); s++) {
            double sum = 0;
            long channels = 0;
            for (Weights network : networks) {
                for (double norm : CanonicalForm.incomingNorms(network, structure, s)) {
                    if (norm >= CanonicalForm.DEAD
                            && isScaled(structure.scales().get(s))) {
                        sum += Math.log(norm);
                        channels++;
                    }
                }
            }
            logs.add(channels == 0 ? 0 : sum / channels);
        }
        return new TypicalNorms(logs);
    }

    private static boolean isScaled(SymmetryStructure.Scale scale) {
        return scale.kinds().contains(SymmetryKind.SCALING);
    }

    /** The network, of any hidden widths, with these norms: the same function. */
    public Weights applyTo(Weights network) {
        if (logs.isEmpty()) {
            return network;
        }
        SymmetryStructure structure = SymmetryStructure.of(network.architecture());
        Weights canonical =
                CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP).weights();
        List<double[]> factors = new ArrayList<>();
        for (int s = 0; s < logs.size(); s++) {
            int group = structure.scales().get(s).group();
            double[] layer = new double[structure.groups().get(group).size()];
            Arrays.fill(layer, Math.exp(logs.get(s)));
            factors.add(layer);
        }
        return GroupElement.scale(network.architecture(), factors).actOn(canonical);
    }
}
