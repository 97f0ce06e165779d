package org.orbifold.cli;

import java.util.Locale;
import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures networks on data. */
@Command(
        name = "evaluate",
        description =
                "Measure networks on data: loss (mean cross-entropy, nats) and accuracy; for a zoo also the average"
                        + " of its predicted probabilities, its functional diversity, and the expected calibration error of"
                        + " that average.")
final class EvaluateCommand implements Runnable {
    private enum Part {
        TEST,
        TRAIN,
        ALL
    }

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--split",
            description = "test, train or all rows of the split that the file remembers (default:" + " all).")
    private Part split = Part.ALL;

    @Parameters(paramLabel = "MODEL", description = "A file of one network or a zoo; ZOO#17 for one of a zoo.")
    private String location;

    @Override
    public void run() {
        Report report = common.report();
        ModelFile model = models.read(location);
        Optional<DataProvenance> provenance = DataProvenance.fromMetadata(location, model.metadata());
        DataSet set = DataSets.load(data.requestLike(provenance.map(DataProvenance::request), common.seed()));
        DataOptions.requireFit(location, model.architecture(), set);
        Examples rows = rows(provenance, set);
        report.put("model", location)
                .put("data", set.name())
                .put("split", split.name().toLowerCase(Locale.ROOT));
        Console progress = new Console();
        if (model.networks().size() == 1 && !model.stacked()) {
            ZooMeasures.putOne(report, model.network(), rows, progress);
        } else {
            ZooMeasures.put(report, model.networks(), rows, common.seed(), progress);
        }
        progress.finish();
        report.put("rows", rows.rows()).print(System.out);
    }

    private Examples rows(Optional<DataProvenance> remembered, DataSet set) {
        if (split == Part.ALL && !data.standardizesOverTraining()) {
            return set.examples();
        }
        DataProvenance provenance = remembered.orElseThrow(() -> Fault.in(location, "remembers no split of its data"));
        provenance.check(location, set);
        Split rows = provenance.rule().split(set.rows());
        DataSet scaled = data.scaled(set, rows);
        return switch (split) {
            case TEST -> scaled.examples().gather(rows.test());
            case TRAIN -> scaled.examples().gather(rows.train());
            case ALL -> scaled.examples();
        };
    }
}
