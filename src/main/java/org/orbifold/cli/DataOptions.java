package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.RowRange;
import org.orbifold.data.Standardize;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import picocli.CommandLine.Option;

/** Which rows networks are measured or trained on. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "D",
            required = true,
            description = "moons, rings, spirals, glyphs, glyphs:8, a table (.csv), or an IDX images file.")
    private String spec;

    @Option(names = "--label", paramLabel = "COL", description = "Table: column of the class (default: the last).")
    private Optional<String> label = Optional.empty();

    @Option(names = "--drop", paramLabel = "COL", split = ",", description = "Table: columns to leave out.")
    private List<String> drop = List.of();

    @Option(names = "--standardize", description = "Table: over all, train or none of the rows (default: all).")
    private Standardize standardize = Standardize.ALL;

    @Option(names = "--rows", paramLabel = "A:B", description = "Only rows A to B-1.")
    private Optional<String> rows = Optional.empty();

    /** What was asked for. */
    DataRequest request(long seed) {
        return new DataRequest(spec, label, drop, standardize, rows.map(RowRange::parse), seed);
    }

    /** As {@link #request}; but where only the source is named, and it is one that networks remember, as they do. */
    DataRequest requestLike(Optional<DataRequest> remembered, long seed) {
        boolean plain = label.isEmpty() && drop.isEmpty() && rows.isEmpty() && standardize == Standardize.ALL;
        return remembered
                .filter(request -> plain && request.spec().equals(spec))
                .orElseGet(() -> request(seed));
    }

    /** Whether statistics are to come from training rows only. */
    boolean standardizesOverTraining() {
        return standardize == Standardize.TRAIN;
    }

    /** Loads what was asked for. */
    DataSet load(long seed) {
        return DataSets.load(request(seed));
    }

    /** Makes sure that a network can run on the data. */
    static void requireFit(String model, Architecture architecture, DataSet data) {
        if (architecture.inputs() != data.examples().width()) {
            throw Fault.in(
                    model,
                    "takes " + architecture.inputs() + " inputs, but " + data.name() + " has "
                            + data.examples().width() + " features");
        }
        if (architecture.outputs() < data.examples().classes()) {
            throw Fault.in(
                    model,
                    "has " + architecture.outputs() + " outputs, but " + data.name() + " has "
                            + data.examples().classes() + " classes");
        }
    }
}
