package org.orbifold.cli;

import org.orbifold.io.ModelFile;
import org.orbifold.net.Examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures networks on data. */
@Command(
        name = "evaluate",
        description =
                "Measure networks on data: loss (mean cross-entropy, nats) and accuracy; for a zoo also the average"
                        + " of its predicted probabilities, its functional diversity, and the expected calibration error of"
                        + " that average.")
final class EvaluateCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private RememberedRows data;

    @Parameters(paramLabel = "MODEL", description = "A file of one network or a zoo; ZOO#17 for one of a zoo.")
    private String location;

    @Override
    public void run() {
        Report report = common.report();
        ModelFile model = models.read(location);
        RememberedRows.Rows loaded = data.load(location, model, common.seed());
        Examples rows = loaded.examples();
        report.put("model", location).put("data", loaded.name()).put("split", data.part());
        Console progress = new Console();
        if (model.networks().size() == 1 && !model.stacked()) {
            ZooMeasures.putOne(report, model.network(), rows, progress);
        } else {
            ZooMeasures.put(report, model.networks(), rows, common.seed(), progress);
        }
        progress.finish();
        report.put("rows", rows.rows()).print(System.out);
    }
}
