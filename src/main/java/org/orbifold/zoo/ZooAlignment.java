package org.orbifold.zoo;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.orbifold.align.Alignment;
import org.orbifold.align.Matching;
import org.orbifold.align.Pins;
import org.orbifold.align.WeightMatching;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;

/**
 * The networks of a zoo brought together: each moved within its symmetry class to where it is near one reference.
 *
 * @param networks aligned, in order; each computes the same function as before
 * @param l2Before the mean distance of the reference and the networks other than it; 0 if there are none, here and below
 * @param l2After the mean distance of the reference and the aligned networks
 * @param objective the mean objective that the matchings reached
 * @param sweeps the mean number of sweeps that they took
 */
public record ZooAlignment(List<Weights> networks, double l2Before, double l2After, double objective, double sweeps) {
    /**
     * Aligns every network to the reference, side by side. A network that is the reference stays.
     *
     * @param networks of the reference's architecture
     * @param canonical whether to match modulo scalings, as in {@link Alignment#of}
     * @param seed of each matching
     * @throws Fault if the architectures differ, a weight is not finite, or the activation has no scalings to match modulo
     */
    public static ZooAlignment of(
            Matching method,
            List<Weights> networks,
            Weights reference,
            boolean canonical,
            long seed,
            Progress progress) {
        requireFinite(networks);
        List<Optional<Alignment>> found = SideBySide.map(networks.size(), "aligning", progress, k -> {
            Weights network = networks.get(k);
            return network.equals(reference)
                    ? Optional.empty()
                    : Optional.of(Alignment.of(
                            method,
                            reference,
                            network,
                            canonical,
                            Pins.NONE,
                            seed,
                            Matching.Trace.NONE,
                            progress.silent()));
        });
        List<Alignment> moved = found.stream().flatMap(Optional::stream).toList();
        return new ZooAlignment(
                found.stream()
                        .map(alignment -> alignment.map(Alignment::aligned).orElse(reference))
                        .toList(),
                mean(moved, Alignment::l2Before),
                mean(moved, Alignment::l2After),
                mean(moved, Alignment::objective),
                mean(moved, Alignment::sweeps));
    }

    /** The same by weight matching. */
    public static ZooAlignment of(
            List<Weights> networks, Weights reference, boolean canonical, long seed, int restarts, Progress progress) {
        return of(new WeightMatching(restarts), networks, reference, canonical, seed, progress);
    }

    private static void requireFinite(List<Weights> networks) {
        for (int k = 0; k < networks.size(); k++) {
            if (!Double.isFinite(networks.get(k).norm())) {
                throw new Fault("network " + k + " holds a weight that is not finite");
            }
        }
    }

    private static double mean(List<Alignment> alignments, ToDoubleFunction<Alignment> figure) {
        return alignments.stream().mapToDouble(figure).average().orElse(0);
    }
}
