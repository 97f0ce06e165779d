package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowField;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Likelihood;
import org.orbifold.flow.Trace;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How likely a flow makes networks. */
@Command(
        name = "likelihood",
        description = "The log density of networks under a flow, in the coordinates of its space: for one network a"
                + " number, for several or a zoo a list.")
final class FlowLikelihoodCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(index = "0", paramLabel = "F", description = "The flow.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "MODEL", description = "Networks or zoos.")
    private List<String> locations = List.of();

    @Option(names = "--trace", description = "exact or hutchinson (default: ${DEFAULT-VALUE}).")
    private String trace = "hutchinson";

    @Option(names = "--vectors", paramLabel = "N", description = "Of Hutchinson's (default: ${DEFAULT-VALUE}).")
    private int vectors = 8;

    @Option(names = "--steps", paramLabel = "S", description = "Runge-Kutta steps (default: ${DEFAULT-VALUE}).")
    private int steps = 32;

    @Option(
            names = "--cutoff",
            paramLabel = "E",
            description = "Time before 1 from which networks are taken back (default: ${DEFAULT-VALUE}).")
    private double cutoff = 1e-2;

    @Override
    public void run() {
        Report report = common.report();
        if (steps < 1 || vectors < 1 || !(cutoff > 0 && cutoff < 1)) {
            throw new Fault("--steps and --vectors at least 1, --cutoff between 0 and 1");
        }
        Flow flow = FlowFile.read(file).flow();
        if (flow.plan().geometry() == Geometry.NORMALIZED) {
            throw Fault.in(file, "a Normalized flow has no likelihood: its source has no density in the ambient space");
        }
        List<Weights> networks = new ArrayList<>();
        for (String location : locations) {
            ModelFile model = models.read(location);
            networks.addAll(model.networks());
        }
        FlowSpace space =
                Faults.in(file.toString(), () -> flow.space(networks.getFirst().architecture()));
        List<float[]> points = Faults.in(String.join(", ", locations), () -> space.points(networks));
        double _ = density(flow, space, points.getFirst());
        Console progress = new Console();
        double[] found;
        try (FlowField field = flow.field(space, Optional.empty())) {
            found = new Likelihood(law(), steps, cutoff)
                    .logDensities(
                            field,
                            space.paths(),
                            points,
                            point -> density(flow, space, point),
                            new SplittableRandom(common.seed()),
                            progress);
        }
        progress.finish();
        report.put("flow", file.toString())
                .put("networks", networks.size())
                .put("trace", trace)
                .put("cutoff", cutoff)
                .put(
                        "logDensity",
                        found.length == 1
                                ? (Object) found[0]
                                : Arrays.stream(found).boxed().toList())
                .print(System.out);
    }

    private double density(Flow flow, FlowSpace space, float[] point) {
        return Faults.in(file.toString(), () -> flow.plan().source().logDensity(space, point));
    }

    private Trace law() {
        return switch (trace) {
            case "exact" -> new Trace.Exact();
            case "hutchinson" -> new Trace.Hutchinson(vectors);
            default -> throw new Fault("--trace " + trace + ": there are exact, hutchinson");
        };
    }
}
