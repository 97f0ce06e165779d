package org.orbifold.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.orbifold.figure.Type;
import org.orbifold.io.Json;

/** What a command found out, field by field in order: one JSON object, or lines for a person. */
final class Report {
    private static final int LIST_SHOWN = 8;

    private final boolean json;
    private final Consumer<Report> last;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Report(boolean json) {
        this(json, report -> {});
    }

    /**
     * A report with an end of its own.
     *
     * @param last adds what is known once all else is
     */
    Report(boolean json, Consumer<Report> last) {
        this.json = json;
        this.last = last;
    }

    /** Adds a field: a text, a number, a truth, or a list or map of those. */
    Report put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** Prints everything. */
    void print(PrintStream out) {
        last.accept(this);
        out.print(json ? Json.text(fields) + System.lineSeparator() : asText());
        out.flush();
    }

    private String asText() {
        int widest = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(name)
                .append(" ".repeat(widest - name.length() + 2))
                .append(inWords(value))
                .append(System.lineSeparator()));
        return text.toString();
    }

    private static String inWords(Object value) {
        return switch (value) {
            case Double number -> Type.number(number);
            case List<?> list
            when list.size() > LIST_SHOWN && list.getFirst() instanceof List<?> row ->
                list.size() + " x " + row.size() + " numbers";
            case List<?> list
            when list.size() > LIST_SHOWN ->
                list.subList(0, LIST_SHOWN).stream().map(Report::inWords).toList() + " and "
                        + (list.size() - LIST_SHOWN) + " more";
            case List<?> list -> list.stream().map(Report::inWords).toList().toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + inWords(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
