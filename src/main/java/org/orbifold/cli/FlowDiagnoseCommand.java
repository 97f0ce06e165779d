package org.orbifold.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowField;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Solver;
import org.orbifold.flow.StepSensitivity;
import org.orbifold.flow.Task;
import org.orbifold.flow.Trajectories;
import org.orbifold.flow.VelocityResidual;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what faults of a flow are found by. */
@Command(
        name = "diagnose",
        description =
                "Where a flow goes wrong: what its velocity misses by flow time, how far its samples stray from the"
                        + " spheres, and how much they depend on the number of steps.")
final class FlowDiagnoseCommand implements Runnable {
    private static final int FEWEST_STEPS = 8;

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(index = "0", paramLabel = "F", description = "The flow.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "ZOO",
            arity = "1..*",
            description = "The networks that it was trained on.")
    private List<String> locations = List.of();

    @Option(
            names = "--times",
            paramLabel = "K",
            description = "Flow times, equally far apart (default: ${DEFAULT-VALUE}).")
    private int times = 10;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description =
                    "Pairs of a source and a target that the velocity is measured on (default: ${DEFAULT-VALUE}).")
    private int pairs = 128;

    @Option(names = "--count", paramLabel = "N", description = "Networks sampled (default: ${DEFAULT-VALUE}).")
    private int count = 100;

    @Option(
            names = "--steps",
            paramLabel = "S",
            description = "The most Euler steps, 8 doubled once or more often (default: ${DEFAULT-VALUE}).")
    private int steps = 64;

    @Override
    public void run() {
        Report report = common.report();
        if (times < 1 || pairs < 1 || count < 2) {
            throw new Fault("--times and --pairs at least 1, --count at least 2");
        }
        if (steps <= FEWEST_STEPS || Integer.bitCount(steps) != 1) {
            throw new Fault("--steps " + steps + ": " + FEWEST_STEPS + " doubled once or more often");
        }
        Checkpoint checkpoint = FlowFile.read(file);
        boolean told = checkpoint.flow().plan().conditions().task();
        List<Task> tasks =
                Task.of(locations.stream().map(models::read).map(Zoo::of).toList(), told);
        if (!checkpoint.learnsFrom(tasks)) {
            throw Fault.in(String.join(" ", locations), "not the zoo that the flow was trained on");
        }
        Flow flow = checkpoint.flow();
        Console progress = new Console();
        VelocityResidual residual = VelocityResidual.of(flow, tasks, times, pairs, common.seed(), progress);
        double drift = Trajectories.of(
                        flow, count, new Sampler(Solver.EULER, steps, Noise.none()), common.seed(), progress)
                .drift();
        StepSensitivity sensitivity = sensitivity(flow, progress);
        progress.finish();
        report.put("flow", file.toString())
                .put("zoo", String.join(" ", locations))
                .put("step", checkpoint.step())
                .put("drift", drift)
                .put(
                        "residual",
                        residual.rows().stream()
                                .map(FlowDiagnoseCommand::fields)
                                .toList())
                .put(
                        "steps",
                        sensitivity.rows().stream()
                                .map(FlowDiagnoseCommand::fields)
                                .toList())
                .print(System.out);
    }

    private StepSensitivity sensitivity(Flow flow, Progress progress) {
        FlowSpace space = flow.space();
        try (FlowField field = flow.field(space, Optional.empty())) {
            List<float[]> start = flow.start(space, count, new SplittableRandom(common.seed()));
            return StepSensitivity.of(field, space.paths(), start, Solver.EULER, FEWEST_STEPS, steps, progress);
        }
    }

    private static Map<String, Object> fields(VelocityResidual.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tau", row.time());
        fields.put("loss", row.trained());
        if (!Double.isNaN(row.held())) {
            fields.put("heldOut", row.held());
        }
        return fields;
    }

    private static Map<String, Object> fields(StepSensitivity.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("steps", row.steps());
        if (!Double.isNaN(row.shift())) {
            fields.put("shiftWhenDoubled", row.shift());
        }
        return fields;
    }
}
