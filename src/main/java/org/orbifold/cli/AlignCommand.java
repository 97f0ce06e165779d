package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.orbifold.align.Alignment;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.symmetry.Permutation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Aligns one network to another. */
@Command(
        name = "align",
        description =
                "Permute B's hidden neurons to where B is nearest A (weight matching, Ainsworth et al. 2023). Writes"
                        + " a network that computes the same function as B.")
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

    @Option(names = "--method", description = "weight (default: ${DEFAULT-VALUE}).")
    private String method = "weight";

    @Option(names = "--canonical", description = "Match modulo scalings; B is then also rescaled to A's norms.")
    private boolean canonical;

    @Option(names = "--restarts", paramLabel = "N", description = "Starts, the best kept (default: ${DEFAULT-VALUE}).")
    private int restarts = 1;

    @Override
    public void run() {
        Report report = common.report();
        if (!method.equals("weight")) {
            throw new Fault("--method " + method + ": there is weight");
        }
        if (restarts < 1) {
            throw new Fault("--restarts " + restarts + ": at least 1");
        }
        ModelFile a = models.readOne(locationA);
        ModelFile b = models.readOne(locationB);
        Console progress = new Console();
        long start = System.nanoTime();
        Alignment found = Faults.in(
                locationB,
                () -> Alignment.byWeights(a.network(), b.network(), canonical, common.seed(), restarts, progress));
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        b.with(found.aligned())
                .write(out, Map.of("orbifold.aligned.method", canonical ? "weight, canonical" : "weight"));
        List<List<Integer>> permutations = new ArrayList<>();
        for (Permutation p : found.permutations()) {
            permutations.add(Arrays.stream(p.toArray()).boxed().toList());
        }
        report.put("a", locationA)
                .put("b", locationB)
                .put("out", out.toString())
                .put("method", method)
                .put("canonical", canonical)
                .put("permutations", permutations)
                .put("l2Before", found.l2Before())
                .put("l2After", found.l2After())
                .put("objective", found.objective())
                .put("sweeps", found.sweeps())
                .put("seconds", seconds)
                .print(System.out);
    }
}
