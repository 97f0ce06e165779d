package org.orbifold.io;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the linear layers of a sequential network among the tensors of a file, and their order: each layer's output is
 * as wide as the next one's input.
 */
final class LayerSearch {
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    private LayerSearch() {}

    /** The layers of one network or zoo, from the input to the output; refuses what is left over or does not chain. */
    static List<LinearTensors> layers(Collection<TensorInfo> tensors) throws MalformedFileException {
        Map<String, LinearTensors> byPrefix = pair(tensors);
        List<LinearTensors> layers = List.copyOf(byPrefix.values());
        if (layers.isEmpty()) {
            throw new MalformedFileException("it holds no layers");
        }
        requireOneStack(layers);
        List<LinearTensors> counted = byPrefix.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(NaturalOrder.COMPARATOR))
                .map(Map.Entry::getValue)
                .toList();
        for (List<LinearTensors> order : List.of(counted, layers)) {
            if (firstBreak(order) == order.size()) {
                return order;
            }
        }
        return new ChainSearch(layers).only().orElseThrow(() -> doesNotChain(counted));
    }

    /** The name of the bias that goes with weights of that name. */
    static String biasOf(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length()) + BIAS;
    }

    /** The layers by what their names begin with, in the order of the file. */
    private static Map<String, LinearTensors> pair(Collection<TensorInfo> tensors) throws MalformedFileException {
        Map<String, TensorInfo> biases = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            prefix(tensor, BIAS).ifPresent(prefix -> biases.put(prefix, tensor));
        }
        Map<String, LinearTensors> layers = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors) {
            Optional<String> prefix = prefix(tensor, WEIGHT);
            if (prefix.isPresent()) {
                layers.put(prefix.get(), LinearTensors.of(tensor, Optional.ofNullable(biases.remove(prefix.get()))));
            } else if (prefix(tensor, BIAS).isEmpty()) {
                throw new MalformedFileException(
                        tensor.label() + " belongs to no layer: a layer's tensors end in .weight and .bias");
            }
        }
        if (!biases.isEmpty()) {
            throw new MalformedFileException(
                    biases.values().iterator().next().label() + " belongs to no layer: it has no weights beside it");
        }
        return layers;
    }

    private static Optional<String> prefix(TensorInfo tensor, String ending) {
        String name = tensor.name();
        return name.equals(ending) || name.endsWith("." + ending)
                ? Optional.of(name.substring(0, name.length() - ending.length()))
                : Optional.empty();
    }

    private static void requireOneStack(List<LinearTensors> layers) throws MalformedFileException {
        LinearTensors first = layers.getFirst();
        for (LinearTensors layer : layers) {
            if (layer.stacked() != first.stacked() || layer.networks() != first.networks()) {
                throw new MalformedFileException(layer.weight().label() + " has shape "
                        + layer.weight().shapeText() + " beside "
                        + first.weight().label() + " of shape "
                        + first.weight().shapeText() + ": not the same number of networks");
            }
        }
    }

    /** The first layer that does not follow the one before it, or the number of layers. */
    private static int firstBreak(List<LinearTensors> layers) {
        int l = 1;
        while (l < layers.size() && layers.get(l).in() == layers.get(l - 1).out()) {
            l++;
        }
        return l;
    }

    private static MalformedFileException doesNotChain(List<LinearTensors> layers) {
        int l = firstBreak(layers);
        TensorInfo before = layers.get(l - 1).weight();
        TensorInfo broken = layers.get(l).weight();
        return new MalformedFileException(broken.label() + " of shape " + broken.shapeText() + " does not follow "
                + before.label() + " of shape " + before.shapeText());
    }
}
