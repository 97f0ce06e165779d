package org.orbifold.ui.session;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.orbifold.io.StoredTensor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * The networks that a session file holds: a tensor each, {@code [parameters]}, in the layout of their architecture. Equal
 * networks are held once.
 */
final class Blocks {
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<Weights, String> names = new HashMap<>();

    Blocks() {}

    Blocks(Map<String, StoredTensor> read) {
        tensors.putAll(read);
    }

    /** The tensors by name. */
    SequencedMap<String, StoredTensor> tensors() {
        return tensors;
    }

    /** Keeps a network; tells by which name. */
    String put(Weights weights) {
        return names.computeIfAbsent(weights, network -> {
            String name = "network." + tensors.size();
            float[] block = network.toArray();
            tensors.put(name, StoredTensor.of(List.of((long) block.length), block));
            return name;
        });
    }

    /**
     * The network that a field names.
     *
     * @throws org.orbifold.job.Fault if there is none, or it has not as many parameters
     */
    Weights get(Fields fields, String field, Architecture architecture) {
        String name = fields.text(field);
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw fields.fault("its tensor '" + name + "' is missing");
        }
        if (tensor.values().length != architecture.parameters()) {
            throw fields.fault("its tensor '" + name + "' has " + tensor.values().length + " numbers, and "
                    + architecture + " has " + architecture.parameters() + " parameters");
        }
        return Weights.wrap(architecture, tensor.values());
    }
}
