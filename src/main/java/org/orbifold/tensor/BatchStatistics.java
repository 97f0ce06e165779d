package org.orbifold.tensor;

import java.util.function.DoubleSupplier;

/** Which mean and variance a batch norm normalises by (Ioffe and Szegedy 2015). */
public sealed interface BatchStatistics {
    /** The running ones. */
    record Running() implements BatchStatistics {}

    /** Those of the rows at hand. */
    record OfBatch() implements BatchStatistics {}

    /**
     * Those of the rows at hand; the running ones r move towards them, {@code r + share (batch - r)}, with the variance of
     * the batch unbiased, as in PyTorch.
     *
     * @param share of the next batch
     */
    record Learning(DoubleSupplier share) implements BatchStatistics {}
}
