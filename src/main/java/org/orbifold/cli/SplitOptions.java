package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.data.RowRange;
import org.orbifold.data.Split;
import org.orbifold.job.Fault;
import picocli.CommandLine.Option;

/** Which rows are training rows and which are test rows. */
final class SplitOptions {
    private static final double TEST_FRACTION = 0.2;

    @Option(
            names = "--test-fraction",
            paramLabel = "F",
            description = "Share of test rows, drawn by the seed (default: " + TEST_FRACTION + ").")
    private Optional<Double> testFraction = Optional.empty();

    @Option(names = "--train-rows", paramLabel = "A:B", description = "Training rows, instead of a random split.")
    private Optional<String> trainRows = Optional.empty();

    @Option(names = "--test-rows", paramLabel = "A:B", description = "Test rows, instead of a random split.")
    private Optional<String> testRows = Optional.empty();

    /** Whether a split was asked for. */
    boolean isAsked() {
        return testFraction.isPresent() || trainRows.isPresent() || testRows.isPresent();
    }

    /** How rows are to be split. */
    Split.Rule rule(long seed) {
        if (trainRows.isPresent() != testRows.isPresent()) {
            throw new Fault("--train-rows and --test-rows go together");
        }
        return trainRows.isPresent()
                ? new Split.Ranges(RowRange.parse(trainRows.get()), RowRange.parse(testRows.orElseThrow()))
                : new Split.Shuffled(testFraction.orElse(TEST_FRACTION), seed);
    }
}
