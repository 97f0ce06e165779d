package org.orbifold.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Files of tensors described in a few words, and the networks in them. */
final class DescribedTensors {
    private DescribedTensors() {}

    /** The networks of a file, as it tells them. */
    static ModelFile read(Path path) {
        return ModelFile.read(path.toString(), Optional.empty());
    }

    /** Writes tensors given as {@code name[sizes]}, whose values count up from 1 through the file. */
    static Path write(Path path, Map<String, String> metadata, String... tensors) {
        SequencedMap<String, StoredTensor> content = new LinkedHashMap<>();
        float next = 1;
        for (String tensor : tensors) {
            String sizes = tensor.substring(tensor.indexOf('[') + 1, tensor.length() - 1);
            List<Long> shape = sizes.isEmpty()
                    ? List.of()
                    : Stream.of(sizes.split(",")).map(Long::valueOf).toList();
            float[] values =
                    new float[shape.stream().reduce(1L, Math::multiplyExact).intValue()];
            for (int i = 0; i < values.length; i++) {
                values[i] = next++;
            }
            content.put(tensor.substring(0, tensor.indexOf('[')), StoredTensor.of(shape, values));
        }
        if (path.toString().endsWith(".npz")) {
            Npz.write(path, new TensorFile(content, metadata));
        } else {
            Safetensors.write(path, new TensorFile(content, metadata));
        }
        return path;
    }

    /** As above, without metadata. */
    static Path write(Path path, String... tensors) {
        return write(path, Map.of(), tensors);
    }
}
