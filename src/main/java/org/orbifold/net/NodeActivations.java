package org.orbifold.net;

import java.util.List;
import java.util.Set;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;

/** What nodes of several networks give for the same rows. */
public final class NodeActivations {
    /** Floats of activations that are held at once. */
    private static final long FLOATS_AT_ONCE = 1 << 23;

    private static final int ROWS_AT_ONCE = 512;

    private NodeActivations() {}

    /** Receives what a node gives for some rows. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes features.
         *
         * @param features for each network {@code [rows, features]}; used again afterwards
         */
        void accept(int node, int rows, float[][] features);
    }

    /**
     * Computes what nodes give, some rows after the other.
     *
     * @param networks of one architecture, as many inputs as the rows are wide
     * @param nodes from 1
     */
    public static void of(List<Weights> networks, Set<Integer> nodes, Examples examples, Progress progress, Sink sink) {
        Architecture architecture = networks.getFirst().architecture();
        Evaluation.requireFit(architecture, examples);
        int n = networks.size();
        int block =
                Math.clamp(FLOATS_AT_ONCE / (n * architecture.features()), 1, Math.min(ROWS_AT_ONCE, examples.rows()));
        Tape tape = Backend.get().tape(Precision.FLOAT);
        try (Program program = new Program(
                tape, architecture, n, tape.constant(block, examples.width()), Program.Mode.EVALUATED, nodes)) {
            for (int k = 0; k < n; k++) {
                program.load(k, networks.get(k));
            }
            for (int row = 0; row < examples.rows(); row += block) {
                int count = Math.min(block, examples.rows() - row);
                program.input().value().write(examples.features(), row * examples.width(), 0, count * examples.width());
                tape.forward();
                for (int node : nodes) {
                    int size = architecture.shape(node).size();
                    float[][] features = new float[n][count * size];
                    for (int k = 0; k < n; k++) {
                        program.result(node).value().read((long) k * block * size, features[k], 0, count * size);
                    }
                    sink.accept(node, count, features);
                }
                progress.report(row + count, examples.rows(), "activations");
            }
        }
    }
}
