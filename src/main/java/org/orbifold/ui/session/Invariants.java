package org.orbifold.ui.session;

import java.util.Optional;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Invariance;

/**
 * What an edited network shows beside the network it came from.
 *
 * @param outputDifference max |f - f_0| over probe inputs
 * @param lossDifference the loss on all rows less that of the network as opened, in nats
 * @param distance |theta - theta_0|
 * @param norm |theta|, the L2 norm
 */
public record Invariants(double outputDifference, double lossDifference, double distance, double norm) {
    /** What is between two networks, the loss measured on those rows; without rows its difference is 0. */
    static Invariants between(Weights base, Weights now, Optional<Examples> rows, Progress progress) {
        double lossDifference = rows.isEmpty()
                ? 0
                : Evaluation.outcome(now, rows.get(), progress).loss()
                        - Evaluation.outcome(base, rows.get(), progress).loss();
        return new Invariants(
                Invariance.maxOutputDifference(base, now, progress), lossDifference, base.distance(now), now.norm());
    }
}
