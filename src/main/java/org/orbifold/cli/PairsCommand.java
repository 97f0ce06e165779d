package org.orbifold.cli;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.PairwiseBarriers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the paths between the networks of a zoo. */
@Command(
        name = "pairs",
        description = "Evaluate the straight paths between pairs of networks of a zoo: midpoint losses and barriers.")
final class PairsCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Parameters(paramLabel = "ZOO", description = "A file of two networks or more.")
    private String location;

    @Option(names = "--count", paramLabel = "N", description = "Pairs, drawn by the seed (default: all).")
    private Optional<Long> count = Optional.empty();

    @Option(names = "--points", paramLabel = "N", description = "Points a path, odd (default: ${DEFAULT-VALUE}).")
    private int points = LossBarrier.POINTS;

    @Option(names = "--out", paramLabel = "P.csv", description = "Write a row a pair: i, j, midpointLoss, barrier.")
    private Optional<Path> out = Optional.empty();

    @Override
    public void run() {
        Report report = common.report();
        if (points < 3 || points % 2 == 0) {
            throw new Fault("--points " + points + ": an odd number, at least 3");
        }
        if (count.isPresent() && count.get() < 1) {
            throw new Fault("--count " + count.get() + ": at least 1");
        }
        ModelFile zoo = models.read(location);
        if (zoo.networks().size() < 2) {
            throw Fault.in(location, "pairs take two networks or more, and this is one");
        }
        DataSet set = data.load(common.seed());
        DataOptions.requireFit(location, zoo.architecture(), set);
        Console progress = new Console();
        PairwiseBarriers found = PairwiseBarriers.of(
                zoo.networks(), count.orElse(Long.MAX_VALUE), points, set.examples(), common.seed(), progress);
        progress.finish();
        out.ifPresent(file -> write(file, found));
        report.put("zoo", location)
                .put("data", set.name())
                .put("networks", zoo.networks().size())
                .put("pairs", found.pairs().size())
                .put("midpointLossMean", found.midpointLoss().mean())
                .put("midpointLossStd", found.midpointLoss().deviation())
                .put("barrierMean", found.barrier().mean())
                .put("barrierStd", found.barrier().deviation())
                .print(System.out);
    }

    private static void write(Path file, PairwiseBarriers found) {
        AtomicFile.write(file, stream -> {
            Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
            writer.write("i,j,midpointLoss,barrier\n");
            for (PairwiseBarriers.Pair pair : found.pairs()) {
                writer.write(pair.i() + "," + pair.j() + "," + pair.midpointLoss() + "," + pair.barrier() + "\n");
            }
            writer.flush();
        });
    }
}
