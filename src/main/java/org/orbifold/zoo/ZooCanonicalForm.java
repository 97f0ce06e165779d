package org.orbifold.zoo;

import java.util.List;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.Invariance;

/**
 * The canonical forms of the networks of a zoo.
 *
 * @param forms of the networks, in order
 * @param maxOutputDifference the largest difference that it made to an output of any network, over probe inputs
 */
public record ZooCanonicalForm(List<CanonicalForm> forms, double maxOutputDifference) {
    private record Moved(CanonicalForm form, double outputDifference) {}

    /**
     * The canonical form of every network, side by side.
     *
     * @throws Fault if the activation has no scaling symmetry
     */
    public static ZooCanonicalForm of(List<Weights> networks, CanonicalForm.LastLayer lastLayer, Progress progress) {
        List<Moved> moved = SideBySide.map(networks.size(), "canonical forms", progress, k -> {
            CanonicalForm form = CanonicalForm.of(networks.get(k), lastLayer);
            return new Moved(form, Invariance.maxOutputDifference(networks.get(k), form.weights()));
        });
        return new ZooCanonicalForm(
                moved.stream().map(Moved::form).toList(),
                moved.stream().mapToDouble(Moved::outputDifference).max().orElse(0));
    }

    /** The networks in canonical form. */
    public List<Weights> networks() {
        return forms.stream().map(CanonicalForm::weights).toList();
    }

    /** The largest | |w| - 1 | over the live hidden neurons of all networks. */
    public double maxNormError() {
        return forms.stream().mapToDouble(CanonicalForm::maxNormError).max().orElse(0);
    }

    /** The mean number of dead neurons a network. */
    public double deadNeurons() {
        return forms.stream().mapToInt(CanonicalForm::deadNeurons).average().orElse(0);
    }
}
