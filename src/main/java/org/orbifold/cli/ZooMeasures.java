package org.orbifold.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
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
        Measures.Outcome averaged = Measures.outcomeOfProbabilities(average, rows.labels());
        Measures.Diversity diversity = Measures.diversity(predictions, classes, seed);
        report.put("networks", networks.size())
                .put("lossMean", mean(outcomes, Measures.Outcome::loss))
                .put("lossStd", deviation(outcomes, Measures.Outcome::loss))
                .put("accuracyMean", mean(outcomes, Measures.Outcome::accuracy))
                .put("accuracyStd", deviation(outcomes, Measures.Outcome::accuracy))
                .put("averageAccuracy", averaged.accuracy())
                .put("averageLoss", averaged.loss())
                .put("diversity", diversity.meanDivergence())
                .put("diversityPairs", diversity.pairs())
                .put("ece", Measures.calibrationError(average, rows.labels()));
    }

    private static double mean(List<Measures.Outcome> outcomes, ToDoubleFunction<Measures.Outcome> figure) {
        return outcomes.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double deviation(List<Measures.Outcome> outcomes, ToDoubleFunction<Measures.Outcome> figure) {
        double mean = mean(outcomes, figure);
        return Math.sqrt(outcomes.stream()
                .mapToDouble(outcome -> Math.pow(figure.applyAsDouble(outcome) - mean, 2))
                .average()
                .orElse(Double.NaN));
    }
}
