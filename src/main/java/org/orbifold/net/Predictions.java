package org.orbifold.net;

import java.util.List;
import org.orbifold.job.Progress;

/**
 * What a network says of labelled rows, one by one: the class that it predicts, that class's probability, and the margin,
 * {@code ln p(true) - ln max p(other)} in nats, which is above 0 where the network is right. Unmodifiable.
 */
public final class Predictions {
    private final int[] labels;
    private final int outputs;
    private final int[] predicted;
    private final double[] probabilities;
    private final double[] margins;
    private final int[] counts;

    /**
     * The predictions of logits.
     *
     * @param logits {@code [rows, outputs]}, row by row; two outputs at least
     * @param labels {@code [rows]}
     */
    public Predictions(float[] logits, int[] labels) {
        this.labels = labels.clone();
        outputs = logits.length / labels.length;
        predicted = new int[labels.length];
        probabilities = new double[labels.length];
        margins = new double[labels.length];
        counts = new int[outputs * outputs];
        double[] softmax = Measures.softmax(logits, outputs);
        for (int r = 0; r < labels.length; r++) {
            int at = r * outputs;
            int best = 0;
            double other = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < outputs; c++) {
                best = logits[at + c] > logits[at + best] ? c : best;
                other = c == labels[r] ? other : Math.max(other, logits[at + c]);
            }
            predicted[r] = best;
            probabilities[r] = softmax[at + best];
            margins[r] = logits[at + labels[r]] - other;
            counts[labels[r] * outputs + best]++;
        }
    }

    /**
     * What a network says.
     *
     * @param rows as wide as it has inputs
     */
    public static Predictions of(Weights network, Examples rows, Progress progress) {
        Predictions[] found = new Predictions[1];
        Evaluation.logits(
                List.of(network), rows, progress, (n, logits) -> found[0] = new Predictions(logits, rows.labels()));
        return found[0];
    }

    /** How many rows. */
    public int rows() {
        return labels.length;
    }

    /** How many classes the network tells apart. */
    public int outputs() {
        return outputs;
    }

    /** The class of a row. */
    public int label(int row) {
        return labels[row];
    }

    /** The class that is predicted of a row. */
    public int predicted(int row) {
        return predicted[row];
    }

    /** Whether the prediction is the row's class. */
    public boolean isRight(int row) {
        return predicted[row] == labels[row];
    }

    /** The probability of the class that is predicted. */
    public double probability(int row) {
        return probabilities[row];
    }

    /** The margin of a row, in nats. */
    public double margin(int row) {
        return margins[row];
    }

    /** Entry of the confusion matrix: rows of a class of which a class is predicted. */
    public int count(int label, int prediction) {
        return counts[label * outputs + prediction];
    }

    /** How many rows are of a class. */
    public int count(int label) {
        int sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += count(label, c);
        }
        return sum;
    }

    /** How many predictions are right. */
    public int right() {
        int sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += count(c, c);
        }
        return sum;
    }
}
