package org.orbifold.net;

import java.util.List;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Window;

/** One operation of a network, on the features of a row. What it computes for one row does not depend on the others. */
public sealed interface Layer {
    /** Added to variances by default: PyTorch's. */
    double EPSILON = 1e-5;

    /** {@code x W^T + b}, W {@code [out, in]}: of features without extent. */
    record Linear(int out) implements Layer {}

    /** Cross-correlation with filters {@code [out, in, height, width]}, and a bias a filter if it has them. */
    record Convolution(int out, Window window, boolean bias) implements Layer {}

    /**
     * {@code gain (x - mean) / sqrt(variance + epsilon) + shift}, a number each a channel, with the mean and variance that
     * it met in training (Ioffe and Szegedy 2015).
     */
    record BatchNorm(double epsilon) implements Layer {}

    /**
     * {@code gain (x - mean) / sqrt(variance + epsilon) + shift} with the mean and variance of all features of the row, and
     * a gain and shift a channel (Ba et al. 2016): of features without extent PyTorch's layer norm, of maps its group norm of
     * one group.
     */
    record LayerNorm(double epsilon) implements Layer {}

    /** A function of every feature. */
    record Pointwise(Activation activation) implements Layer {}

    /** The largest of what a window sees of a channel. */
    record MaxPool(Window window) implements Layer {}

    /** The mean of what a window sees of a channel, padding counted as zeros. */
    record AveragePool(Window window) implements Layer {}

    /** The mean of each channel. */
    record GlobalAveragePool() implements Layer {}

    /** Every place of every channel a channel of its own. */
    record Flatten() implements Layer {}

    /** The features and those that node {@code other} of the architecture gives, added: a residual connection. */
    record Add(int other) implements Layer {}

    /**
     * The shape of what it gives.
     *
     * @throws IllegalArgumentException if it does not take features of that shape
     */
    default FeatureShape output(FeatureShape in) {
        return switch (this) {
            case Linear(int out) -> {
                if (!in.isFlat()) {
                    throw new IllegalArgumentException("a linear layer takes flat features, not " + in);
                }
                yield FeatureShape.flat(out);
            }
            case Convolution(int out, Window window, var _) -> window.over(in, out);
            case MaxPool(Window window) -> window.over(in, in.channels());
            case AveragePool(Window window) -> window.over(in, in.channels());
            case GlobalAveragePool() -> FeatureShape.flat(in.channels());
            case Flatten() -> FeatureShape.flat(in.size());
            case BatchNorm _, LayerNorm _, Pointwise _, Add _ -> in;
        };
    }

    /** The roles of its parameters, in the order in which they lie. */
    default List<Role> roles() {
        return switch (this) {
            case Linear _ -> List.of(Role.WEIGHT, Role.BIAS);
            case Convolution convolution -> convolution.bias ? List.of(Role.WEIGHT, Role.BIAS) : List.of(Role.WEIGHT);
            case BatchNorm _ -> List.of(Role.GAIN, Role.SHIFT, Role.MEAN, Role.VARIANCE);
            case LayerNorm _ -> List.of(Role.GAIN, Role.SHIFT);
            case Pointwise _, MaxPool _, AveragePool _, GlobalAveragePool _, Flatten _, Add _ -> List.of();
        };
    }

    /** Whether it has a weight matrix: is linear or a convolution. */
    default boolean isWeighted() {
        return roles().contains(Role.WEIGHT);
    }

    /** What a parameter tensor is to its layer. */
    enum Role {
        /** A row an output channel: {@code [out, in]}, or {@code [out, in height width]}. */
        WEIGHT("weight"),
        BIAS("bias"),
        GAIN("weight"),
        SHIFT("bias"),
        /** Of batches met in training; not trained by gradients. */
        MEAN("running_mean"),
        /** Of batches met in training; not trained by gradients. */
        VARIANCE("running_var");

        private final String id;

        Role(String id) {
            this.id = id;
        }

        /** Its name in PyTorch's modules. */
        public String id() {
            return id;
        }

        /** Whether gradients train it. */
        public boolean isTrained() {
            return this != MEAN && this != VARIANCE;
        }
    }
}
