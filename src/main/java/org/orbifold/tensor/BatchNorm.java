package org.orbifold.tensor;

/**
 * A batch norm's arrays, each {@code [n, channels]}: {@code gain (x - mean) / sqrt(variance + epsilon) + shift}.
 *
 * @param mean running; not differentiated
 * @param variance running; not differentiated
 */
public record BatchNorm(
        Variable gain, Variable shift, Variable mean, Variable variance, double epsilon, BatchStatistics statistics) {}
