package org.orbifold.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowTraining;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Source;
import org.orbifold.flow.StepSeen;
import org.orbifold.flow.Task;
import org.orbifold.flow.TimeLaw;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a flow. */
@Command(
        name = "train",
        description = "Train a flow on a zoo. The file is written every few seconds; --resume goes on from it.")
final class FlowTrainCommand implements Runnable {
    /** Inputs beyond these are left to the linear law of their class. */
    private static final int SEEN = 64;

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(
            paramLabel = "ZOO",
            arity = "1..*",
            description = "The networks to learn from; several zoos go with --ask-task.")
    private List<String> locations = List.of();

    @Option(names = "--geometry", description = "euclidean, normalized or geometric (default: ${DEFAULT-VALUE}).")
    private String geometry = Geometry.GEOMETRIC.id();

    @Option(names = "--coupling", description = "independent, ot or equivariant-ot (default: ${DEFAULT-VALUE}).")
    private String coupling = Coupling.INDEPENDENT.id();

    @Option(names = "--network", description = "rt, pna, gcn or gat (default: ${DEFAULT-VALUE}).")
    private String network = GraphNetwork.Kind.RELATIONAL_TRANSFORMER.id();

    @Option(names = "--layers", paramLabel = "L", description = "Of the graph network (default: ${DEFAULT-VALUE}).")
    private int layers = 5;

    @Option(names = "--width", paramLabel = "W", description = "Of its states, a multiple of 8 (default: 32).")
    private int width = 32;

