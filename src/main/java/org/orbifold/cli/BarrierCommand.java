package org.orbifold.cli;

import java.util.List;
import org.orbifold.data.DataSet;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Measures;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the loss along a path. */
@Command(
        name = "barrier",
        description =
                "Evaluate the path from A to B: loss and accuracy at equally spaced points, the highest rise of the"
                        + " loss above the chord between its ends, and the loss at the midpoint.")
final class BarrierCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Parameters(index = "0", paramLabel = "A", description = "The network at t = 0.")
    private String locationA;

    @Parameters(index = "1", paramLabel = "B", description = "The network at t = 1.")
    private String locationB;

    @Option(
            names = "--path",
            description = "linear, or geodesic between the canonical forms (default: ${DEFAULT-VALUE}).")
    private String kind = "linear";

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Points, the ends included (default: ${DEFAULT-VALUE}).")
    private int points = LossBarrier.POINTS;

    @Override
    public void run() {
        Report report = common.report();
        if (!List.of("linear", "geodesic").contains(kind)) {
            throw new Fault("--path " + kind + ": there are linear, geodesic");
        }
        if (points < 2 || points > 100_000) {
            throw new Fault("--points " + points + ": at least 2, at most 100000");
        }
        ModelFile a = models.readOne(locationA);
        ModelFile b = models.readOne(locationB);
        if (!a.architecture().equals(b.architecture())) {
            throw Fault.in(
                    locationB,
                    "its architecture " + b.architecture() + " is not " + a.architecture() + " of " + locationA);
        }
        DataSet set = data.load(common.seed());
        DataOptions.requireFit(locationA, a.architecture(), set);
        Path path = kind.equals("linear")
                ? new Path.Linear(a.network(), b.network())
                : new Path.Geodesic(Faults.in(locationA, () -> new CanonicalPair(a.network(), b.network())));
        Console progress = new Console();
        LossBarrier found = LossBarrier.along(path, points, set.examples(), progress);
        progress.finish();
        report.put("a", locationA)
                .put("b", locationB)
                .put("data", set.name())
                .put("rows", set.rows())
                .put("path", kind)
                .put("t", found.t())
                .put(
                        "loss",
                        found.outcomes().stream().map(Measures.Outcome::loss).toList())
                .put(
                        "accuracy",
                        found.outcomes().stream()
                                .map(Measures.Outcome::accuracy)
                                .toList())
                .put("barrier", found.barrier())
                .put("midpointLoss", found.midpointLoss())
                .print(System.out);
    }
}
