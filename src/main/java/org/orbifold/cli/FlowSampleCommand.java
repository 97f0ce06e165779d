package org.orbifold.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowField;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.GuidedField;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Solver;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Samples networks from a flow. */
@Command(name = "sample", description = "Sample networks from a flow, as a zoo.")
final class FlowSampleCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Parameters(paramLabel = "F", description = "The flow.")
    private Path file;

    @Option(names = "--count", paramLabel = "N", description = "Networks (default: ${DEFAULT-VALUE}).")
    private int count = 100;

    @Option(names = "--steps", paramLabel = "S", description = "Integration steps (default: ${DEFAULT-VALUE}).")
    private int steps = 64;

    @Option(names = "--solver", description = "euler, heun, rk4 or dopri5 (default: ${DEFAULT-VALUE}).")
    private String solver = Solver.EULER.id();

    @Option(names = "--noise", paramLabel = "E", description = "Noise of each step (default: ${DEFAULT-VALUE}).")
    private double noise = 0;

    @Option(names = "--ask-loss", paramLabel = "L", description = "The training loss to ask for, in nats.")
    private Optional<Double> askedLoss = Optional.empty();

    @Option(
            names = "--guide",
            paramLabel = "L",
            description = "Guide towards networks of low loss on --data: as good as a likelihood of that many rows.")
    private double guide = 0;

    @Option(names = "--data", paramLabel = "D", description = "Data to guide by: its training rows.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--architecture",
            paramLabel = "784-32-10",
            description = "Networks of other hidden widths than those that it was trained on.")
    private Optional<String> shape = Optional.empty();

    @Option(names = "--out", paramLabel = "Z", required = true, description = "The file to write.")
    private Path out;

    @Override
    public void run() {
        Report report = common.report();
        if (count < 1) {
            throw new Fault("--count " + count + ": at least 1");
        }
        if (steps < 1) {
            throw new Fault("--steps " + steps + ": at least 1");
        }
        if (!(noise >= 0)) {
            throw new Fault("--noise " + noise + ": at least 0");
        }
        if (!(guide >= 0)) {
            throw new Fault("--guide " + guide + ": at least 0");
        }
        if (guide > 0 && data.isEmpty()) {
            throw new Fault("--guide goes with --data");
        }
        Solver rule = Faults.named("--solver", solver, Solver.values(), Solver::id);
        Flow flow = FlowFile.read(file).flow();
        Architecture own = flow.plan().architecture();
        FlowSpace space = Faults.in(
                file.toString(),
                () -> flow.space(shape.map(text -> Architecture.parse(text, own.activation()))
                        .orElse(own)));
        Sampler sampler = new Sampler(rule, steps, noise);
        Console progress = new Console();
        SplittableRandom random = new SplittableRandom(common.seed());
        try (FlowField field = Faults.in(file.toString(), () -> flow.field(space, askedLoss))) {
            Optional<Examples> rows = guide > 0 ? Optional.of(rows(flow)) : Optional.empty();
            long start = System.nanoTime();
            List<float[]> begun = flow.start(space, count, random);
            List<float[]> points;
            if (rows.isPresent()) {
                try (GuidedField guided =
                        new GuidedField(field, flow, space, count, rows.get(), guide, random.split())) {
                    points = sampler.sample(guided, space.paths(), begun, random, progress, (t, x) -> {});
                }
            } else {
                points = sampler.sample(field, space.paths(), begun, random, progress, (t, x) -> {});
            }
            List<Weights> networks = flow.networks(space, points);
            double seconds = (System.nanoTime() - start) * 1e-9;
            progress.finish();
            ModelFile.zoo(out, networks).write(out, metadata(flow));
            report.put("flow", file.toString())
                    .put("out", out.toString())
                    .put("architecture", space.architecture().shape())
                    .put("networks", count)
                    .put("solver", rule.id())
                    .put("steps", steps)
                    .put("seconds", seconds)
                    .put("functionEvaluations", sampler.evaluations())
                    .print(System.out);
        }
    }

    /** The training rows of the flow's own data, or all rows of other data. */
    private Examples rows(Flow flow) {
        Optional<DataProvenance> known = DataProvenance.fromMetadata(file, flow.provenance())
                .filter(provenance -> provenance.request().spec().equals(data.orElseThrow()));
        DataSet set = DataSets.load(known.map(DataProvenance::request).orElseGet(() -> DataRequest.of(data.orElseThrow())));
        DataOptions.requireFit(file.toString(), flow.plan().architecture(), set);
        return known.filter(provenance -> provenance.hash().equals(set.hash()))
                .map(provenance ->
                        set.examples().gather(provenance.rule().split(set.rows()).train()))
                .orElseGet(set::examples);
    }

    private Map<String, String> metadata(Flow flow) {
        Map<String, String> metadata = new LinkedHashMap<>();
        flow.provenance().forEach((key, value) -> {
            if (key.startsWith("orbifold.data.") || key.startsWith("orbifold.split.")) {
                metadata.put(key, value);
            }
        });
        metadata.put("orbifold.sample.flow", file.getFileName().toString());
        metadata.put("orbifold.sample.geometry", flow.plan().geometry().id());
        metadata.put("orbifold.sample.solver", solver);
        metadata.put("orbifold.sample.steps", Integer.toString(steps));
        metadata.put("orbifold.sample.noise", Double.toString(noise));
        metadata.put("orbifold.sample.guide", Double.toString(guide));
        metadata.put("orbifold.sample.seed", Long.toString(common.seed()));
        return metadata;
    }
}
