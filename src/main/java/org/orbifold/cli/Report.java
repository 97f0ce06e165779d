package org.orbifold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.orbifold.figure.Type;

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
        out.print(json ? asJson() + System.lineSeparator() : asText());
        out.flush();
    }

    private String asJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            write(generator, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(entry.getKey().toString());
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object item : list) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number when Double.isFinite(number) -> generator.writeNumber(number);
            case Double number -> generator.writeNull();
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString(value.toString());
        }
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
            when list.size() > LIST_SHOWN ->
                list.subList(0, LIST_SHOWN).stream().map(Report::inWords).toList() + " and "
                        + (list.size() - LIST_SHOWN) + " more";
            case List<?> list -> list.stream().map(Report::inWords).toList().toString();
            case Map<?, ?> map -> map.toString();
            default -> value.toString();
        };
    }
}
