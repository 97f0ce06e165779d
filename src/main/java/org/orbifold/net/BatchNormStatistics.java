package org.orbifold.net;

import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;

/** The running means and variances of batch norms, measured anew on rows: what averaging networks spoils. */
public final class BatchNormStatistics {
    private static final int BATCH = 256;

    private BatchNormStatistics() {}

    /** The network with the means and variances that its features have over whole batches of the rows, on average. */
    public static Weights measure(Weights network, Examples rows, Progress progress) {
        Architecture architecture = network.architecture();
        Evaluation.requireFit(architecture, rows);
        int batch = Math.min(BATCH, rows.rows());
        Tape tape = Backend.get().tape(Precision.FLOAT);
        try (Program program =
                new Program(tape, architecture, 1, tape.constant(1, batch, rows.width()), Program.Mode.TRAINED)) {
            program.load(0, network);
            int batches = rows.rows() / batch;
            for (int k = 0; k < batches; k++) {
                program.learn(1.0 / (k + 1));
                program.input().value().write(rows.features(), k * batch * rows.width(), 0, batch * rows.width());
                tape.forward();
                progress.report(k + 1, batches, "measuring batch norms");
            }
            return program.weights(0);
        }
    }
}
