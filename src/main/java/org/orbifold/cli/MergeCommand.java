package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.align.Merge;
import org.orbifold.align.Repair;
import org.orbifold.align.WeightMatching;
import org.orbifold.data.DataSet;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one network of several. */
@Command(
        name = "merge",
        description =
                "Average networks, once their hidden neurons were brought together: in a common universe (cycle), to"
                        + " one of them (reference), or not at all (mean). --repair puts activations right afterwards.")
final class MergeCommand implements Runnable {
    private static final List<String> METHODS = List.of("cycle", "reference", "mean");

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private OptionalDataOptions data;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Networks, or zoos of them: two or more in all.")
    private List<String> locations;

    @Option(names = "--out", paramLabel = "O", required = true, description = "The file to write.")
    private Path out;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "cycle, reference or mean (default: ${DEFAULT-VALUE}).")
    private String method = "cycle";

    @Option(
            names = "--reference",
            paramLabel = "N",
            description =
                    "The network that the others are aligned to, counted from 0 (default: the one they are nearest).")
    private Optional<Integer> reference = Optional.empty();

    @Option(names = "--canonical", description = "Match modulo scalings; all are rescaled to one network's norms.")
    private boolean canonical;

    @Option(
            names = "--repair",
            description = "Scale and shift activations to what they are in the networks, on the training rows of"
                    + " --data; measure batch norms anew.")
    private boolean repair;

    private record Named(String label, Weights network) {}

    @Override
    public void run() {
        Report report = common.report();
        require(METHODS.contains(method), "--method " + method + ": there are " + String.join(", ", METHODS));
        require(reference.isEmpty() || method.equals("reference"), "--reference goes with --method reference");
        require(!canonical || !method.equals("mean"), "--canonical goes with --method cycle and reference");
        require(!repair || data.isPresent(), "--repair needs --data: training rows");
        require(repair || !data.isPresent(), "--data goes with --repair");
        List<ModelFile> files = locations.stream().map(models::read).toList();
        List<Named> named = named(files);
        List<Weights> networks = named.stream().map(Named::network).toList();
        require(networks.size() > 1, locations.getFirst() + ": a merge takes two networks or more, and this is one");
        int stays = reference.orElse(0);
        require(
                stays >= 0 && stays < networks.size(),
                "--reference " + stays + ": there are " + networks.size() + " networks, counted from 0");
        Optional<DataSet> rows = repair ? Optional.of(data.load(common.seed())) : Optional.empty();
        rows.ifPresent(set ->
                DataOptions.requireFit(named.getFirst().label, files.getFirst().architecture(), set));
        Console progress = new Console();
        long start = System.nanoTime();
        Merge merge = Faults.in(locations.getFirst(), () -> merge(networks, progress));
        Weights result = rows.isPresent()
                ? Faults.in(
                        locations.getFirst(),
                        () -> Repair.of(
                                merge.network(), merge.moved(), rows.get().examples(), progress))
                : merge.network();
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        ModelFile first = files.getFirst();
        ModelFile single = new ModelFile(
                first.path(),
                first.number(),
                first.architecture(),
                List.of(result),
                false,
                first.names(),
                Map.of(),
                first.activationGuessed());
        single.write(out, Map.of("orbifold.merged.method", canonical ? method + ", canonical" : method));
        report.put("out", out.toString())
                .put("method", method)
                .put("canonical", canonical)
                .put("repair", repair)
                .put("networks", networks.size())
                .put("models", models(named, merge, result, seconds))
                .put("seconds", seconds)
                .print(System.out);
    }

    private Merge merge(List<Weights> networks, Progress progress) {
        return switch (method) {
            case "cycle" -> Merge.cycleConsistent(networks, canonical, common.seed(), progress);
            case "mean" -> Merge.plain(networks);
            default -> {
                WeightMatching matching = new WeightMatching(1);
                yield reference.isPresent()
                        ? Merge.toReference(matching, networks, reference.get(), canonical, common.seed(), progress)
                        : Merge.toNearest(matching, networks, canonical, common.seed(), progress);
            }
        };
    }

    private static List<Named> named(List<ModelFile> files) {
        List<Named> named = new ArrayList<>();
        for (ModelFile file : files) {
            if (!file.architecture().equals(files.getFirst().architecture())) {
                throw Fault.in(
                        file.label(),
                        "its architecture " + file.architecture() + " is not "
                                + files.getFirst().architecture() + " of "
                                + files.getFirst().label());
            }
            for (int k = 0; k < file.networks().size(); k++) {
                String label = file.networks().size() > 1 ? file.label() + "#" + k : file.label();
                named.add(new Named(label, file.networks().get(k)));
            }
        }
        return named;
    }

    /** A network each: what {@code align} tells, with distances to the merged network. */
    private static List<Map<String, Object>> models(List<Named> named, Merge merge, Weights result, double seconds) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int p = 0; p < named.size(); p++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", named.get(p).label);
            row.put(
                    "permutations",
                    merge.elements().get(p).permutations().stream()
                            .map(permutation ->
                                    Arrays.stream(permutation.toArray()).boxed().toList())
                            .toList());
            row.put("l2Before", named.get(p).network.distance(result));
            row.put("l2After", merge.moved().get(p).distance(result));
            row.put("objective", merge.objectives().get(p));
            row.put("sweeps", merge.sweeps().get(p));
            row.put("seconds", seconds / named.size());
            rows.add(row);
        }
        return rows;
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault(fault);
        }
    }
}
