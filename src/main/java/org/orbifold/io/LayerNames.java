package org.orbifold.io;

/**
 * What one linear layer's tensors are called in a file.
 *
 * @param weight the name of its weights {@code [out, in]}, or {@code [networks, out, in]} in a zoo
 * @param bias the name of its bias {@code [out]}, or {@code [networks, out]} in a zoo
 * @param biasStored whether the file has a bias; where it has none the bias is 0, and is written only if it no longer
 *     is
 */
public record LayerNames(String weight, String bias, boolean biasStored) {
    /** The names that PyTorch gives layer {@code l} of a {@code Sequential} with an activation between two layers. */
    static LayerNames sequential(int l) {
        return new LayerNames(2 * l + ".weight", 2 * l + ".bias", true);
    }

    /** The names of a layer of a file. */
    static LayerNames of(LinearTensors layer) {
        String weight = layer.weight().name();
        return new LayerNames(weight, LayerSearch.biasOf(weight), layer.bias().isPresent());
    }
}
