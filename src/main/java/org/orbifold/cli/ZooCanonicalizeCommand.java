package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooCanonicalForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings the networks of a zoo into canonical form. */
@Command(
        name = "canonicalize",
        description = "Scale every hidden neuron's incoming weights to norm 1 (ReLU, leaky ReLU), in every network of a"
                + " zoo. The last layer's norm is kept, so that functions stand; or set to 1 or to sqrt(outputs), so that"
                + " decisions stand.")
final class ZooCanonicalizeCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(paramLabel = "ZOO", description = "A file of networks.")
    private String location;

    @Option(names = "--out", paramLabel = "Z", required = true, description = "The file to write.")
    private Path out;

    @Option(names = "--last-layer", description = "keep, unit or sqrtC (default: ${DEFAULT-VALUE}).")
    private String lastLayer = "keep";

    @Override
    public void run() {
        Report report = common.report();
        CanonicalForm.LastLayer kind = Faults.in("--last-layer", () -> CanonicalForm.LastLayer.parse(lastLayer));
        Zoo zoo = Zoo.of(models.read(location));
        Console progress = new Console();
        long start = System.nanoTime();
        ZooCanonicalForm found = Faults.in(location, () -> ZooCanonicalForm.of(zoo.networks(), kind, progress));
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        Zoo told = kind == CanonicalForm.LastLayer.KEEP ? zoo : zoo.withoutLosses();
        told.with(found.networks())
                .write(
                        out,
                        Map.of(
                                "orbifold.canonical.lastLayer",
                                kind.id(),
                                "orbifold.canonical.logNorms",
                                logNorms(found)));
        report.put("zoo", location)
                .put("out", out.toString())
                .put("networks", zoo.networks().size())
                .put("maxOutputDifference", found.maxOutputDifference())
                .put("maxNormError", found.maxNormError())
                .put("deadNeurons", found.deadNeurons())
                .put("seconds", seconds)
                .print(System.out);
    }

    private static String logNorms(ZooCanonicalForm found) {
        return found.forms().stream()
                .flatMapToDouble(form -> form.logNorm().stream())
                .mapToObj(Double::toString)
                .collect(Collectors.joining(","));
    }
}
