package org.orbifold.net;

import java.util.List;
import java.util.SplittableRandom;

/** What is measured on the outputs of networks over labelled rows. Losses are in nats, computed in double. */
public final class Measures {
    /** The number of equal-width bins of the calibration error. */
    public static final int CALIBRATION_BINS = 15;

    /** Up to so many networks' pairs are all compared for diversity, beyond it a sample of pairs is. */
    public static final int DIVERSITY_PAIRS = 1000;

    private Measures() {}

    /** One network on some rows: mean cross-entropy in nats, and the share of rows whose largest logit is the label's. */
    public record Outcome(double loss, double accuracy) {}

    /**
     * Loss and accuracy of logits.
     *
     * @param logits {@code [rows, classes]}, row by row
     * @param labels {@code [rows]}
     */
    public static Outcome outcome(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        double loss = 0;
        int right = 0;
        for (int r = 0; r < labels.length; r++) {
            int at = r * classes;
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[at + c] > logits[at + best]) {
                    best = c;
                }
            }
            double sum = 1;
            for (int c = 0; c < classes; c++) {
                sum += c == best ? 0 : Math.exp((double) logits[at + c] - logits[at + best]);
            }
            loss += Math.log(sum) + logits[at + best] - logits[at + labels[r]];
            right += best == labels[r] ? 1 : 0;
        }
        return new Outcome(loss / labels.length, (double) right / labels.length);
    }

    /** Probabilities {@code [rows, classes]} of logits {@code [rows, classes]}. */
    public static double[] softmax(float[] logits, int classes) {
        double[] probabilities = new double[logits.length];
        for (int at = 0; at < logits.length; at += classes) {
            double max = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                max = Math.max(max, logits[at + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                probabilities[at + c] = Math.exp(logits[at + c] - max);
                sum += probabilities[at + c];
            }
            for (int c = 0; c < classes; c++) {
                probabilities[at + c] /= sum;
            }
        }
        return probabilities;
    }

    /** Loss and accuracy of predicted probabilities {@code [rows, classes]}; a probability of 0 counts as 1e-300. */
    public static Outcome outcomeOfProbabilities(double[] probabilities, int[] labels) {
        int classes = probabilities.length / labels.length;
        double loss = 0;
        int right = 0;
        for (int r = 0; r < labels.length; r++) {
            int at = r * classes;
            loss -= Math.log(Math.max(1e-300, probabilities[at + labels[r]]));
            right += argmax(probabilities, at, classes) == labels[r] ? 1 : 0;
        }
        return new Outcome(loss / labels.length, (double) right / labels.length);
    }

    /**
     * Expected calibration error (Guo et al. 2017, eq. 3): rows are binned by the probability of their predicted class;
     * the mean over rows of |accuracy - confidence| of their bin.
     */
    public static double calibrationError(double[] probabilities, int[] labels) {
        int classes = probabilities.length / labels.length;
        double[] surplus = new double[CALIBRATION_BINS];
        for (int r = 0; r < labels.length; r++) {
            int best = argmax(probabilities, r * classes, classes);
            double confidence = probabilities[r * classes + best];
            int bin = (int) Math.min(CALIBRATION_BINS - 1, Math.max(0, Math.ceil(confidence * CALIBRATION_BINS) - 1));
            surplus[bin] += (best == labels[r] ? 1 : 0) - confidence;
        }
        double error = 0;
        for (double s : surplus) {
            error += Math.abs(s);
        }
        return error / labels.length;
    }

    private static int argmax(double[] values, int at, int count) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            if (values[at + c] > values[at + best]) {
                best = c;
            }
        }
        return best;
    }

    /**
     * The Jensen-Shannon divergence of two networks' predictions, in nats, averaged over rows.
     *
     * @param p probabilities {@code [rows, classes]}
     * @param q probabilities {@code [rows, classes]}
     */
    public static double jensenShannon(double[] p, double[] q, int classes) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double both = p[i] + q[i];
            sum += (p[i] > 0 ? p[i] * Math.log(2 * p[i] / both) : 0)
                    + (q[i] > 0 ? q[i] * Math.log(2 * q[i] / both) : 0);
        }
        int rows = p.length / classes;
        return sum / 2 / rows;
    }

    /** Functional diversity: the mean pairwise divergence, and over how many pairs. */
    public record Diversity(double meanDivergence, int pairs) {}

    /**
     * The mean Jensen-Shannon divergence over all pairs of networks, or over {@value #DIVERSITY_PAIRS} seeded pairs
     * where there are more; 0 over no pairs for a single network.
     *
     * @param predictions a network's probabilities {@code [rows, classes]} each
     */
    public static Diversity diversity(List<double[]> predictions, int classes, long seed) {
        int n = predictions.size();
        long all = (long) n * (n - 1) / 2;
        double sum = 0;
        int pairs = 0;
        if (all <= DIVERSITY_PAIRS) {
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++, pairs++) {
                    sum += jensenShannon(predictions.get(i), predictions.get(j), classes);
                }
            }
        } else {
            SplittableRandom random = new SplittableRandom(seed);
            for (; pairs < DIVERSITY_PAIRS; pairs++) {
                int i = random.nextInt(n);
                int j = (i + 1 + random.nextInt(n - 1)) % n;
                sum += jensenShannon(predictions.get(i), predictions.get(j), classes);
            }
        }
        return new Diversity(pairs == 0 ? 0 : sum / pairs, pairs);
    }
}
