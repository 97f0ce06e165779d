package org.orbifold.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.orbifold.figure.PairsFigure;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Weights;
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
    private RememberedRows data;

    @Mixin
    private PairOptions pairs;

    @Parameters(paramLabel = "ZOO", description = "A file of two networks or more.")
    private String location;

    @Option(names = "--out", paramLabel = "P.csv", description = "Write a row a pair: i, j, midpointLoss, barrier.")
    private Optional<Path> out = Optional.empty();

    @Override
    public void run() {
        Report report = common.report();
        pairs.require();
        ModelFile zoo = models.read(location);
        List<Weights> networks = pairs.networks(zoo);
        RememberedRows.Rows rows = data.load(location, zoo, common.seed());
        Console progress = new Console();
        PairwiseBarriers found = pairs.evaluate(networks, rows.examples(), common.seed(), progress);
        progress.finish();
        String table =
                new PairsFigure(found, networks.size()).table().orElseThrow().csv("");
        out.ifPresent(file -> AtomicFile.write(file, stream -> stream.write(table.getBytes(StandardCharsets.UTF_8))));
        report.put("zoo", location)
                .put("data", rows.name())
                .put("split", data.part())
                .put("networks", networks.size())
                .put("pairs", found.pairs().size())
                .put("midpointLossMean", found.midpointLoss().mean())
                .put("midpointLossStd", found.midpointLoss().deviation())
                .put("barrierMean", found.barrier().mean())
                .put("barrierStd", found.barrier().deviation())
                .print(System.out);
    }
}
