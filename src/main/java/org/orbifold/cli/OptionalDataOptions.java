package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import picocli.CommandLine.Option;

/** Rows that some methods need and others do not. */
final class OptionalDataOptions extends RowOptions {
    @Option(
            names = "--data",
            paramLabel = "D",
            description = "moons, rings, spirals, glyphs, glyphs:8, a table (.csv), or an IDX images file.")
    private Optional<String> spec = Optional.empty();

    boolean isPresent() {
        return spec.isPresent();
    }

    /** Loads what was asked for. */
    DataSet load(long seed) {
        return DataSets.load(request(spec.orElseThrow(), seed));
    }
}
