package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.RowRange;
import org.orbifold.data.Split;
import org.orbifold.data.Standardize;
import picocli.CommandLine.Option;

/** How a source of data is read. */
class RowOptions {
    @Option(names = "--label", paramLabel = "COL", description = "Table: column of the class (default: the last).")
    private Optional<String> label = Optional.empty();

    @Option(names = "--drop", paramLabel = "COL", split = ",", description = "Table: columns to leave out.")
    private List<String> drop = List.of();

    @Option(names = "--standardize", description = "Table: over all, train or none of the rows (default: all).")
    private Standardize standardize = Standardize.ALL;

    @Option(names = "--rows", paramLabel = "A:B", description = "Only rows A to B-1.")
    private Optional<String> rows = Optional.empty();

    /** What is asked for of a source. */
    final DataRequest request(String spec, long seed) {
        return new DataRequest(spec, label, drop, standardize, rows.map(RowRange::parse), seed);
    }

    /** Whether only the source is named. */
    final boolean isPlain() {
        return label.isEmpty() && drop.isEmpty() && rows.isEmpty() && standardize == Standardize.ALL;
    }

    /** Whether statistics are to come from training rows only. */
    final boolean standardizesOverTraining() {
        return standardize == Standardize.TRAIN;
    }

    /** Rows as loaded, or by the statistics of the training rows where those were asked for. */
    final DataSet scaled(DataSet loaded, Split split) {
        return standardizesOverTraining() ? loaded.standardizedOver(split.train()) : loaded;
    }
}
