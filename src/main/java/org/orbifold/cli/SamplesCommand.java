package org.orbifold.cli;

import java.nio.file.Path;
import org.orbifold.io.OutputFolder;
import org.orbifold.study.SampleModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the sample models again. */
@Command(name = "samples", description = "Train the sample models and write them to a folder.")
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
        var made = SampleModels.make(out, progress);
        progress.finish();
        report.put("models", made.stream().map(Path::toString).toList()).print(System.out);
    }
}
