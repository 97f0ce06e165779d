package org.orbifold.cli;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;

/** The fields that tell how networks do on data. */
final class ZooMeasures {
    private ZooMeasures() {}

    /** Loss and accuracy of one network. */
    static void putOne(Report report, Weights network, Examples rows, Progress progress) {
        Measures.Outcome outcome =
                Evaluation.outcomes(List.of(network), rows, progress).getFirst();
        report.put("loss", outcome.loss()).put("accuracy", outcome.accuracy());
    }

    /** Means, spreads, the average of the predicted probabilities with its calibration, and diversity, of several. */
    static void put(Report report, List<Weights> networks, Examples rows, long seed, Progress progress) {
        int classes = networks.getFirst().architecture().outputs();
        List<Measures.Outcome> outcomes = new ArrayList<>();
        List<double[]> predictions = new ArrayList<>();
        double[] average = new double[rows.rows() * classes];
        Evaluation.logits(networks, rows, progress, (n, logits) -> {
            outcomes.add(Measures.outcome(logits, rows.labels()));
            double[] probabilities = Measures.softmax(logits, classes);
            predictions.add(probabilities);
            for (int i = 0; i < average.length; i++) {
                average[i] += probabilities[i] / networks.size();
            }
        });
        Spread loss = Spread.of(outcomes.stream().mapToDouble(Measures.Outcome::loss));
        Spread accuracy = Spread.of(outcomes.stream().mapToDouble(Measures.Outcome::accuracy));
        Measures.Outcome averaged = Measures.outcomeOfProbabilities(average, rows.labels());
        Measures.Diversity diversity = Measures.diversity(predictions, classes, seed);
        report.put("networks", networks.size())
                .put("lossMean", loss.mean())
                .put("lossStd", loss.deviation())
                .put("accuracyMean", accuracy.mean())
                .put("accuracyStd", accuracy.deviation())
                .put("averageAccuracy", averaged.accuracy())
                .put("averageLoss", averaged.loss())
                .put("diversity", diversity.meanDivergence())
                .put("diversityPairs", diversity.pairs())
                .put("ece", Measures.calibrationError(average, rows.labels()));
    }
}
