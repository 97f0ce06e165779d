package org.orbifold.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;

/** Reads networks from an open file: what they are is settled by names, shapes and metadata before a value is read. */
final class ModelReader {
    /** Metadata that other programs name the activation by. */
    private static final String PLAIN_ACTIVATION = "activation";

    /** Metadata that flows have. */
    private static final String FLOW = "orbifold.flow.version";

    /** What an array and the network around it take beside the parameters, in bytes, roughly. */
    private static final long NETWORK_OVERHEAD = 64;

    private final TensorSource source;
    private final ModelLocation location;

    ModelReader(TensorSource source, ModelLocation location) {
        this.source = source;
        this.location = location;
    }

    /**
     * Reads the networks that the location names.
     *
     * @param activation of the hidden layers
     * @param architecture as {@link Architecture#parse} reads it
     */
    ModelFile read(Optional<Activation> activation, Optional<String> architecture) throws IOException {
        if (source.metadata().containsKey(FLOW)) {
            throw new MalformedFileException("is a flow, which makes networks: flow sample draws some");
        }
        Optional<Blueprint> own = source.blueprint();
        if (own.isPresent()) {
            requireAsked(own.get().architecture(), activation, architecture);
            return read(own.get(), false);
        }
        Optional<Activation> told = activation.isPresent() ? activation : activationInMetadata();
        Optional<String> text =
                architecture.or(() -> Optional.ofNullable(source.metadata().get(ModelFile.ARCHITECTURE)));
        Blueprint blueprint = blueprint(source.tensors().values(), told.orElse(Activation.RELU), text);
        Architecture found = blueprint.architecture();
        return read(
                blueprint,
                found.isPerceptron() ? told.isEmpty() && found.hiddenLayers() > 0 : text.isEmpty() && told.isEmpty());
    }

    private ModelFile read(Blueprint blueprint, boolean guessed) throws IOException {
        Architecture found = blueprint.architecture();
        OptionalInt number = number(blueprint.networks());
        List<float[]> blocks = readBlocks(blueprint, number);
        return new ModelFile(
                location.file(),
                number,
                found,
                blocks.stream().map(block -> Weights.wrap(found, block)).toList(),
                blueprint.stacked() && number.isEmpty(),
                blueprint.names(),
                source.metadata(),
                guessed);
    }

    /** Refuses another architecture or activation than that of a file that tells its own. */
    private static void requireAsked(Architecture own, Optional<Activation> activation, Optional<String> architecture)
            throws MalformedFileException {
        if (!architecture.orElse(own.shape()).equals(own.shape())) {
            throw new MalformedFileException("is of architecture " + FileFault.printable(own.shape()) + ", not "
                    + FileFault.printable(architecture.get()));
        }
        if (activation.orElse(own.activation()) != own.activation()) {
            throw new MalformedFileException("its activation is "
                    + own.activation().id() + ", not " + activation.get().id());
        }
    }

    /**
     * Which network tensors are, by their names and shapes.
     *
     * @param text of the architecture, if it is told
     */
    static Blueprint blueprint(Collection<TensorInfo> tensors, Activation activation, Optional<String> text)
            throws MalformedFileException {
        Optional<Architecture> told = Optional.empty();
        if (text.isPresent()) {
            try {
                told = Optional.of(Architecture.parse(text.get(), activation));
            } catch (Fault e) {
                throw new MalformedFileException(FileFault.printable(e.getMessage()), e);
            }
        }
        if (told.isPresent() && !told.get().isPerceptron()) {
            return new Modules(tensors).match(told.get());
        }
        if (told.isEmpty() && tensors.stream().anyMatch(ModelReader::isOfConvolutions)) {
            Modules modules = new Modules(tensors);
            return modules.match(ArchitectureSearch.of(modules, activation));
        }
        return perceptron(LayerSearch.layers(tensors), activation, text);
    }

    private static boolean isOfConvolutions(TensorInfo tensor) {
        return tensor.rank() > 3 || tensor.name().endsWith("." + Layer.Role.MEAN.id());
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

    private static Blueprint perceptron(List<LinearTensors> layers, Activation activation, Optional<String> text)
            throws MalformedFileException {
        List<Integer> widths = new ArrayList<>();
        widths.add(layers.getFirst().in());
        layers.forEach(layer -> widths.add(layer.out()));
        Architecture architecture;
        try {
            architecture = new Architecture(widths, activation);
        } catch (Fault e) {
            throw new MalformedFileException(e.getMessage(), e);
        }
        if (text.isPresent() && !text.get().equals(architecture.shape())) {
            throw new MalformedFileException("its metadata say " + FileFault.printable(text.get())
                    + ", its tensors make " + FileFault.printable(architecture.shape()));
        }
        List<Optional<TensorInfo>> sources = new ArrayList<>();
        List<TensorName> names = new ArrayList<>();
        for (LinearTensors layer : layers) {
            sources.add(Optional.of(layer.weight()));
            sources.add(layer.bias());
            names.add(new TensorName(layer.weight().name(), true));
            names.add(new TensorName(
                    LayerSearch.biasOf(layer.weight().name()), layer.bias().isPresent()));
        }
        LinearTensors first = layers.getFirst();
        return new Blueprint(architecture, sources, names, first.stacked(), first.networks());
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
    private List<float[]> readBlocks(Blueprint blueprint, OptionalInt number) throws IOException {
        Architecture architecture = blueprint.architecture();
        int first = number.orElse(0);
        int networks = number.isPresent() ? 1 : blueprint.networks();
        List<TensorInfo> tensors =
                blueprint.sources().stream().flatMap(Optional::stream).toList();
        long rearranged = tensors.stream()
                .filter(TensorInfo::columnMajor)
                .mapToLong(tensor -> 2L * Float.BYTES * tensor.count())
                .max()
                .orElse(0);
        long block = (long) Float.BYTES * architecture.parameters() + NETWORK_OVERHEAD;
        source.requireTrustworthy(tensors, networks * block + rearranged);

        List<float[]> blocks = Stream.generate(() -> new float[architecture.parameters()])
                .limit(networks)
                .toList();
        List<ParameterTensor> parameters = architecture.tensors();
        for (int i = 0; i < parameters.size(); i++) {
            ParameterTensor parameter = parameters.get(i);
            if (blueprint.sources().get(i).isPresent()) {
                TensorInfo tensor = blueprint.sources().get(i).get();
                fill(blocks, parameter.offset(), parameter.size(), tensor, first);
            } else if (parameter.role() == Layer.Role.GAIN) {
                blocks.forEach(values -> Arrays.fill(values, parameter.offset(), parameter.end(), 1));
            }
        }
        requirePositiveVariances(blueprint, blocks);
        return blocks;
    }

    private static void requirePositiveVariances(Blueprint blueprint, List<float[]> blocks)
            throws MalformedFileException {
        List<ParameterTensor> parameters = blueprint.architecture().tensors();
        for (int i = 0; i < parameters.size(); i++) {
            ParameterTensor parameter = parameters.get(i);
            if (parameter.role() == Layer.Role.VARIANCE) {
                double epsilon = ((Layer.BatchNorm) blueprint.architecture().layer(parameter.node())).epsilon();
                for (float[] block : blocks) {
                    for (int k = parameter.offset(); k < parameter.end(); k++) {
                        if (block[k] + epsilon <= 0) {
                            throw new MalformedFileException(TensorInfo.label(
                                            blueprint.names().get(i).name()) + " holds a variance of " + block[k]);
                        }
                    }
                }
            }
        }
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
