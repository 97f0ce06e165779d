package org.orbifold.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.Curve;
import org.orbifold.path.CurveTraining;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;
import org.orbifold.path.PathEnsemble;
import org.orbifold.zoo.ZooData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the loss along a path. */
@Command(
        name = "barrier",
        description = "Evaluate a path from A to B: loss and accuracy at equally spaced points, the highest rise of the"
                + " loss above the chord between its ends, and the loss at the midpoint. Curves (Garipov et al. 2018)"
                + " are trained on training rows and evaluated on test rows; other paths are evaluated on all rows, or"
                + " where a split is asked for, on test rows.")
final class BarrierCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Mixin
    private SplitOptions splits;

    @Mixin
    private CurveOptions curves;

    @Parameters(index = "0", paramLabel = "A", description = "The network at t = 0.")
    private String locationA;

    @Parameters(index = "1", paramLabel = "B", description = "The network at t = 1.")
    private String locationB;

    @Option(
            names = "--path",
            description = "linear; geodesic, between the canonical forms; bezier or chain, trained (default:"
                    + " ${DEFAULT-VALUE}).")
    private String kindId = PathKind.LINEAR.id();

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Points, the ends included (default: ${DEFAULT-VALUE}).")
    private int points = LossBarrier.POINTS;

    @Option(
            names = "--ensemble",
            paramLabel = "K",
            description = "Also average K equally spaced networks of the path, the ends included: their predicted"
                    + " probabilities, and their weights.")
    private Optional<Integer> ensemble = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "Bezier, chain: write the trained point between A and B; of several a zoo.")
    private Optional<java.nio.file.Path> out = Optional.empty();

    @Override
    public void run() {
        Report report = common.report();
        PathKind kind = Faults.named("--path", kindId, PathKind.values(), PathKind::id);
        require(kind);
        ModelFile a = models.readOne(locationA);
        ModelFile b = models.readOne(locationB);
        if (!a.architecture().equals(b.architecture())) {
            throw Fault.in(
                    locationB,
                    "its architecture " + b.architecture() + " is not " + a.architecture() + " of " + locationA);
        }
        DataSet loaded = data.load(common.seed());
        DataOptions.requireFit(locationA, a.architecture(), loaded);
        Optional<ZooData> rows = kind.isTrained() || splits.isAsked() || data.standardizesOverTraining()
                ? Optional.of(split(loaded))
                : Optional.empty();
        Console progress = new Console();
        long start = System.nanoTime();
        Path path = path(kind, a.network(), b.network(), rows, progress);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Examples test = rows.map(ZooData::test).orElse(loaded.examples());
        LossBarrier found = LossBarrier.along(path, points, test, progress);
        report.put("a", locationA)
                .put("b", locationB)
                .put("data", loaded.name())
                .put("rows", test.rows())
                .put("path", kind.id())
                .put("t", found.t())
                .put("loss", losses(found))
                .put(
                        "accuracy",
                        found.outcomes().stream()
                                .map(Measures.Outcome::accuracy)
                                .toList())
                .put("barrier", found.barrier())
                .put("midpointLoss", found.midpointLoss())
                .put("distance", a.network().distance(b.network()));
        rows.ifPresent(known -> {
            LossBarrier training = LossBarrier.along(path, points, known.training(), progress);
            report.put("trainRows", known.training().rows())
                    .put("trainLoss", losses(training))
                    .put("trainBarrier", training.barrier());
        });
        if (path instanceof Curve curve) {
            out.ifPresent(file -> write(file, a, curve, kind, loaded, rows.orElseThrow()));
            report.put("length", curve.length()).put("energy", curve.energy());
            toFields(curves.plan(common.seed())).forEach(report::put);
            report.put("seconds", seconds);
            out.ifPresent(file -> report.put("out", file.toString()));
        }
        ensemble.ifPresent(count -> put(report, PathEnsemble.along(path, count, test, progress)));
        progress.finish();
        report.print(System.out);
    }

    private void require(PathKind kind) {
        curves.require(List.of(kind));
        if (points < 2 || points > 100_000) {
            throw new Fault("--points " + points + ": at least 2, at most 100000");
        }
        if (ensemble.isPresent() && (ensemble.get() < 2 || ensemble.get() > 1000)) {
            throw new Fault("--ensemble " + ensemble.get() + ": at least 2, at most 1000");
        }
        if (out.isPresent() && !kind.isTrained()) {
            throw new Fault("--out is for --path bezier and chain: there is nothing between A and B to write");
        }
    }

    private ZooData split(DataSet loaded) {
        Split split = splits.rule(common.seed()).split(loaded.rows());
        return new ZooData(data.scaled(loaded, split), split);
    }

    private Path path(PathKind kind, Weights a, Weights b, Optional<ZooData> rows, Console progress) {
        return switch (kind) {
            case LINEAR -> new Path.Linear(a, b);
            case GEODESIC -> new Path.Geodesic(Faults.in(locationA, () -> new CanonicalPair(a, b)));
            case BEZIER, CHAIN -> curves.train(kind, a, b, rows.orElseThrow().training(), common.seed(), progress);
        };
    }

    private static List<Double> losses(LossBarrier barrier) {
        return barrier.outcomes().stream().map(Measures.Outcome::loss).toList();
    }

    private static void put(Report report, PathEnsemble found) {
        report.put("ensemble", found.ensemble().networks())
                .put("ensembleLoss", found.ensemble().average().loss())
                .put("ensembleAccuracy", found.ensemble().average().accuracy())
                .put("ensembleDiversity", found.ensemble().diversity().meanDivergence())
                .put("meanNetworkLoss", found.mean().loss())
                .put("meanNetworkAccuracy", found.mean().accuracy());
    }

    private static Map<String, Object> toFields(CurveTraining.Plan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("steps", plan.steps());
        fields.put("lr", plan.learningRate());
        fields.put("batch", plan.batch());
        return fields;
    }

    /** The bends, with the names of A's tensors; the file tells how they were made. */
    private void write(java.nio.file.Path file, ModelFile a, Curve curve, PathKind kind, DataSet loaded, ZooData rows) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("orbifold.curve.path", kind.id());
        metadata.put("orbifold.curve.a", locationA);
        metadata.put("orbifold.curve.b", locationB);
        metadata.put("orbifold.curve.seed", Long.toString(common.seed()));
        toFields(curves.plan(common.seed()))
                .forEach((name, value) -> metadata.put("orbifold.curve." + name, value.toString()));
        metadata.putAll(DataProvenance.of(data.request(common.seed()), loaded, rows.split())
                .toMetadata());
        List<Weights> bends = curve.bends();
        ModelFile bent = bends.size() > 1 ? ModelFile.zoo(file, bends) : a.with(bends.getFirst());
        bent.withMetadata(metadata).write(file, Map.of());
    }
}
