package org.orbifold.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.align.Alignment;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowTraining;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Source;
import org.orbifold.flow.TimeLaw;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.tensor.Optimizer;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooTraining;

/** The networks that come with the program: read from it, and made again from nothing. */
public final class SampleModels {
    /** Two networks trained on the same data from different seeds. */
    public record Pair(Weights a, Weights b, DataSet data) {}

    /** How many networks the moons pair is chosen from. */
    private static final int CANDIDATES = 12;

    private static final String CONVOLUTIONAL = "1x8x8-c16k3-bn-relu-mp2-c32k3-bn-relu-gap-10";
    /** The zoo's name. */
    public static final String ZOO = "zoo.safetensors";

    /** The flow's name. */
    public static final String FLOW = "moons.flow";

    /** The names of the networks. */
    public static final List<String> NETWORKS = List.of(
            "a.safetensors",
            "b.safetensors",
            "tanh.safetensors",
            "glyphs-a.safetensors",
            "glyphs-b.safetensors",
            "cnn-a.safetensors",
            "cnn-b.safetensors");

    /** Of the weights of networks that the zoo's trainings begin with. */
    private static final double DEVIATION = 0.3;

    private SampleModels() {}

    /** The 2-8-8-2 pair on two moons, {@code a} and {@code b}. */
    public static Pair moonsPair() {
        return new Pair(
                read("a.safetensors").network(),
                read("b.safetensors").network(),
                DataSets.load(DataRequest.of("moons")));
    }

    /** A sample file by its name. */
    public static ModelFile read(String name) {
        return ModelFile.read(Path.of(name), bytes(name));
    }

    /** The zoo that the sample flow learned from. */
    public static ModelFile zoo() {
        return read(ZOO);
    }

    /** The sample flow. */
    public static Checkpoint flow() {
        return FlowFile.read(Path.of(FLOW), bytes(FLOW));
    }

