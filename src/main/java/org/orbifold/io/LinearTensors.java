package org.orbifold.io;

import java.util.List;
import java.util.Optional;

/**
 * The tensors of one linear layer of a file, their shapes in agreement.
 *
 * @param weight {@code [out, in]}, or {@code [networks, out, in]} in a zoo
 * @param bias {@code [out]}, or {@code [networks, out]} in a zoo; may be missing
 */
record LinearTensors(TensorInfo weight, Optional<TensorInfo> bias) {
    private static final int RANK = 2;

    /** Refuses shapes that are not a linear layer's. */
    static LinearTensors of(TensorInfo weight, Optional<TensorInfo> bias) throws MalformedFileException {
        int rank = weight.rank();
        if (rank > RANK + 1) {
            throw new MalformedFileException(
                    weight.label() + " has " + rank + " dimensions: convolutional networks are not supported yet");
        }
        if (rank < RANK) {
            throw new MalformedFileException(weight.label() + " has shape " + weight.shapeText()
                    + "; the weights of a linear layer have 2 dimensions, 3 in a zoo");
        }
        if (weight.shape().stream().anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
            throw new MalformedFileException(
                    weight.label() + " has shape " + weight.shapeText() + ", which no linear layer has");
        }
        List<Long> biasShape = weight.shape().subList(0, rank - 1);
        if (bias.isPresent() && !bias.get().shape().equals(biasShape)) {
            throw new MalformedFileException(bias.get().label() + " has shape "
                    + bias.get().shapeText() + " beside " + weight.label() + " of shape " + weight.shapeText());
        }
        return new LinearTensors(weight, bias);
    }

    /** Whether there is a leading axis of networks. */
    boolean stacked() {
        return weight.rank() > RANK;
    }

    /** The number of networks. */
    int networks() {
        return stacked() ? size(0) : 1;
    }

    /** The width of the output. */
    int out() {
        return size(weight.rank() - 2);
    }

    /** The width of the input. */
    int in() {
        return size(weight.rank() - 1);
    }

    private int size(int axis) {
        return Math.toIntExact(weight.shape().get(axis));
    }
}
