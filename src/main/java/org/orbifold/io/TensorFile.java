package org.orbifold.io;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The content of a file of tensors, in memory.
 *
 * @param tensors by name, in the order of the file; unmodifiable
 * @param metadata strings that the file carries beside them; unmodifiable
 */
public record TensorFile(SequencedMap<String, StoredTensor> tensors, Map<String, String> metadata) {
    /** The name under which metadata is stored, and therefore no tensor's. */
    static final String METADATA = "__metadata__";

    /** @throws IllegalArgumentException if a tensor has the name {@code __metadata__}, which is taken */
    public TensorFile {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
        }
    }

    /** Reads all that an open file holds. */
    static TensorFile read(TensorSource source) throws IOException {
        long largest = 0;
        long all = 0;
        for (TensorInfo tensor : source.tensors().values()) {
            largest = Math.max(largest, tensor.columnMajor() ? tensor.count() : 0);
            all += tensor.count();
        }
        source.requireTrustworthy(source.tensors().values(), Float.BYTES * (all + largest));
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (TensorInfo tensor : source.tensors().values()) {
            tensors.put(tensor.name(), new StoredTensor(tensor.type().name(), tensor.shape(), source.values(tensor)));
        }
        return new TensorFile(tensors, source.metadata());
    }

    /** What to write of this file. */
    List<TensorContent> contents() {
        return tensors.entrySet().stream()
                .map(named -> new TensorContent(
                        named.getKey(),
                        named.getValue().shape(),
                        out -> out.write(named.getValue().values())))
                .toList();
    }
}
