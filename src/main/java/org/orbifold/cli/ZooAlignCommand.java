package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.orbifold.align.Matching;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Aligns the networks of a zoo. */
@Command(
        name = "align",
        description =
                "Permute the hidden neurons of every network of a zoo to where it is nearest a reference: by weights,"
                        + " by activations, or by the loss in between. Every network computes the same function as before.")
final class ZooAlignCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(paramLabel = "ZOO", description = "A file of networks.")
    private String location;

    @Option(names = "--out", paramLabel = "Z", required = true, description = "The file to write.")
    private Path out;

    @Option(
            names = "--reference",
            paramLabel = "R",
            description = "The network that stays: its number in the zoo, or a file of another one (default: the one of"
                    + " lowest training loss, or 0 where the file tells no losses).")
    private Optional<String> reference = Optional.empty();

    @Mixin
    private MatchingOptions matching;

    @Override
    public void run() {
        Report report = common.report();
        Zoo zoo = Zoo.of(models.read(location));
        Reference to = reference(zoo);
        Matching method = matching.matching(location, zoo.file().architecture(), common.seed());
        Console progress = new Console();
        long start = System.nanoTime();
        ZooAlignment found = Faults.in(
                location,
                () -> ZooAlignment.of(
                        method, zoo.networks(), to.network, matching.canonical(), common.seed(), progress));
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.finish();
        zoo.with(found.networks())
                .write(
                        out,
                        Map.of(
                                "orbifold.aligned.method",
                                matching.inWords(),
                                "orbifold.aligned.reference",
                                to.name.toString()));
        report.put("zoo", location)
                .put("out", out.toString())
                .put("method", matching.name())
                .put("canonical", matching.canonical())
                .put("reference", to.name)
                .put("networks", zoo.networks().size())
                .put("l2Before", found.l2Before())
                .put("l2After", found.l2After())
                .put("objective", found.objective())
                .put("sweeps", found.sweeps())
                .put("seconds", seconds)
                .print(System.out);
    }

    /** The network that stays, and its number in the zoo or its file. */
    private record Reference(Object name, Weights network) {}

    private Reference reference(Zoo zoo) {
        if (reference.isPresent() && !reference.get().matches("\\d+")) {
            return new Reference(
                    reference.get(), models.readOne(reference.get()).network());
        }
        int networks = zoo.networks().size();
        if (networks < 2) {
            throw Fault.in(location, "is one network: a zoo to align has two or more, or --reference names another");
        }
        int number = reference.map(text -> number(text, networks)).orElseGet(zoo::lowestLoss);
        return new Reference(number, zoo.networks().get(number));
    }

    private int number(String text, int networks) {
        if (text.length() > 9 || Integer.parseInt(text) >= networks) {
            throw Fault.in("--reference " + text, location + " holds " + networks + " networks, counted from 0");
        }
        return Integer.parseInt(text);
    }
}
