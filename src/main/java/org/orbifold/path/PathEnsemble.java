package org.orbifold.path;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.orbifold.job.Progress;
import org.orbifold.net.EnsembleMeasures;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

/**
 * Networks of a path taken together (Garipov et al. 2018, sec. 4): as an ensemble that averages their predicted
 * probabilities, and as one network that averages their weights (Izmailov et al. 2018).
 *
 * @param ensemble the networks one by one and together
 * @param mean the network of their mean weights
 */
public record PathEnsemble(EnsembleMeasures ensemble, Measures.Outcome mean) {
    /**
     * Evaluates networks at equally spaced t, the ends included.
     *
     * @param count of networks, at least 2
     */
    public static PathEnsemble along(Path path, int count, Examples rows, Progress progress) {
        List<Weights> networks = IntStream.range(0, count)
                .mapToObj(k -> path.at((double) k / (count - 1)))
                .toList();
        double[] shares = new double[count];
        Arrays.fill(shares, 1.0 / count);
        return new PathEnsemble(
                EnsembleMeasures.of(networks, rows, 0, progress),
                Evaluation.outcome(WeightVectors.mixture(networks, shares), rows));
    }
}
