package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.Invariance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a network into canonical form. */
@Command(
        name = "canonicalize",
        description =
                "Scale every hidden neuron's incoming weights to norm 1 (ReLU, leaky ReLU). The last layer's norm is"
                        + " kept, so that the function stands; or set to 1 or to sqrt(outputs), so that decisions stand.")
final class CanonicalizeCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(paramLabel = "MODEL", description = "A file of one network, or ZOO#17.")
    private String location;

    @Option(names = "--out", paramLabel = "O", required = true, description = "The file to write.")
    private Path out;

    @Option(names = "--last-layer", description = "keep, unit or sqrtC (default: ${DEFAULT-VALUE}).")
    private String lastLayer = "keep";

    @Override
    public void run() {
        Report report = common.report();
        CanonicalForm.LastLayer kind = Arrays.stream(CanonicalForm.LastLayer.values())
                .filter(k -> k.id().equalsIgnoreCase(lastLayer))
                .findFirst()
                .orElseThrow(() -> new Fault("--last-layer " + lastLayer + ": there are "
                        + Arrays.stream(CanonicalForm.LastLayer.values())
                                .map(CanonicalForm.LastLayer::id)
                                .collect(Collectors.joining(", "))));
        ModelFile model = models.readOne(location);
        CanonicalForm form = Faults.in(location, () -> CanonicalForm.of(model.network(), kind));
        double difference = Invariance.maxOutputDifference(model.network(), form.weights());
        model.with(form.weights())
                .write(
                        out,
                        Map.of(
                                "orbifold.canonical.lastLayer", kind.id(),
                                "orbifold.canonical.logNorm", Double.toString(form.logNorm())));
        report.put("model", location)
                .put("out", out.toString())
                .put("maxOutputDifference", difference)
                .put("maxNormError", form.maxNormError())
                .put("deadNeurons", form.deadNeurons())
                .put("logNorm", form.logNorm())
                .print(System.out);
    }
}
