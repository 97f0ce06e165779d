package org.orbifold.cli;

import org.orbifold.study.GaussianStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The study whose answer is known. */
@Command(
        name = "gaussian",
        description = "Flows trained on networks of independent normal weights: do samples have their mean and"
                + " deviation? No data is needed.")
final class StudyGaussianCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private StudyOptions options;

    @Option(names = "--data", paramLabel = "D", description = "Taken as for the other studies, and not used.")
    void data(String unused) {}

    @Override
    public void run() {
        options.run(new GaussianStudy(options.repetitions(), options.minutes(), common.seed()), common);
    }
}
