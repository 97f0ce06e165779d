package org.orbifold.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads and writes the JSON in files of tensors, token by token: strictly UTF-8, each name once, little nesting. */
final class HeaderJson {
    /** The most characters of one string. */
    static final int LONGEST_STRING = 1 << 24;

    private static final int LONGEST_NAME = 1 << 14;
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private HeaderJson() {}

    /** Reads one JSON object, which must be all there is. */
    static void readObject(InputStream in, IOConsumer<JsonParser> fields) throws IOException {
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
                JsonParser json = FACTORY.createParser(reader)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedFileException("its header is not a JSON object");
            }
            fields.accept(json);
            if (json.nextToken() != null) {
                throw new MalformedFileException("its header goes on after the JSON object");
            }
        } catch (CharacterCodingException e) {
            throw new MalformedFileException("its header is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(
                    "its header is not sound JSON: " + FileFault.printable(e.getOriginalMessage()), e);
        }
    }

    /** Reads the fields of the object that has just begun, strings all of them, to its end. */
    static Map<String, String> readStrings(JsonParser json) throws IOException {
        Map<String, String> strings = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = name(json);
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw new MalformedFileException("its metadata '" + FileFault.printable(name) + "' is not a string");
            }
            if (strings.size() == TensorSource.MOST_ENTRIES) {
                throw new MalformedFileException("it has more than " + TensorSource.MOST_ENTRIES + " metadata");
            }
            strings.put(name, requireText(json.getText()));
        }
        return strings;
    }

    /** The name of the field that the parser is at. */
    static String name(JsonParser json) throws IOException {
        return requireText(json.currentName());
    }

    /** Refuses halves of surrogate pairs, which escapes can smuggle in and no encoding can carry. */
    private static String requireText(String text) throws MalformedFileException {
        if (LONE_SURROGATE.matcher(text).find()) {
            throw new MalformedFileException("its header is not UTF-8: it holds half a surrogate pair");
        }
        return text;
    }

    /** A generator of JSON in UTF-8; flush it to have all of it in {@code out}. */
    static JsonGenerator writer(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Writes an object of strings. */
    static void writeStrings(JsonGenerator json, Map<String, String> strings) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : strings.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
