package org.orbifold.cli;

import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import picocli.CommandLine.Option;

/** Which rows a picture shows, or shows networks on. */
final class PictureDataOptions extends RowOptions {
    @Option(
            names = "--data",
            paramLabel = "D",
            description = "moons, rings, spirals, glyphs, glyphs:8, a table (.csv), or an IDX images file (default:"
                    + " ${DEFAULT-VALUE}).")
    private String spec = "moons";

    /** Loads what was asked for. */
    DataSet load(long seed) {
        return DataSets.load(request(spec, seed));
    }
}
