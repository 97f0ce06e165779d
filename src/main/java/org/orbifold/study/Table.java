package org.orbifold.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.orbifold.figure.ChartFigure;
import org.orbifold.figure.Type;

/**
 * Results row by row.
 *
 * @param rows cells by the name of their column, in order: texts, truths and numbers; a row need not have all columns
 */
record Table(List<Map<String, Object>> rows) {
    Table {
        rows = rows.stream()
                .map(row -> Collections.unmodifiableMap(new LinkedHashMap<>(row)))
                .toList();
    }

    /** All rows of some tables. */
    static Table of(Stream<Table> parts) {
        return new Table(parts.flatMap(part -> part.rows.stream()).toList());
    }

    /** A table that a file holds as JSON, a list of rows. */
    @SuppressWarnings("unchecked") // as it was written
    static Table of(Object json) {
        return new Table((List<Map<String, Object>>) json);
    }

    /** The rows in which a column has that value; 64 is 64 in whatever type. */
    Table where(String column, Object value) {
        return filter(
                row -> row.containsKey(column) && row.get(column).toString().equals(value.toString()));
    }

    /** Some of the rows. */
    Table filter(Predicate<Map<String, Object>> which) {
        return new Table(rows.stream().filter(which).toList());
    }

    /** Only those columns, in that order. */
    Table only(String... columns) {
        return new Table(rows.stream()
                .map(row -> {
                    Map<String, Object> kept = new LinkedHashMap<>();
                    for (String column : columns) {
                        if (row.containsKey(column)) {
                            kept.put(column, row.get(column));
                        }
                    }
                    return kept;
                })
                .toList());
    }

    /**
     * The rows without a column. Those that agree in all but doubles become one, with the mean of each double: texts,
     * truths and whole numbers tell rows apart.
     */
    Table meanOver(String column) {
        Map<Map<String, Object>, List<Map<String, Object>>> groups = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            Map<String, Object> key = new LinkedHashMap<>();
            row.forEach((name, value) -> {
                if (!name.equals(column) && !(value instanceof Double)) {
                    key.put(name, value);
                }
            });
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        return new Table(
                groups.values().stream().map(group -> mean(group, column)).toList());
    }

    private static Map<String, Object> mean(List<Map<String, Object>> group, String column) {
        Map<String, Object> mean = new LinkedHashMap<>(group.getFirst());
        mean.remove(column);
        mean.replaceAll((name, value) -> value instanceof Double
                ? group.stream()
                        .mapToDouble(row -> (double) row.getOrDefault(name, Double.NaN))
                        .average()
                        .orElseThrow()
                : value);
        return mean;
    }

    /** A point a row that has both columns. */
    List<ChartFigure.Point> points(String x, String y) {
        return rows.stream()
                .filter(row -> row.containsKey(x) && row.containsKey(y))
                .map(row ->
                        new ChartFigure.Point(((Number) row.get(x)).doubleValue(), ((Number) row.get(y)).doubleValue()))
                .toList();
    }

    /** The columns, in the order in which rows bring them. */
    List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        return List.copyOf(columns);
    }

    /** As a table of Markdown; what a row has not stays empty. */
    String markdown() {
        List<String> columns = columns();
        StringBuilder text = new StringBuilder();
        text.append(line(columns)).append(line(Collections.nCopies(columns.size(), "---")));
        for (Map<String, Object> row : rows) {
            text.append(line(columns.stream()
                    .map(column -> row.containsKey(column) ? inWords(row.get(column)) : "")
                    .toList()));
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String inWords(Object cell) {
        return switch (cell) {
            case Double number -> Double.isNaN(number) ? "" : Type.number(number);
            case Boolean truth -> truth ? "yes" : "no";
            default -> cell.toString();
        };
    }
}
