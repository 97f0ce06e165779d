package org.orbifold.tensor;

import java.util.Optional;

/**
 * The means and variances that a norm normalises by, a cell each: a channel of a network, or a row; computed by whoever
 * replays the norm, or the running ones.
 */
final class NormStatistics {
    private final int channels;
    private final double epsilon;
    private final Optional<BatchNorm> batch;
    private final double[] means;
    private final double[] variances;

    /** Of each channel of each network: {@link BatchNorm}. */
    static NormStatistics ofChannels(BatchNorm norm) {
        int cells = Math.toIntExact(norm.mean().value().size());
        return new NormStatistics(norm.mean().value().dim(1), norm.epsilon(), Optional.of(norm), cells);
    }

    /** Of each row of each network. */
    static NormStatistics ofRows(FeatureShape shape, double epsilon, Variable y) {
        int cells = y.value().dim(0) * y.value().dim(1);
        return new NormStatistics(shape.channels(), epsilon, Optional.empty(), cells);
    }

    private NormStatistics(int channels, double epsilon, Optional<BatchNorm> batch, int cells) {
        this.channels = channels;
        this.epsilon = epsilon;
        this.batch = batch;
        means = new double[cells];
        variances = new double[cells];
    }

    boolean isOfRow() {
        return batch.isEmpty();
    }

    /** Whether they are of the channels of the rows at hand, which then depend on each other. */
    boolean isOfBatch() {
        return batch.isPresent() && !(batch.get().statistics() instanceof BatchStatistics.Running);
    }

    /** The cell of channel c of row r, counted through all networks, of network n. */
    int cell(int n, int r, int c) {
        return isOfRow() ? r : n * channels + c;
    }

    void set(int cell, double mean, double variance) {
        means[cell] = mean;
        variances[cell] = variance;
    }

    double mean(int cell) {
        return means[cell];
    }

    /** {@code 1 / sqrt(variance + epsilon)}. */
    double scale(int cell) {
        return 1 / Math.sqrt(variances[cell] + epsilon);
    }

    /**
     * Takes over the running ones, or lets them learn.
     *
     * @param count of the features of a cell
     */
    void settle(long count) {
        if (batch.isEmpty()) {
            return;
        }
        Tensor mean = batch.get().mean().value();
        Tensor variance = batch.get().variance().value();
        switch (batch.get().statistics()) {
            case BatchStatistics.Running() -> {
                for (int k = 0; k < means.length; k++) {
                    set(k, mean.get(k), variance.get(k));
                }
            }
            case BatchStatistics.OfBatch() -> {}
            case BatchStatistics.Learning(var share) -> {
                double s = share.getAsDouble();
                double unbiased = count > 1 ? count / (count - 1.0) : 1;
                for (int k = 0; k < means.length; k++) {
                    mean.set(k, mean.get(k) + s * (means[k] - mean.get(k)));
                    variance.set(k, variance.get(k) + s * (unbiased * variances[k] - variance.get(k)));
                }
            }
        }
    }
}
