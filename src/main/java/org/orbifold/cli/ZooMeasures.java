package org.orbifold.cli;

import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.net.EnsembleMeasures;
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
        EnsembleMeasures found = EnsembleMeasures.of(networks, rows, seed, progress);
        report.put("networks", networks.size())
                .put("lossMean", found.loss().mean())
                .put("lossStd", found.loss().deviation())
                .put("accuracyMean", found.accuracy().mean())
                .put("accuracyStd", found.accuracy().deviation())
                .put("averageAccuracy", found.average().accuracy())
                .put("averageLoss", found.average().loss())
                .put("diversity", found.diversity().meanDivergence())
                .put("diversityPairs", found.diversity().pairs())
                .put("ece", found.calibrationError());
    }
}
