package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.orbifold.job.Fault;
import org.orbifold.study.Study;
import org.orbifold.study.StudyReport;
import picocli.CommandLine.Option;

/** What every study takes. */
final class StudyOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder for all results; what is there of the same study already is kept.")
    private Path out;

    @Option(
            names = "--splits",
            paramLabel = "N",
            description = "Repetitions, each with its own split and seeds (default: ${DEFAULT-VALUE}).")
    private int splits = 1;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Time for training flows, shared out evenly (default: as many steps as the study says).")
    private Optional<Double> minutes = Optional.empty();

    /** How often everything is done. */
    int repetitions() {
        if (splits < 1 || splits > 1000) {
            throw new Fault("--splits " + splits + ": 1 to 1000");
        }
        return splits;
    }

    /** How long flows may train. */
    Optional<Double> minutes() {
        if (minutes.isPresent() && !(minutes.get() > 0 && Double.isFinite(minutes.get()))) {
            throw new Fault("--minutes " + minutes.get() + ": above 0");
        }
        return minutes;
    }

    /** Runs a study and prints where its report is, and as JSON its tables too. */
    void run(Study study, ComputeOptions common) {
        Report report = common.report();
        Console progress = new Console();
        StudyReport found = study.run(out, progress);
        progress.finish();
        report.put("study", found.name())
                .put("out", out.toString())
                .put("report", out.resolve(StudyReport.REPORT).toString());
        if (common.isJson()) {
            found.tables().forEach(report::put);
        }
        report.print(System.out);
    }
}
