package org.orbifold.net;

import java.util.List;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;

/**
 * A multilayer perceptron's shape: widths from the input to the output, and the activation of its hidden layers. Layer
 * {@code l} is the linear map from {@code widths[l]} to {@code widths[l + 1]}; hidden layer {@code l} is its output,
 * for l below {@link #hiddenLayers()}.
 *
 * <p>Parameters are laid out layer by layer, each layer its weights {@code [out, in]} row by row, then its bias
 * {@code [out]}.
 *
 * @param widths two widths or more, each at least 1
 * @param activation of every hidden layer
 */
public record Architecture(List<Integer> widths, Activation activation) {
    /** The most parameters a network may have: they fit one array. */
    public static final int MAX_PARAMETERS = 1 << 29;

    /** @throws Fault if the widths make no network, or one too large */
    public Architecture {
        widths = List.copyOf(widths);
        if (widths.size() < 2 || widths.stream().anyMatch(w -> w < 1)) {
            throw new Fault("not an architecture: " + widths);
        }
        long parameters = 0;
        for (int l = 0; l + 1 < widths.size(); l++) {
            parameters += (widths.get(l) + 1L) * widths.get(l + 1);
            if (parameters > MAX_PARAMETERS) {
                throw new Fault("a network of " + widths + " has more than " + MAX_PARAMETERS + " parameters");
            }
        }
    }

    /** The architecture written as {@code 784-64-10}. */
    public static Architecture parse(String text, Activation activation) {
        try {
            return new Architecture(
                    java.util.Arrays.stream(text.strip().split("-", -1))
                            .map(Integer::valueOf)
                            .toList(),
                    activation);
        } catch (NumberFormatException e) {
            throw new Fault("not an architecture: '" + text + "' (write widths as 784-64-10)", e);
        }
    }

    /** The number of linear layers. */
    public int layers() {
        return widths.size() - 1;
    }

    /** The number of hidden layers. */
    public int hiddenLayers() {
        return widths.size() - 2;
    }

    /** The width of the input. */
    public int inputs() {
        return widths.getFirst();
    }

    /** The width of the output: the number of classes. */
    public int outputs() {
        return widths.getLast();
    }

    /** The input width of linear layer {@code l}. */
    public int in(int l) {
        return widths.get(l);
    }

    /** The output width of linear layer {@code l}. */
    public int out(int l) {
        return widths.get(l + 1);
    }

    /** The number of parameters. */
    public int parameters() {
        return weightOffset(layers());
    }

    /** Where the weights of linear layer {@code l} begin in the block of parameters. */
    public int weightOffset(int l) {
        int offset = 0;
        for (int k = 0; k < l; k++) {
            offset += (in(k) + 1) * out(k);
        }
        return offset;
    }

    /** Where the bias of linear layer {@code l} begins in the block of parameters. */
    public int biasOffset(int l) {
        return weightOffset(l) + in(l) * out(l);
    }

    /** What linear layer {@code l} applies to its output: the activation, or nothing after the last. */
    public Activation activationAfter(int l) {
        return l < hiddenLayers() ? activation : Activation.IDENTITY;
    }

    /** log10 of the number of permutations of hidden neurons: the sum of log10(width!). */
    public double log10Permutations() {
        double sum = 0;
        for (int l = 0; l < hiddenLayers(); l++) {
            for (int k = 2; k <= out(l); k++) {
                sum += Math.log10(k);
            }
        }
        return sum;
    }

    /** The dimension of the scaling group: a hidden neuron each, or 0 where the activation has no such symmetry. */
    public int scalingDimensions() {
        return activation.has(SymmetryKind.SCALING)
                ? widths.subList(1, widths.size() - 1).stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                : 0;
    }

    /** The widths as {@code 784-64-10}. */
    public String shape() {
        return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    @Override
    public String toString() {
        return shape() + " " + activation.id();
    }
}
