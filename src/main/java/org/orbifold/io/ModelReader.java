package org.orbifold.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/** Reads networks from an open file: what they are is settled by names, shapes and metadata before a value is read. */
final class ModelReader {
    /** Metadata that other programs name the activation by. */
    private static final String PLAIN_ACTIVATION = "activation";

    /** What an array and the network around it take beside the parameters, in bytes, roughly. */
    private static final long NETWORK_OVERHEAD = 64;

    private final TensorSource source;
    private final ModelLocation location;

    ModelReader(TensorSource source, ModelLocation location) {
        this.source = source;
        this.location = location;
    }

    /** Reads the networks that the location names. */
    ModelFile read(Optional<Activation> asked) throws IOException {
        List<LinearTensors> layers = LayerSearch.layers(source.tensors().values());
        Optional<Activation> told = asked.isPresent() ? asked : activationInMetadata();
        Architecture architecture = architecture(layers, told.orElse(Activation.RELU));
        OptionalInt number = number(layers.getFirst().networks());
        List<float[]> blocks = readBlocks(layers, architecture, number);
        return new ModelFile(
                location.file(),
                number,
                architecture,
                blocks.stream().map(block -> Weights.wrap(architecture, block)).toList(),
                layers.getFirst().stacked() && number.isEmpty(),
                layers.stream().map(LayerNames::of).toList(),
                source.metadata(),
                told.isEmpty() && architecture.hiddenLayers() > 0);
    }

    private Optional<Activation> activationInMetadata() throws MalformedFileException {
        Map<String, String> metadata = source.metadata();
        Optional<String> name = Stream.of(ModelFile.ACTIVATION, PLAIN_ACTIVATION)
                .filter(metadata::containsKey)
                .map(metadata::get)
                .findFirst();
        Optional<Activation> activation =
                name.flatMap(n -> Activation.of(n.strip().toLowerCase(Locale.ROOT)));
        if (name.isPresent() && activation.isEmpty()) {
            throw new MalformedFileException(
                    "its metadata name an unknown activation, " + FileFault.printable(name.get()));
        }
        return activation;
    }

    private Architecture architecture(List<LinearTensors> layers, Activation activation) throws MalformedFileException {
        List<Integer> widths = new ArrayList<>();
        widths.add(layers.getFirst().in());
        layers.forEach(layer -> widths.add(layer.out()));
        Architecture architecture;
        try {
            architecture = new Architecture(widths, activation);
        } catch (Fault e) {
            throw new MalformedFileException(e.getMessage(), e);
        }
        String told = source.metadata().getOrDefault(ModelFile.ARCHITECTURE, architecture.shape());
        if (!told.equals(architecture.shape())) {
            throw new MalformedFileException("its metadata say " + FileFault.printable(told) + ", its tensors make "
                    + FileFault.printable(architecture.shape()));
        }
        return architecture;
    }

    private OptionalInt number(int networks) throws MalformedFileException {
        if (location.number().isEmpty()) {
            return OptionalInt.empty();
        }
        long number = location.number().getAsLong();
        if (Long.compareUnsigned(number, networks) >= 0) {
            throw new MalformedFileException("holds " + networks + (networks == 1 ? " network" : " networks")
                    + ", counted from 0; there is no #" + Long.toUnsignedString(number));
        }
        return OptionalInt.of((int) number);
    }

    /** The parameters of each network, laid out as its architecture has them; missing biases are 0. */
    private List<float[]> readBlocks(List<LinearTensors> layers, Architecture architecture, OptionalInt number)
            throws IOException {
        int first = number.orElse(0);
        int networks = number.isPresent() ? 1 : layers.getFirst().networks();
        long rearranged = source.tensors().values().stream()
                .filter(TensorInfo::columnMajor)
                .mapToLong(tensor -> 2L * Float.BYTES * tensor.count())
                .max()
                .orElse(0);
        long block = (long) Float.BYTES * architecture.parameters() + NETWORK_OVERHEAD;
        source.requireTrustworthy(source.tensors().values(), networks * block + rearranged);

        List<float[]> blocks = Stream.generate(() -> new float[architecture.parameters()])
                .limit(networks)
                .toList();
        int offset = 0;
        for (LinearTensors layer : layers) {
            int weights = layer.out() * layer.in();
            fill(blocks, offset, weights, layer.weight(), first);
            if (layer.bias().isPresent()) {
                fill(blocks, offset + weights, layer.out(), layer.bias().get(), first);
            }
            offset += weights + layer.out();
        }
        return blocks;
    }

    /** Copies {@code count} values a network of a tensor to each block, from network {@code first} on. */
    private void fill(List<float[]> blocks, int offset, int count, TensorInfo tensor, int first) throws IOException {
        if (tensor.columnMajor()) {
            float[] values = source.values(tensor);
            for (int k = 0; k < blocks.size(); k++) {
                System.arraycopy(values, (first + k) * count, blocks.get(k), offset, count);
            }
            return;
        }
        try (TensorInput values = source.open(tensor)) {
            values.skip((long) first * count);
            for (float[] block : blocks) {
                values.read(block, offset, count);
            }
        }
    }
}
