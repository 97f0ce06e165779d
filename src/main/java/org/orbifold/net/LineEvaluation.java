package org.orbifold.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Parallel;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * The networks {@code (1 - t) a + t b} over rows, a block of rows after the other: what the first layer sums up is
 * computed for the two ends and mixed for each t; the other layers, of one network at a time, stay in arrays that are
 * used again and again. Threads share the rows.
 */
final class LineEvaluation {
    /** Rows a block: its activations stay in cache from layer to layer. */
    private static final int BLOCK = 1024;

    /** Rows that are worth a thread of their own. */
    private static final int GRAIN = 32;

    private final Architecture architecture;
    private final Architecture head;
    private final Architecture tail;
    private final float[] a;
    private final float[] b;
    private final List<Double> t;
    private final Examples examples;
    private final float[][] logits;

    /** @param a a multilayer perceptron with hidden layers */
    LineEvaluation(Weights a, Weights b, List<Double> t, Examples examples) {
        architecture = a.architecture();
        if (!architecture.equals(b.architecture())) {
            throw new IllegalArgumentException(architecture + " is not " + b.architecture());
        }
        Evaluation.requireFit(architecture, examples);
        List<Integer> widths = architecture.widths();
        head = new Architecture(widths.subList(0, 2), architecture.activation());
        tail = new Architecture(widths.subList(1, widths.size()), architecture.activation());
        this.a = a.toArray();
        this.b = b.toArray();
        this.t = t;
        this.examples = examples;
        logits = new float[t.size()][examples.rows() * architecture.outputs()];
    }

    /** Loss and accuracy for each t. */
    List<Measures.Outcome> outcomes(Progress progress) {
        AtomicLong done = new AtomicLong();
        long total = (long) t.size() * examples.rows();
        Parallel parallel = Backend.get().parallel();
        parallel.forEach(examples.rows(), GRAIN, (from, to) -> {
            try (Part part = new Part(to - from)) {
                for (int row = from; row < to; row += part.block) {
                    part.evaluate(row, Math.min(part.block, to - row), done, total, progress);
                }
            }
        });
        List<Measures.Outcome> outcomes = new ArrayList<>(Collections.nCopies(t.size(), null));
        parallel.forEach(t.size(), 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                outcomes.set(k, Measures.outcome(logits[k], examples.labels()));
            }
        });
        return outcomes;
    }

    /** The rows of one thread. */
    private final class Part implements AutoCloseable {
        private final int block;
        private final Program ends;
        private final Program rest;
        private final float[] mixed = new float[tail.parameters()];

        Part(int rows) {
            block = Math.min(BLOCK, rows);
            Tape endsTape = tape(rows);
            ends = new Program(endsTape, head, 2, endsTape.constant(block, head.inputs()), Program.Mode.EVALUATED);
            ends.load(0, Arrays.copyOf(a, head.parameters()));
            ends.load(1, Arrays.copyOf(b, head.parameters()));
            Tape restTape = tape(rows);
            rest = new Program(restTape, tail, 1, restTape.constant(block, tail.inputs()), Program.Mode.EVALUATED);
        }

        private Tape tape(int rows) {
            boolean alone = rows == examples.rows();
            return alone ? Backend.get().tape(Precision.FLOAT) : Backend.get().serialTape(Precision.FLOAT);
        }

        void evaluate(int from, int count, AtomicLong done, long total, Progress progress) {
            int width = examples.width();
            ends.input().value().write(examples.features(), from * width, 0, count * width);
            ends.tape().forward();
            Variable hidden = rest.input();
            int classes = architecture.outputs();
            for (int k = 0; k < logits.length; k++) {
                Backend.get()
                        .interpolate(
                                ends.logits().value(),
                                t.get(k),
                                architecture.activation().function(),
                                hidden.value());
                mix(t.get(k));
                rest.load(0, mixed);
                rest.tape().forward();
                rest.logits().value().read(0, logits[k], from * classes, count * classes);
                progress.report(done.addAndGet(count), total, "evaluating");
            }
        }

        /** The layers after the first at t. */
        private void mix(double t) {
            int offset = head.parameters();
            float ofA = (float) (1 - t);
            float ofB = (float) t;
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = ofA * a[offset + i] + ofB * b[offset + i];
            }
        }

        @Override
        public void close() {
            ends.close();
            rest.close();
        }
    }
}
