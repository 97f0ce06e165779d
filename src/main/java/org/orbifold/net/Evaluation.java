package org.orbifold.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;

/** Networks of one architecture run over rows. Little work is done at once, in double; the rest by the engine. */
public final class Evaluation {
    /** Multiplications up to which loading the engine would take longer than the work. */
    private static final long PLAIN_UP_TO = 40_000_000;

    private static final int ROWS_AT_ONCE = 1024;

    /** Floats of activations that are held at once, of the widest layer, or of all of a network that is no perceptron. */
    private static final int FLOATS_AT_ONCE = 1 << 24;

    private Evaluation() {}

    /** Receives one network's logits {@code [rows, classes]}; the array is used again afterwards. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the logits of network {@code n}. */
        void accept(int n, float[] logits);
    }

    /** Loss and accuracy of each network. */
    public static List<Measures.Outcome> outcomes(List<Weights> networks, Examples examples, Progress progress) {
        List<Measures.Outcome> outcomes = new ArrayList<>(Collections.nCopies(networks.size(), null));
        logits(
                networks,
                examples,
                progress,
                (n, logits) -> outcomes.set(n, Measures.outcome(logits, examples.labels())));
        return outcomes;
    }

    /** Loss and accuracy of one network. */
    public static Measures.Outcome outcome(Weights network, Examples examples) {
        return outcomes(List.of(network), examples, Progress.NONE).getFirst();
    }

    /**
     * Loss and accuracy of networks on the line {@code (1 - t) a + t b}. What the first layer sums up is linear in t, and so
     * much work is done for the ends only.
     *
     * @param a a network, as many inputs as the rows are wide
     * @param b another of the same architecture
     */
    public static List<Measures.Outcome> outcomesAlong(
            Weights a, Weights b, List<Double> t, Examples examples, Progress progress) {
        if (!a.architecture().isPerceptron()
                || a.architecture().hiddenLayers() == 0
                || isLittle(t.size(), a.architecture(), examples)) {
            return outcomes(t.stream().map(at -> a.lerp(b, at)).toList(), examples, progress);
        }
        return new LineEvaluation(a, b, t, examples).outcomes(progress);
    }

    /**
     * Computes the logits of each network on all rows, in the order of the networks.
     *
     * @param networks of one architecture, as many inputs as the rows are wide
     */
    public static void logits(List<Weights> networks, Examples examples, Progress progress, Sink sink) {
        if (networks.isEmpty()) {
            return;
        }
        Architecture architecture = networks.getFirst().architecture();
        requireFit(architecture, examples);
        if (isLittle(networks.size(), architecture, examples)) {
            plain(networks, examples, progress, sink);
        } else {
            byEngine(networks, examples, progress, sink);
        }
    }

    static void requireFit(Architecture architecture, Examples examples) {
        if (architecture.inputs() != examples.width()) {
            throw new IllegalArgumentException(architecture + " does not take rows of " + examples.width());
        }
    }

    private static boolean isLittle(int networks, Architecture architecture, Examples examples) {
        return (double) networks * examples.rows() * architecture.multiplications() <= PLAIN_UP_TO;
    }

    private static void plain(List<Weights> networks, Examples examples, Progress progress, Sink sink) {
        int classes = networks.getFirst().architecture().outputs();
        float[] logits = new float[examples.rows() * classes];
        double[] x = new double[examples.width()];
        for (int n = 0; n < networks.size(); n++) {
            ForwardMap map = new ForwardMap(networks.get(n));
            double[][] activations = map.newActivations();
            for (int r = 0; r < examples.rows(); r++) {
                for (int i = 0; i < x.length; i++) {
                    x[i] = examples.features()[r * x.length + i];
                }
                map.apply(x, activations);
                for (int c = 0; c < classes; c++) {
                    logits[r * classes + c] = (float) activations[activations.length - 1][c];
                }
            }
            sink.accept(n, logits);
            progress.report(n + 1, networks.size(), "evaluating");
        }
    }

    private static void byEngine(List<Weights> networks, Examples examples, Progress progress, Sink sink) {
        Architecture architecture = networks.getFirst().architecture();
        long widest = architecture.widest();
        int rows = Math.clamp(FLOATS_AT_ONCE / widest, 1, Math.min(ROWS_AT_ONCE, examples.rows()));
        int chunk = Math.clamp(FLOATS_AT_ONCE / (rows * widest), 1, networks.size());
        for (int from = 0; from < networks.size(); from += chunk) {
            List<Weights> part = networks.subList(from, Math.min(networks.size(), from + chunk));
            Tape tape = Backend.get().tape(Precision.FLOAT);
            try (Program program = new Program(
                    tape, architecture, part.size(), tape.constant(rows, examples.width()), Program.Mode.EVALUATED)) {
                evaluate(program, part, from, networks.size(), examples, progress, sink);
            }
        }
    }

    private static void evaluate(
            Program program, List<Weights> part, int from, int total, Examples examples, Progress progress, Sink sink) {
        int classes = part.getFirst().architecture().outputs();
        int block = program.input().value().dim(0);
        float[][] logits = new float[part.size()][examples.rows() * classes];
        for (int n = 0; n < part.size(); n++) {
            program.load(n, part.get(n));
        }
        for (int row = 0; row < examples.rows(); row += block) {
            int count = Math.min(block, examples.rows() - row);
            program.input().value().write(examples.features(), row * examples.width(), 0, count * examples.width());
            program.tape().forward();
            for (int n = 0; n < part.size(); n++) {
                program.logits().value().read((long) n * block * classes, logits[n], row * classes, count * classes);
            }
            progress.report(from + (long) part.size() * (row + count) / examples.rows(), total, "evaluating");
        }
        for (int n = 0; n < part.size(); n++) {
            sink.accept(from + n, logits[n]);
        }
    }
}