    @Option(names = "--batch", paramLabel = "N", description = "Pairs a step (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(names = "--steps", paramLabel = "N", required = true, description = "Steps in all.")
    private long steps;

    @Option(names = "--lr", paramLabel = "R", description = "The largest learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = 2e-3;

    @Option(names = "--times", description = "beta or uniform: how flow times are drawn (default: ${DEFAULT-VALUE}).")
    private String times = TimeLaw.UNIFORM.id();

    @Option(
            names = "--source",
            description = "initialization (normal networks), or uniform (on the spheres, for likelihoods).")
    private String source = "initialization";

    @Option(names = "--std", paramLabel = "S", description = "Of the source's normal law (default: ${DEFAULT-VALUE}).")
    private double deviation = 0.1;

    @Option(
            names = "--seen-inputs",
            paramLabel = "K",
            description = "Principal directions of the inputs that the graph network sees (default: 64, or all if they"
                    + " are fewer); 0: the inputs as they are, as always of convolutional networks. The others follow"
                    + " the linear law of their class.")
    private Optional<Integer> seen = Optional.empty();

    @Option(names = "--align", description = "Align the networks to the one of the lowest training loss first.")
    private boolean align;

    @Option(
            names = "--ask-task",
            description = "Learn to be asked for a task: input nodes are told statistics of the zoo's data.")
    private boolean askTask;

    @Option(names = "--ask-loss", description = "Learn to be asked for a loss when sampling.")
    private boolean askLoss;

    @Option(
            names = "--resume",
            description =
                    "Go on from the file if it is there: with the geometry, the network and all else of its beginning, but for --steps.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "F", required = true, description = "The file to write.")
    private Path out;

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault(fault);
        }
    }

    @Override
    public void run() {
        Report report = common.report();
        require(steps >= 1, "--steps " + steps + ": at least 1");
        require(locations.size() == 1 || askTask, "several zoos go with --ask-task");
        List<Zoo> zoos = locations.stream().map(models::read).map(Zoo::of).toList();
        FlowTraining begun = resume && Files.exists(out) ? resumed(FlowFile.read(out), zoos) : begin(zoos);
        try (FlowTraining training = begun) {
            long before = training.steps();
            FlowRun run = new FlowRun(training, out);
            Console progress = new Console();
            long start = System.nanoTime();
            run(run, progress);
            double seconds = (System.nanoTime() - start) * 1e-9;
            progress.finish();
            report.put("zoo", String.join(" ", locations))
                    .put("out", out.toString())
                    .put("geometry", training.plan().geometry().id())
                    .put("coupling", training.plan().coupling().id())
                    .put("network", training.plan().kind().id())
                    .put("parameters", training.flow().parameters().length)
                    .put("steps", training.steps())
                    .put(
                            "loss",
                            training.history().stream()
                                    .reduce((a, b) -> b)
                                    .map(Checkpoint.Seen::loss)
                                    .or(() -> training.lastStep().map(StepSeen::batchLoss))
                                    .orElse(Double.NaN))
                    .put(
                            "validationLoss",
                            training.history().stream()
                                    .map(Checkpoint.Seen::validation)
                                    .filter(Double::isFinite)
                                    .reduce((a, b) -> b)
                                    .orElse(Double.NaN))
                    .put("secondsPerStep", seconds / Math.max(1, training.steps() - before))
                    .print(System.out);
        }
    }

    /** Runs until the end, or until the process is asked to end: then the step being taken is kept. */
    private static void run(FlowRun run, Console progress) {
        Thread worker = Thread.currentThread();
        Thread end = new Thread(() -> {
            run.stop();
            try {
                worker.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(end);
        run.run(progress);
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            return;
        }
    }

    private FlowTraining resumed(Checkpoint from, List<Zoo> zoos) {
        require(
                from.step() <= steps,
                out + ": has taken " + from.step() + " steps already, more than --steps " + steps);
        boolean told = from.flow().plan().conditions().task();
        return FlowTraining.resume(from, Task.of(zoos, told), steps);
    }

    /** A new training; the directions of the inputs come from the training rows of the zoos' data. */
    private FlowTraining begin(List<Zoo> zoos) {
        Architecture architecture = zoos.getFirst().file().architecture();
        int inputs = architecture.inputs();
        require(
                architecture.isPerceptron() || !askTask,
                "--ask-task: only the inputs of a multilayer perceptron are told of its task, not those of "
                        + architecture);
        boolean plain = seen.map(k -> k == 0).orElse(!architecture.isPerceptron()) && !askTask;
        List<Task> tasks = Task.of(zoos, !plain);
        boolean known = tasks.stream().allMatch(task -> task.rows().isPresent());
        int seenInputs = seen.orElse(known && architecture.isPerceptron() ? Math.min(inputs, SEEN) : 0);
        require(seenInputs >= 0 && seenInputs <= inputs, "--seen-inputs " + seenInputs + ": 0 to " + inputs);
        for (Task task : tasks) {
            if (seenInputs > 0 && task.rows().isEmpty()) {
                throw Fault.in(
                        task.zoo().file().label(), "remembers no data: --seen-inputs 0 takes its inputs as they are");
            }
        }
        return FlowTraining.begin(plan(zoos.getFirst(), seenInputs), tasks);
    }

    private FlowPlan plan(Zoo zoo, int seenInputs) {
        require(layers >= 1 && layers <= 64, "--layers " + layers + ": 1 to 64");
        require(width >= 8 && width <= 1024 && width % 8 == 0, "--width " + width + ": a multiple of 8 up to 1024");
        require(batch >= 1 && batch <= 1 << 16, "--batch " + batch + ": 1 to 65536");
        require(rate > 0 && Double.isFinite(rate), "--lr " + rate + ": above 0");
        require(deviation > 0 && Double.isFinite(deviation), "--std " + deviation + ": above 0");
        require(
                source.equals("initialization") || source.equals("uniform"),
                "--source " + source + ": there are initialization, uniform");
        return new FlowPlan(
                zoo.file().architecture(),
                Faults.named("--geometry", geometry, Geometry.values(), Geometry::id),
                source.equals("uniform") ? new Source.Uniform(deviation) : new Source.Initialization(deviation),
                Faults.named("--coupling", coupling, Coupling.values(), Coupling::id),
                align,
                Faults.named("--times", times, TimeLaw.values(), TimeLaw::id),
                seenInputs,
                Faults.named("--network", network, GraphNetwork.Kind.values(), GraphNetwork.Kind::id),
                layers,
                width,
                batch,
                steps,
                rate,
                new FlowPlan.Conditions(askLoss, askTask),
                common.seed());
    }
}
