package org.orbifold.cli;

import java.util.Locale;
import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rows that networks are measured on: all of the data, or a part of the split that a file of networks remembers. */
final class RememberedRows {
    private enum Part {
        TEST,
        TRAIN,
        ALL
    }

    @Mixin
    private DataOptions data;

    @Option(
            names = "--split",
            description = "test, train or all rows of the split that the file remembers (default: all).")
    private Part split = Part.ALL;

    /**
     * The rows that were asked for.
     *
     * @param name of the data
     */
    record Rows(String name, Examples examples) {}

    /** The part that was asked for, as one types it. */
    String part() {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Loads them.
     *
     * @throws Fault if the networks do not take them, or their file remembers no split of them
     */
    Rows load(String location, ModelFile model, long seed) {
        Optional<DataProvenance> remembered = DataProvenance.fromMetadata(location, model.metadata());
        DataSet set = DataSets.load(data.requestLike(remembered.map(DataProvenance::request), seed));
        DataOptions.requireFit(location, model.architecture(), set);
        return new Rows(set.name(), examples(location, remembered, set));
    }

    private Examples examples(String location, Optional<DataProvenance> remembered, DataSet set) {
        if (split == Part.ALL && !data.standardizesOverTraining()) {
            return set.examples();
        }
        DataProvenance provenance = remembered.orElseThrow(() -> Fault.in(location, "remembers no split of its data"));
        provenance.check(location, set);
        Split rows = provenance.rule().split(set.rows());
        DataSet scaled = data.scaled(set, rows);
        return switch (split) {
            case TEST -> scaled.examples().gather(rows.test());
            case TRAIN -> scaled.examples().gather(rows.train());
            case ALL -> scaled.examples();
        };
    }
}
