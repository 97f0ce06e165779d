package org.orbifold.net;

import java.util.Arrays;
import java.util.List;
import org.orbifold.job.Progress;

/**
 * How several networks do on the same rows: one by one, and as an ensemble that averages their predicted probabilities.
 *
 * @param networks how many
 * @param loss over the networks: mean cross-entropy in nats
 * @param accuracy over the networks
 * @param average of the predicted probabilities
 * @param calibrationError of that average
 * @param diversity of the predictions
 */
public record EnsembleMeasures(
        int networks,
        Spread loss,
        Spread accuracy,
        Measures.Outcome average,
        double calibrationError,
        Measures.Diversity diversity) {
    /**
     * Evaluates networks.
     *
     * @param seed of the pairs whose predictions are compared, where there are too many for all
     */
    public static EnsembleMeasures of(List<Weights> networks, Examples rows, long seed, Progress progress) {
        int classes = networks.getFirst().architecture().outputs();
        Measures.Outcome[] outcomes = new Measures.Outcome[networks.size()];
        double[][] predictions = new double[networks.size()][];
        Evaluation.logits(networks, rows, progress, (n, logits) -> {
            outcomes[n] = Measures.outcome(logits, rows.labels());
            predictions[n] = Measures.softmax(logits, classes);
        });
        double[] average = new double[rows.rows() * classes];
        for (double[] probabilities : predictions) {
            for (int i = 0; i < average.length; i++) {
                average[i] += probabilities[i] / networks.size();
            }
        }
        return new EnsembleMeasures(
                networks.size(),
                Spread.of(Arrays.stream(outcomes).mapToDouble(Measures.Outcome::loss)),
                Spread.of(Arrays.stream(outcomes).mapToDouble(Measures.Outcome::accuracy)),
                Measures.outcomeOfProbabilities(average, rows.labels()),
                Measures.calibrationError(average, rows.labels()),
                Measures.diversity(List.of(predictions), classes, seed));
    }
}