    /** The bytes of a sample file. */
    public static byte[] bytes(String name) {
        try (InputStream in = SampleModels.class.getResourceAsStream("/sample-models/" + name)) {
            if (in == null) {
                throw new Fault("no sample model " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new Fault("the sample model " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Trains every sample and writes it to a folder; returns the files. */
    public static List<Path> make(Path folder, Progress progress) {
        List<Path> made = new ArrayList<>();
        made.addAll(makeMoonsPair(folder, progress));
        Training glyphs = new Training(
                "glyphs", "784-64-64-10", Activation.RELU, new Initialization.UniformFanIn(), 2, 20, 20, 0);
        made.addAll(makePair(folder, "glyphs", glyphs, progress));
        Training convolutional = new Training(
                "glyphs:8", CONVOLUTIONAL, Activation.RELU, new Initialization.UniformFanIn(), 2, 20, 20, 0);
        made.addAll(makePair(folder, "cnn", convolutional, progress));
        Training tanh =
                new Training("moons", "2-8-8-2", Activation.TANH, new Initialization.UniformFanIn(), 1, 60, 60, 0);
        made.add(write(folder.resolve("tanh.safetensors"), tanh, tanh.run(progress)));
        Training zoo = new Training(
                "moons", "2-16-2", Activation.RELU, new Initialization.Normal(DEVIATION), 100, 60, 40, 120);
        Path networks = write(folder.resolve(ZOO), zoo, zoo.run(progress));
        made.add(networks);
        made.add(makeFlow(
                folder.resolve(FLOW),
                networks,
                zoo.data().examples().gather(zoo.split().train()),
                progress));
        return made;
    }

    /** One training on built-in data, with the test rows left out. */
    private record Training(
            String spec,
            String shape,
            Activation activation,
            Initialization initialization,
            int count,
            int epochs,
            int burnIn,
            int every) {
        DataRequest request() {
            return DataRequest.of(spec);
        }

        DataSet data() {
            return DataSets.load(request());
        }

        Split split() {
            return Split.random(data().rows(), 0.2, 0);
        }

        ZooTraining.Recipe recipe() {
            Architecture architecture = Architecture.parse(shape, activation);
            PopulationTraining.Plan plan = new PopulationTraining.Plan(new Optimizer.Adam(), 5e-3, 32, epochs);
            return new ZooTraining.Recipe(architecture, initialization, plan, count, burnIn, every, 0);
        }

        List<ZooTraining.Snapshot> run(Progress progress) {
            return ZooTraining.train(recipe(), data().examples().gather(split().train()), progress);
        }

        Map<String, String> provenance() {
            return DataProvenance.of(request(), data(), split()).toMetadata();
        }
    }

    private static Path write(Path file, Training training, List<ZooTraining.Snapshot> snapshots) {
        Map<String, String> metadata = training.recipe().toMetadata();
        metadata.putAll(training.provenance());
        Examples rows = training.data().examples();
        Split split = training.split();
        Zoo.of(file, snapshots, metadata)
                .evaluated(rows.gather(split.train()), rows.gather(split.test()), Progress.NONE)
                .write(file, Map.of());
        return file;
    }

    private static Path write(Path file, Training training, Weights network) {
        ModelFile.of(file, network).write(file, training.provenance());
        return file;
    }

    /** Of some networks the two whose barrier falls furthest when they are aligned: narrow networks differ much in that. */
    private static List<Path> makeMoonsPair(Path folder, Progress progress) {
        Training training = new Training(
                "moons", "2-8-8-2", Activation.RELU, new Initialization.UniformFanIn(), CANDIDATES, 60, 60, 0);
        List<Weights> networks = training.run(progress).stream()
                .map(ZooTraining.Snapshot::weights)
                .toList();
        Examples test = training.data().examples().gather(training.split().test());
        double best = Double.NEGATIVE_INFINITY;
        Weights a = null;
        Weights b = null;
        for (Weights one : networks) {
            for (Weights other : networks) {
                if (!one.equals(other)) {
                    Alignment alignment = Alignment.byWeights(one, other, false, 0, 1, Progress.NONE);
                    double fall = barrier(one, other, test) - 3 * barrier(one, alignment.aligned(), test);
                    if (fall > best) {
                        best = fall;
                        a = one;
                        b = other;
                    }
                }
            }
        }
        return List.of(
                write(folder.resolve("a.safetensors"), training, a),
                write(folder.resolve("b.safetensors"), training, b));
    }

    /** A geometric flow that can be asked for a loss. */
    private static Path makeFlow(Path file, Path networks, Examples rows, Progress progress) {
        Zoo zoo = Zoo.of(ModelFile.read(networks.toString(), Optional.empty()));
        FlowPlan plan = new FlowPlan(
                zoo.file().architecture(),
                Geometry.GEOMETRIC,
                new Source.Initialization(0.1),
                Coupling.INDEPENDENT,
                false,
                TimeLaw.UNIFORM,
                rows.width(),
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                5,
                32,
                16,
                10_000,
                2e-3,
                new FlowPlan.Conditions(true, false),
                0);
        try (FlowTraining training = FlowTraining.begin(plan, zoo, Optional.of(rows))) {
            new FlowRun(training).run(progress);
            FlowFile.write(file, training.checkpoint());
        }
        return file;
    }

    private static double barrier(Weights a, Weights b, Examples rows) {
        return LossBarrier.along(new org.orbifold.path.Path.Linear(a, b), LossBarrier.POINTS, rows, Progress.NONE)
                .barrier();
    }

    /** Two runs of a training, named by a prefix. */
    private static List<Path> makePair(Path folder, String prefix, Training training, Progress progress) {
        List<ZooTraining.Snapshot> runs = training.run(progress);
        return List.of(
                write(
                        folder.resolve(prefix + "-a.safetensors"),
                        training,
                        runs.get(0).weights()),
                write(
                        folder.resolve(prefix + "-b.safetensors"),
                        training,
                        runs.get(1).weights()));
    }
}
