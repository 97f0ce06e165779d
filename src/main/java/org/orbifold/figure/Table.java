package org.orbifold.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers that a picture shows, in columns. */
public final class Table {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row: numbers as exactly as they are known, NaN as nothing.
     *
     * @param values numbers or texts without commas, one a column
     */
    public Table add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns);
        }
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value instanceof Double number && number.isNaN() ? "" : value.toString());
        }
        rows.add(row);
        return this;
    }

    /**
     * The table as comma-separated values under a line of names.
     *
     * @param note written before, each line after a {@code #}
     */
    public String csv(String note) {
        StringBuilder text = new StringBuilder();
        note.lines().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append(String.join(",", columns)).append('\n');
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d rows of %s", rows.size(), columns);
    }
}
