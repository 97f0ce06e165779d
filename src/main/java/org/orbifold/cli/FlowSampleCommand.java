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
import org.orbifold.data.RowRange;
import org.orbifold.data.Standardize;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Solver;
import org.orbifold.flow.StepRule;
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

    @Option(
            names = "--rule",
            description =
                    "How predicted targets become steps: flow-matching, or the thesis's variants normalized-prediction and released (default: ${DEFAULT-VALUE}).")
    private String rule = StepRule.FLOW_MATCHING.id();

    @Option(
            names = "--noise",
            paramLabel = "E",
            description = "Noise of each step, that nothing makes up for (default: ${DEFAULT-VALUE}).")
    private double noise = 0;

    @Option(
            names = "--stochastic",
            paramLabel = "E",
            description =
                    "Noise of each step, with the drift that keeps the law as it is: euclidean flows with independent coupling (default: ${DEFAULT-VALUE}).")
    private double stochastic = 0;

    @Option(names = "--ask-loss", paramLabel = "L", description = "The training loss to ask for, in nats.")
    private Optional<Double> askedLoss = Optional.empty();

    @Option(
            names = "--ask-scale",
            paramLabel = "W",
            description = "How strongly it is asked: 1 as learned, more exaggerates (default: ${DEFAULT-VALUE}).")
    private double askScale = 1;

    @Option(
            names = "--guide",
            paramLabel = "L",
            description = "Guide towards networks of low loss on --data: as good as a likelihood of that many rows.")
    private double guide = 0;

    @Option(names = "--data", paramLabel = "D", description = "Data to guide by, or to ask for: its training rows.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--ask-task",
            description = "Ask for networks for --data: of a flow that was trained to know its task.")
    private boolean forData;

    @Option(names = "--rows", paramLabel = "A:B", description = "Only rows A to B-1 of --data.")
    private Optional<String> rows = Optional.empty();

    @Option(
            names = "--architecture",
            paramLabel = "784-32-10",
            description = "Networks of other hidden widths than those that it was trained on.")
    private Optional<String> shape = Optional.empty();

    @Option(names = "--out", paramLabel = "Z", required = true, description = "The file to write.")
    private Path out;

    /** Far more than leaves anything of a network. */
    private static final double MOST_NOISE = 1000;

    @Override
    public void run() {
        Report report = common.report();
        require(count >= 1, "--count " + count + ": at least 1");
        require(steps >= 1, "--steps " + steps + ": at least 1");
        require(noise >= 0 && noise <= MOST_NOISE, "--noise " + noise + ": 0 to " + MOST_NOISE);
        require(stochastic >= 0 && stochastic <= MOST_NOISE, "--stochastic " + stochastic + ": 0 to " + MOST_NOISE);
        require(noise == 0 || stochastic == 0, "--noise and --stochastic exclude each other");
        require(guide >= 0, "--guide " + guide + ": at least 0");
        require(guide == 0 || data.isPresent(), "--guide goes with --data");
        require(!forData || data.isPresent(), "--ask-task goes with --data");
        Flow flow = FlowFile.read(file).flow();
        Architecture own = flow.plan().architecture();
        FlowSpace space = Faults.in(
                file.toString(),
                () -> flow.space(shape.map(text -> Architecture.parse(text, own.activation()))
                        .orElse(own)));
        Faults.requireRoom("--count", count, space.architecture());
        Sampling sampling = sampling(flow);
        Console progress = new Console();
        long start = System.nanoTime();
        List<float[]> points = Faults.in(
                file.toString(),
                () -> sampling.draw(flow, space, count, new SplittableRandom(common.seed()), progress, (t, x) -> {}));
        List<Weights> networks = flow.networks(space, points);
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        ModelFile.zoo(out, networks).write(out, metadata(flow));
        report.put("flow", file.toString())
                .put("out", out.toString())
                .put("architecture", space.architecture().shape())
                .put("networks", count)
                .put("solver", solver)
                .put("steps", steps)
                .put("seconds", seconds)
                .put("functionEvaluations", sampling.sampler().evaluations())
                .print(System.out);
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault(fault);
        }
    }

    private Sampling sampling(Flow flow) {
        Noise disturbance = stochastic == 0
                ? new Noise.Plain(noise)
                : new Noise.ScoreBased(stochastic, flow.plan().source().deviation());
        return new Sampling(
                new Sampler(Faults.named("--solver", solver, Solver.values(), Solver::id), steps, disturbance),
                Faults.named("--rule", rule, StepRule.values(), StepRule::id),
                askedLoss.map(loss -> new Sampling.Asked(loss, askScale)),
                forData ? Optional.of(rows(flow)) : Optional.empty(),
                guide > 0 ? Optional.of(new Sampling.Guide(rows(flow), guide)) : Optional.empty());
    }

    /** The training rows of the flow's own data; of other data, those that are named, or all. */
    private Examples rows(Flow flow) {
        Optional<DataProvenance> known = DataProvenance.fromMetadata(file, flow.provenance())
                .filter(provenance ->
                        rows.isEmpty() && provenance.request().spec().equals(data.orElseThrow()));
        DataSet set = DataSets.load(known.map(DataProvenance::request).orElseGet(this::request));
        DataOptions.requireFit(file.toString(), flow.plan().architecture(), set);
        return known.filter(provenance -> provenance.hash().equals(set.hash()))
                .map(provenance -> set.examples()
                        .gather(provenance.rule().split(set.rows()).train()))
                .orElseGet(set::examples);
    }

    private DataRequest request() {
        return new DataRequest(
                data.orElseThrow(),
                Optional.empty(),
                List.of(),
                Standardize.ALL,
                rows.map(RowRange::parse),
                common.seed());
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
        metadata.put("orbifold.sample.rule", rule);
        metadata.put("orbifold.sample.noise", Double.toString(noise));
        metadata.put("orbifold.sample.stochastic", Double.toString(stochastic));
        askedLoss.ifPresent(loss -> metadata.put("orbifold.sample.asked", loss + " x " + askScale));
        metadata.put("orbifold.sample.guide", Double.toString(guide));
        metadata.put("orbifold.sample.seed", Long.toString(common.seed()));
        return metadata;
    }
}
