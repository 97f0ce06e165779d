package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Option;

/** Which pairs of a zoo's networks are looked at, and how closely. */
final class PairOptions {
    @Option(names = "--count", paramLabel = "N", description = "Pairs, drawn by the seed (default: all).")
    private Optional<Long> count = Optional.empty();

    @Option(names = "--points", paramLabel = "N", description = "Points a path, odd (default: ${DEFAULT-VALUE}).")
    private int points = LossBarrier.POINTS;

    @Option(names = "--last-of-runs", description = "Only the last network of each training run.")
    private boolean lastOfRuns;

    /** Makes sure that the options make sense, before there is any work. */
    void require() {
        if (points < 3 || points % 2 == 0) {
            throw new Fault("--points " + points + ": an odd number, at least 3");
        }
        if (count.isPresent() && count.get() < 1) {
            throw new Fault("--count " + count.get() + ": at least 1");
        }
    }

    /** The networks that are asked for, two or more. */
    List<Weights> networks(ModelFile file) {
        List<Weights> networks = lastOfRuns ? Zoo.of(file).lastOfRuns() : file.networks();
        if (networks.size() < 2) {
            throw Fault.in(file.label(), "pairs take two networks or more, and this is one");
        }
        return networks;
    }

    PairwiseBarriers evaluate(List<Weights> networks, Examples examples, long seed, Progress progress) {
        return PairwiseBarriers.of(networks, count.orElse(Long.MAX_VALUE), points, examples, seed, progress);
    }
}
