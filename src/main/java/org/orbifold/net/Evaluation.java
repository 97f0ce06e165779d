package org.orbifold.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

    /** The same of a thread that has networks of its own. */
    private static final int FLOATS_IN_CACHE = 1 << 17;

    /** Networks that are worth a thread of their own. */
    private static final int NETWORKS_A_THREAD = 4;

    private Evaluation() {}

    /**
     * Receives one network's logits {@code [rows, classes]}; the array is used again afterwards. Several threads may call
     * it at once.
     */
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
        return outcome(network, examples, Progress.NONE);
    }

    /** Loss and accuracy of one network, as part of a job. */
    public static Measures.Outcome outcome(Weights network, Examples examples, Progress progress) {
        return outcomes(List.of(network), examples, progress).getFirst();
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
     * Computes the logits of each network on all rows.
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

    /** Many networks are shared out to the threads, which keep a few of them in cache; of few, threads share the work. */
    private static void byEngine(List<Weights> networks, Examples examples, Progress progress, Sink sink) {
        Backend backend = Backend.get();
        AtomicLong done = new AtomicLong();
        if (networks.size() < NETWORKS_A_THREAD * backend.parallel().threads()) {
            Tape tape = backend.tape(Precision.FLOAT);
            evaluate(tape, FLOATS_AT_ONCE, networks, 0, networks.size(), examples, done, progress, sink);
        } else {
            backend.parallel()
                    .forEach(
                            networks.size(),
                            NETWORKS_A_THREAD,
                            (from, to) -> evaluate(
                                    backend.serialTape(Precision.FLOAT),
                                    FLOATS_IN_CACHE,
                                    networks,
                                    from,
                                    to,
                                    examples,
                                    done,
                                    progress,
                                    sink));
        }
    }

    /** Networks {@code from} to {@code to}, as many at once as floats allow. */
    private static void evaluate(
            Tape tape,
            int floats,
            List<Weights> networks,
            int from,
            int to,
            Examples examples,
            AtomicLong done,
            Progress progress,
            Sink sink) {
        Architecture architecture = networks.getFirst().architecture();
        int classes = architecture.outputs();
        int width = examples.width();
        int block = Math.clamp(FLOATS_AT_ONCE / architecture.widest(), 1, Math.min(ROWS_AT_ONCE, examples.rows()));
        int chunk = Math.clamp(floats / (block * architecture.widest()), 1, to - from);
        float[][] logits = new float[chunk][examples.rows() * classes];
        try (Program program =
                new Program(tape, architecture, chunk, tape.constant(block, width), Program.Mode.EVALUATED)) {
            for (int first = from; first < to; first += chunk) {
                int loaded = Math.min(chunk, to - first);
                for (int n = 0; n < loaded; n++) {
                    program.load(n, networks.get(first + n));
                }
                for (int row = 0; row < examples.rows(); row += block) {
                    int count = Math.min(block, examples.rows() - row);
                    program.input().value().write(examples.features(), row * width, 0, count * width);
                    program.tape().forward();
                    for (int n = 0; n < loaded; n++) {
                        program.logits()
                                .value()
                                .read((long) n * block * classes, logits[n], row * classes, count * classes);
                    }
                    progress.report(
                            done.addAndGet((long) loaded * count),
                            (long) networks.size() * examples.rows(),
                            "evaluating");
                }
                for (int n = 0; n < loaded; n++) {
                    sink.accept(first + n, logits[n]);
                }
            }
        }
    }
}
