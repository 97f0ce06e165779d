package org.orbifold.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.orbifold.io.ModelFile;
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
        CanonicalForm.LastLayer kind = Faults.in("--last-layer", () -> CanonicalForm.LastLayer.parse(lastLayer));
        ModelFile model = models.readOne(location);
        CanonicalForm form = Faults.in(location, () -> CanonicalForm.of(model.network(), kind));
        double difference = Invariance.maxOutputDifference(model.network(), form.weights());
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("orbifold.canonical.lastLayer", kind.id());
        form.logNorm().ifPresent(norm -> metadata.put("orbifold.canonical.logNorm", Double.toString(norm)));
        model.with(form.weights()).write(out, metadata);
        report.put("model", location)
                .put("out", out.toString())
                .put("maxOutputDifference", difference)
                .put("maxNormError", form.maxNormError())
                .put("deadNeurons", form.deadNeurons());
        form.logNorm().ifPresent(norm -> report.put("logNorm", norm));
        report.print(System.out);
    }
}
