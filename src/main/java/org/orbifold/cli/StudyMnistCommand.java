package org.orbifold.cli;

import org.orbifold.study.PopulationStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The thesis's second experiment. */
@Command(
        name = "mnist",
        description = "Flows over networks trained on images: on rows 0 to 7999 of an IDX file, tested on rows 8000 to"
                + " 9999.")
final class StudyMnistCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private DataOptions data;

    @Mixin
    private StudyOptions options;

    @Override
    public void run() {
        options.run(
                PopulationStudy.mnist(
                        data.request(common.seed()), options.repetitions(), options.minutes(), common.seed()),
                common);
    }
}
