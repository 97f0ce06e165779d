package org.orbifold.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results as JSON: maps in their order, lists, texts, truths, whole numbers and doubles. A double that is not finite is
 * written as null, and null is read as not a number.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** A value as text, in one line. */
    public static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes a value to a file, whole or not at all. */
    public static void write(Path path, Object value) {
        AtomicFile.write(path, out -> {
            out.write(text(value).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        });
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

    /**
     * Reads the value that a file holds; whole numbers are {@link Long}s.
     *
     * @throws org.orbifold.job.Fault if it cannot be read, or is not one value of JSON
     */
    public static Object read(Path path) {
        try {
            return parse(path, Files.readAllBytes(path));
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /**
     * The value that a part of a file holds; as {@link #read}.
     *
     * @param path the file, for messages
     */
    public static Object parse(Path path, byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new MalformedFileException("is empty, not JSON");
            }
            Object value = read(parser);
            if (parser.nextToken() != null) {
                throw new MalformedFileException("holds more than one value of JSON");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw FileFault.of(
                    path,
                    new MalformedFileException("is not sound JSON: " + FileFault.printable(e.getOriginalMessage()), e));
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> Double.NaN;
            default -> parser.getText();
        };
    }
}
