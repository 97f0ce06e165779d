package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orbifold.io.OutputFolder;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.SampleLesson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the sample models and lessons again. */
@Command(name = "samples", description = "Train the sample models, make the lessons, and write them to a folder.")
final class SamplesCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("sample-models");

    @Override
    public void run() {
        Report report = common.report();
        OutputFolder.make(out);
        Console progress = new Console();
        List<Path> made = new ArrayList<>(SampleModels.make(out, progress));
        made.addAll(SampleLesson.make(out));
        progress.finish();
        report.put("models", made.stream().map(Path::toString).toList()).print(System.out);
    }
}
