package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Solver;
import org.orbifold.generative.Audit;
import org.orbifold.generative.AuditReport;
import org.orbifold.generative.GenerativeModel;
import org.orbifold.generative.PcaFlow;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a flow's samples against what they were learned from, and against simpler models. */
@Command(
        name = "audit",
        description = "Accuracy against novelty: samples of a flow beside the networks it was trained on, and beside"
                + " simpler models of them. Hidden norms are those of the zoo, networks are aligned to one of it.")
final class FlowAuditCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Parameters(index = "0", paramLabel = "F", description = "The flow.")
    private Path file;

    @Parameters(index = "1", paramLabel = "ZOO", description = "The networks that it was trained on.")
    private String location;

    @Option(names = "--samples", paramLabel = "Z", description = "Networks that it made (default: new ones).")
    private Optional<String> samples = Optional.empty();

    @Option(names = "--count", paramLabel = "N", description = "New networks (default: ${DEFAULT-VALUE}).")
    private int count = 100;

    @Option(
            names = "--steps",
            paramLabel = "S",
            description = "Euler steps for new networks (default: ${DEFAULT-VALUE}).")
    private int steps = 64;

    @Option(
            names = "--pca-steps",
            paramLabel = "N",
            description =
                    "Steps that the rival flow over principal components is trained for (default: ${DEFAULT-VALUE}).")
    private int pcaSteps = PcaFlow.STEPS;

    @Override
    public void run() {
        Report report = common.report();
        if (count < 2 || steps < 1 || pcaSteps < 1) {
            throw new Fault("--count at least 2, --steps and --pca-steps at least 1");
        }
        Flow flow = FlowFile.read(file).flow();
        Zoo zoo = Zoo.of(models.read(location));
        DataSet set = DataSets.load(data.requestLike(
                DataProvenance.fromMetadata(location, zoo.file().metadata()).map(DataProvenance::request),
                common.seed()));
        DataOptions.requireFit(location, zoo.file().architecture(), set);
        Architecture architecture = zoo.file().architecture();
        Optional<ModelFile> given = samples.map(models::read);
        requireLike(
                zoo,
                given.isPresent() ? samples.orElseThrow() : file.toString(),
                given.map(ModelFile::architecture).orElse(flow.plan().architecture()));
        Faults.requireRoom("--count", count, architecture);
        Console progress = new Console();
        TypicalNorms norms = TypicalNorms.of(zoo.networks());
        Zoo fixed = zoo.with(zoo.networks().stream().map(norms::applyTo).toList());
        List<Weights> made = given.map(ModelFile::networks).orElseGet(() -> made(flow, progress)).stream()
                .map(norms::applyTo)
                .toList();
        Audit audit = Faults.in(
                location, () -> new Audit(fixed, fixed.networks().get(fixed.lowestLoss()), common.seed(), progress));
        List<GenerativeModel> rivals = new ArrayList<>(GenerativeModel.nullModels(audit.training()));
        rivals.add(PcaFlow.train(audit.training(), PcaFlow.COMPONENTS, pcaSteps, common.seed(), progress));
        AuditReport found =
                AuditReport.of(audit, made, rivals, testRows(zoo, set), new SplittableRandom(common.seed()), progress);
        progress.finish();
        AuditReport.Row row = found.rows().getFirst();
        report.put("flow", file.toString())
                .put("zoo", location)
                .put("data", set.name())
                .put("networks", row.networks())
                .put("nearestTrainingDistance", row.novelty().nearestTrainingDistance())
                .put("dispersionRatio", row.novelty().dispersionRatio())
                .put("distanceBetweenRuns", row.novelty().betweenRuns());
        found.rows().forEach(each -> report.put(each.name(), fields(each)));
        report.print(System.out);
    }

    private static Map<String, Object> fields(AuditReport.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accuracy", row.accuracy().mean());
        fields.put("accuracyStd", row.accuracy().deviation());
        fields.put("loss", row.loss().mean());
        fields.put("lossStd", row.loss().deviation());
        fields.put("nearestTrainingDistance", row.novelty().nearestTrainingDistance());
        fields.put("dispersionRatio", row.novelty().dispersionRatio());
        fields.put("networks", row.networks());
        return fields;
    }

    private static void requireLike(Zoo zoo, String source, Architecture networks) {
        Architecture ofZoo = zoo.file().architecture();
        if (!networks.equals(ofZoo)) {
            throw Fault.in(source, "its networks are " + networks + ", the zoo's " + ofZoo);
        }
    }

    private List<Weights> made(Flow flow, Console progress) {
        FlowSpace space = flow.space();
        return flow.networks(
                space,
                Sampling.plain(new Sampler(Solver.EULER, steps, Noise.none()))
                        .draw(flow, space, count, new SplittableRandom(common.seed()), progress, (t, x) -> {}));
    }

    /** The test rows of the zoo's split, or all rows if it remembers none. */
    private Examples testRows(Zoo zoo, DataSet set) {
        return DataProvenance.fromMetadata(location, zoo.file().metadata())
                .filter(known -> known.hash().equals(set.hash()))
                .map(known ->
                        set.examples().gather(known.rule().split(set.rows()).test()))
                .orElseGet(set::examples);
    }
}
