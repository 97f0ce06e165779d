package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.orbifold.align.Alignment;
import org.orbifold.align.Matching;
import org.orbifold.io.ModelFile;
import org.orbifold.symmetry.Permutation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Aligns one network to another. */
@Command(
        name = "align",
        description =
                "Permute B's hidden neurons to where B is nearest A: by weights, by activations, or by the loss between"
                        + " the two. Writes a network that computes the same function as B.")
final class AlignCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(index = "0", paramLabel = "A", description = "The network that stays.")
    private String locationA;

    @Parameters(index = "1", paramLabel = "B", description = "The network that is moved.")
    private String locationB;

    @Option(names = "--out", paramLabel = "O", required = true, description = "The file to write.")
    private Path out;

    @Mixin
    private MatchingOptions matching;

    @Mixin
    private LockOptions locks;

    @Override
    public void run() {
        Report report = common.report();
        ModelFile a = models.readOne(locationA);
        ModelFile b = models.readOne(locationB);
        Matching method = matching.matching(locationA, a.architecture(), common.seed());
        List<Double> trace = new ArrayList<>();
        Console progress = new Console();
        long start = System.nanoTime();
        Alignment found = Faults.in(
                locationB,
                () -> Alignment.of(
                        method,
                        a.network(),
                        b.network(),
                        matching.canonical(),
                        locks.pins(),
                        common.seed(),
                        step -> trace.add(step.objective()),
                        progress));
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        b.with(found.aligned()).write(out, Map.of("orbifold.aligned.method", matching.inWords()));
        List<List<Integer>> permutations = new ArrayList<>();
        for (Permutation p : found.permutations()) {
            permutations.add(Arrays.stream(p.toArray()).boxed().toList());
        }
        report.put("a", locationA)
                .put("b", locationB)
                .put("out", out.toString())
                .put("method", matching.name())
                .put("canonical", matching.canonical())
                .put("permutations", permutations)
                .put("l2Before", found.l2Before())
                .put("l2After", found.l2After())
                .put("objective", found.objective())
                .put("trace", trace)
                .put("sweeps", found.sweeps())
                .put("seconds", seconds)
                .print(System.out);
    }
}
