package org.orbifold.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import picocli.CommandLine.Option;

/** How files of networks are read. */
final class ModelOptions {
    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Activation of the hidden layers: relu, leaky_relu, tanh, sigmoid, gelu or identity. Default:"
                    + " what the file says, else relu.")
    private Optional<String> activation = Optional.empty();

    @Option(
            names = "--model-architecture",
            paramLabel = "TEXT",
            description = "The architecture, where names and shapes in a file do not tell it, as in"
                    + " 1x28x28-c8k3-relu-mp2-flat-10.")
    private Optional<String> architecture = Optional.empty();

    /** The activation asked for, if one was. */
    Optional<Activation> activation() {
        return activation.map(id -> Activation.of(id)
                .orElseThrow(() -> new Fault("--activation " + id + ": there are "
                        + Arrays.stream(Activation.values()).map(Activation::id).collect(Collectors.joining(", ")))));
    }

    /** Reads a file of one network or more; says so where the activation is guessed. */
    ModelFile read(String location) {
        ModelFile model = ModelFile.read(location, activation(), architecture);
        if (model.activationGuessed()) {
            System.err.println(
                    model.label() + ": the file names no activation; taken as relu (--activation says otherwise)");
        }
        return model;
    }

    /** Reads one network: a file that holds one, or {@code ZOO#17}. */
    ModelFile readOne(String location) {
        ModelFile model = read(location);
        if (model.networks().size() != 1) {
            throw Fault.in(
                    model.label(),
                    "holds " + model.networks().size() + " networks: name one, as in " + location + "#0");
        }
        return model;
    }
}
