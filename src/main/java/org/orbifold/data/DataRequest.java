package org.orbifold.data;

import java.util.List;
import java.util.Optional;
import org.orbifold.job.Fault;

/**
 * Which data to load, and how.
 *
 * @param spec the name of a built-in set ({@link DataSets#BUILT_IN}), else a file
 * @param label for tables: the column of the class, by name or from 0; the last one if empty
 * @param drop for tables: columns that are left out, by name or from 0
 * @param standardize for tables: whether and over which rows columns are standardized
 * @param rows the rows to keep; all if empty
 * @param seed of what is generated
 */
public record DataRequest(
        String spec,
        Optional<String> label,
        List<String> drop,
        Standardize standardize,
        Optional<RowRange> rows,
        long seed) {
    /** @throws Fault if the data's or a column's name is blank */
    public DataRequest {
        if (spec.isBlank()) {
            throw new Fault("data: it has no name");
        }
        drop = List.copyOf(drop);
        if (label.filter(String::isBlank).isPresent() || drop.stream().anyMatch(String::isBlank)) {
            throw Fault.in(spec, "a column to use as label or to drop has no name");
        }
    }

    /** All rows of a source, with every default: the last column is the label, standardized over all rows, seed 0. */
    public static DataRequest of(String spec) {
        return new DataRequest(spec, Optional.empty(), List.of(), Standardize.ALL, Optional.empty(), 0);
    }
}
