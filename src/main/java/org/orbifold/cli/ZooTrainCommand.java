package org.orbifold.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.tensor.Optimizer;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a zoo. */
@Command(
        name = "train",
        description = "Train independent networks on the same rows and keep snapshots of each, and each one's last"
                + " network. The file remembers the data and its split.")
final class ZooTrainCommand implements Runnable {
    private enum Rule {
        ADAM,
        SGD
    }

    private enum Init {
        PYTORCH,
        NORMAL
    }

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Mixin
    private SplitOptions splits;

    @Option(names = "--architecture", paramLabel = "30-16-16-2", required = true, description = "Widths of the layers.")
    private String shape;

    @Option(names = "--count", paramLabel = "N", description = "Networks (default: ${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(names = "--epochs", paramLabel = "E", description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
    private int epochs = 50;

    @Option(names = "--optimizer", description = "adam or sgd (default: ${DEFAULT-VALUE}).")
    private Rule optimizer = Rule.ADAM;

    @Option(names = "--lr", paramLabel = "R", description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = 1e-3;

    @Option(names = "--momentum", paramLabel = "M", description = "Of sgd (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.9;

    @Option(names = "--weight-decay", paramLabel = "W", description = "L2 decay (default: ${DEFAULT-VALUE}).")
    private double weightDecay = 0;

    @Option(names = "--batch", paramLabel = "N", description = "Rows a step (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(
            names = "--init",
            description =
                    "pytorch, uniform within 1/sqrt(fan-in); or normal (default: pytorch, or normal if --std is given).")
    private Optional<Init> init = Optional.empty();

    @Option(names = "--std", paramLabel = "S", description = "Standard deviation of normal weights (0.1).")
    private Optional<Double> deviation = Optional.empty();

    @Option(
            names = "--burn-in",
            paramLabel = "E",
            description = "Epochs before the first snapshot (default: ${DEFAULT-VALUE}).")
    private int burnIn = 10;

    @Option(
            names = "--every",
            paramLabel = "I",
            description = "Iterations from snapshot to snapshot; 0: last networks only (default: ${DEFAULT-VALUE}).")
    private int every = 4;

    @Option(names = "--out", paramLabel = "Z", required = true, description = "The file to write.")
    private Path out;

    @Override
    public void run() {
        Report report = common.report();
        require(count >= 1, "--count " + count + ": at least 1");
        require(epochs >= 1, "--epochs " + epochs + ": at least 1");
        require(batch >= 1, "--batch " + batch + ": at least 1");
        require(rate > 0 && Double.isFinite(rate), "--lr " + rate + ": above 0");
        require(burnIn >= 0, "--burn-in " + burnIn + ": at least 0");
        require(every >= 0, "--every " + every + ": at least 0");
        Architecture architecture = Faults.in(
                "--architecture",
                () -> Architecture.parse(shape, models.activation().orElse(Activation.RELU)));
        Faults.requireRoom("--count", count, architecture);
        DataSet loaded = data.load(common.seed());
        DataOptions.requireFit("--architecture " + shape, architecture, loaded);
        Split split = splits.rule(common.seed()).split(loaded.rows());
        DataSet set = data.scaled(loaded, split);
        Examples training = set.examples().gather(split.train());
        Console progress = new Console();
        long start = System.nanoTime();
        ZooTraining.Recipe recipe = recipe(architecture, training.rows());
        List<ZooTraining.Snapshot> snapshots = ZooTraining.train(recipe, training, progress);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Examples test = set.examples().gather(split.test());
        Map<String, String> metadata = recipe.toMetadata();
        metadata.putAll(
                DataProvenance.of(data.request(common.seed()), loaded, split).toMetadata());
        Zoo zoo = Zoo.of(out, snapshots, metadata).evaluated(training, test, progress);
        zoo.write(out, Map.of());
        report.put("out", out.toString())
                .put("architecture", architecture.shape())
                .put("activation", architecture.activation().id())
                .put("data", set.name());
        if (snapshots.size() == 1) {
            ZooMeasures.putOne(report, zoo.networks().getFirst(), test, progress);
        } else {
            ZooMeasures.put(report, zoo.networks(), test, common.seed(), progress);
        }
        progress.finish();
        report.put("networks", count)
                .put("snapshots", snapshots.size())
                .put("rows", test.rows())
                .put("seconds", seconds)
                .print(System.out);
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault(fault);
        }
    }

    /** A batch has all rows at most. */
    private ZooTraining.Recipe recipe(Architecture architecture, int rows) {
        boolean normal = init.map(kind -> kind == Init.NORMAL).orElse(deviation.isPresent());
        require(normal || deviation.isEmpty(), "--std goes with --init normal");
        require(deviation.map(s -> s > 0).orElse(true), "--std: above 0");
        Initialization initialization =
                normal ? new Initialization.Normal(deviation.orElse(0.1)) : new Initialization.UniformFanIn();
        Optimizer rule = switch (optimizer) {
            case ADAM -> new Optimizer.Adam(0.9, 0.999, 1e-8, weightDecay);
            case SGD -> new Optimizer.Sgd(momentum, weightDecay);
        };
        return new ZooTraining.Recipe(
                architecture,
                initialization,
                new PopulationTraining.Plan(rule, rate, Math.min(batch, rows), epochs),
                count,
                burnIn,
                every,
                common.seed());
    }
}
