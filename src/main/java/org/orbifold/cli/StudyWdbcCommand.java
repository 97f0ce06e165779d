package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSets;
import org.orbifold.study.PopulationStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The thesis's first experiment. */
@Command(
        name = "wdbc",
        description = "Flows over networks trained on the Breast Cancer data, or on another table. Where no columns are"
                + " named, a file's are taken to be UCI's: number, class, features.")
final class StudyWdbcCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private DataOptions data;

    @Mixin
    private StudyOptions options;

    @Override
    public void run() {
        options.run(PopulationStudy.wdbc(request(), options.repetitions(), options.minutes(), common.seed()), common);
    }

    private DataRequest request() {
        DataRequest given = data.request(common.seed());
        boolean named = given.label().isPresent() || !given.drop().isEmpty();
        return named || DataSets.BUILT_IN.contains(given.spec())
                ? given
                : new DataRequest(
                        given.spec(), Optional.of("1"), List.of("0"), given.standardize(), given.rows(), given.seed());
    }
}
