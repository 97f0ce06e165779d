package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import picocli.CommandLine.Option;

/** Which rows networks are measured or trained on. */
final class DataOptions extends RowOptions {
    @Option(
            names = "--data",
            paramLabel = "D",
            required = true,
            description = "moons, rings, spirals, glyphs, glyphs:8, a table (.csv), or an IDX images file.")
    private String spec;

    /** What was asked for. */
    DataRequest request(long seed) {
        return request(spec, seed);
    }

    /** As {@link #request}; but where only the source is named, and it is one that networks remember, as they do. */
    DataRequest requestLike(Optional<DataRequest> remembered, long seed) {
        return remembered
                .filter(request -> isPlain() && request.spec().equals(spec))
                .orElseGet(() -> request(seed));
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
