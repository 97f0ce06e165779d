package org.orbifold.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;

/**
 * What a file of networks holds: one network, or a zoo of them, whose tensors have a leading axis of
 * networks as {@code torch.func.stack_module_state} gives it. Networks and names go together, so that a file that is
 * read, changed and written keeps the names that it came with.
 *
 * @param path the file it was read from, or is meant for
 * @param number which network of the zoo at {@code path} this is, where one was asked for
 * @param architecture of every network
 * @param networks one, or those of a zoo in their order
 * @param stacked whether the tensors have, and will be written with, a leading axis of networks
 * @param names of the architecture's parameters, one for one
 * @param metadata strings that the file carries, passed on when it is written
 * @param activationGuessed whether the activation is only assumed: neither asked for nor told by the file
 */
public record ModelFile(
        Path path,
        OptionalInt number,
        Architecture architecture,
        List<Weights> networks,
        boolean stacked,
        List<TensorName> names,
        Map<String, String> metadata,
        boolean activationGuessed) {
    /** The metadata that says the architecture: {@code 784-64-10}. */
    public static final String ARCHITECTURE = "orbifold.architecture";

    /** The metadata that names the activation: {@code relu}. */
    public static final String ACTIVATION = "orbifold.activation";

    /** @throws IllegalArgumentException if networks, names and architecture do not fit together */
    public ModelFile {
        networks = List.copyOf(networks);
        names = List.copyOf(names);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (networks.isEmpty()
                || (!stacked && networks.size() > 1)
                || names.size() != architecture.tensors().size()) {
            throw new IllegalArgumentException(
                    networks.size() + " networks of " + architecture + " under " + names.size() + " names");
        }
        for (Weights network : networks) {
            if (!network.architecture().equals(architecture)) {
                throw new IllegalArgumentException(network + " is not of " + architecture);
            }
        }
    }

    /**
     * Reads the networks of a file: safetensors, npz or ONNX, told by its content.
     *
     * @param location a path, or {@code ZOO#17} for one network of a zoo, counted from 0
     * @param activation of the hidden layers; where it is empty, the file's metadata tell, and else it is relu
     * @throws Fault if there is no such network, or the file is not sound or not of networks that it can tell
     */
    public static ModelFile read(String location, Optional<Activation> activation) {
        return read(location, activation, Optional.empty());
    }

    /**
     * The same where the file does not tell the architecture.
     *
     * @param architecture as {@link Architecture#parse} reads it
     * @throws Fault also if the file's tensors do not make it
     */
    public static ModelFile read(String location, Optional<Activation> activation, Optional<String> architecture) {
        ModelLocation asked = ModelLocation.parse(location);
        try (TensorSource source = FileFormat.open(asked.file())) {
            return new ModelReader(source, asked).read(activation, architecture);
        } catch (IOException e) {
            throw FileFault.of(asked.file(), e);
        }
    }

    /**
     * Reads the networks of a safetensors file that is in memory, all of them; the activation as {@link #read(String,
     * Optional)} finds it.
     *
     * @param path what to call it
     * @throws Fault as there
     */
    public static ModelFile read(Path path, byte[] safetensors) {
        try (TensorSource source = new SafetensorsSource(new ByteSource.InMemory(safetensors))) {
            return new ModelReader(source, new ModelLocation(path, OptionalLong.empty()))
                    .read(Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /** A new file of one network, with the names of PyTorch's {@code Sequential}: {@code 0.weight}, {@code 0.bias}. */
    public static ModelFile of(Path path, Weights network) {
        return create(path, List.of(network), false);
    }

    /** A new zoo of one network or more, all of one architecture, with the names of PyTorch's {@code Sequential}. */
    public static ModelFile zoo(Path path, List<Weights> networks) {
        return create(path, networks, true);
    }

    private static ModelFile create(Path path, List<Weights> networks, boolean stacked) {
        Architecture architecture = networks.getFirst().architecture();
        List<TensorName> names = Blueprint.sequentialNames(architecture);
        return new ModelFile(path, OptionalInt.empty(), architecture, networks, stacked, names, Map.of(), false);
    }

    /** The same file with other networks, with parameters of the same number and roles, in place of its own: as many if it is no zoo. */
    public ModelFile with(List<Weights> others) {
        return new ModelFile(
                path, number, others.getFirst().architecture(), others, stacked, names, metadata, activationGuessed);
    }

    /** The same file with another network in place of its own. */
    public ModelFile with(Weights other) {
        return with(List.of(other));
    }

    /** The same file with other metadata in place of its own. */
    public ModelFile withMetadata(Map<String, String> others) {
        return new ModelFile(path, number, architecture, networks, stacked, names, others, activationGuessed);
    }

    /**
     * The one network.
     *
     * @throws Fault if this is a zoo of several
     */
    public Weights network() {
        if (networks.size() > 1) {
            throw Fault.in(
                    path,
                    "is a zoo of " + networks.size() + " networks; name one of them, as in " + path.getFileName()
                            + "#0");
        }
        return networks.getFirst();
    }

    /** What to call it: the path, or {@code zoo.safetensors#17}. */
    public String label() {
        return path + (number.isPresent() ? "#" + number.getAsInt() : "");
    }

    /**
     * Writes the networks, whole or not at all, as safetensors or npz by the extension of {@code target}. The file
     * carries the metadata of this one, architecture and activation, and {@code extra}, the later over the earlier.
     *
     * @throws Fault if it cannot be written, has neither extension, or a value is not finite
     */
    public void write(Path target, Map<String, String> extra) {
        FileFormat format;
        try {
            format = FileFormat.toWrite(target);
        } catch (IOException e) {
            throw FileFault.of(target, e);
        }
        Map<String, String> written = new LinkedHashMap<>(metadata);
        written.put(ARCHITECTURE, architecture.shape());
        written.put(ACTIVATION, architecture.activation().id());
        written.putAll(extra);
        format.write(target, contents(), written);
    }

    private List<TensorContent> contents() {
        List<TensorContent> contents = new ArrayList<>();
        List<ParameterTensor> tensors = architecture.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            ParameterTensor tensor = tensors.get(i);
            if (names.get(i).stored() || networks.stream().anyMatch(network -> !isZero(network, tensor))) {
                contents.add(content(names.get(i).name(), tensor));
            }
        }
        return contents;
    }

    private TensorContent content(String name, ParameterTensor tensor) {
        List<Long> whole = stacked
                ? Stream.concat(Stream.of((long) networks.size()), tensor.shape().stream())
                        .toList()
                : tensor.shape();
        return new TensorContent(name, whole, out -> {
            for (Weights network : networks) {
                out.write(network.values(tensor));
            }
        });
    }

    private static boolean isZero(Weights network, ParameterTensor tensor) {
        for (float value : network.values(tensor)) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
