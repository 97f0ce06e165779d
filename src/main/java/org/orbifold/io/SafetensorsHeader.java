package org.orbifold.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The header of a safetensors file: a JSON object with an object {@code {dtype, shape, data_offsets}} a tensor and the
 * strings of {@code __metadata__}. The tensors cover the data after it from end to end, without holes or overlaps.
 *
 * @param tensors by name, in the order of the header
 * @param metadata by name, in the order of the header
 */
record SafetensorsHeader(SequencedMap<String, TensorInfo> tensors, Map<String, String> metadata) {
    private static final int ALIGNMENT = 8;

    /** Of counters, which are passed over; as long as a double. */
    private static final String COUNTER_TYPE = "I64";

    /**
     * Reads a header and holds it against the data.
     *
     * @param in the header's bytes and no more
     * @param dataStart where the data begin in the file
     * @param dataBytes how long they are
     */
    static SafetensorsHeader read(InputStream in, long dataStart, long dataBytes) throws IOException {
        SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        HeaderJson.readObject(in, json -> {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = HeaderJson.name(json);
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw new MalformedFileException(TensorInfo.label(name) + " is not described by a JSON object");
                }
                if (name.equals(TensorFile.METADATA)) {
                    metadata.putAll(HeaderJson.readStrings(json));
                } else if (tensors.size() == TensorSource.MOST_ENTRIES) {
                    throw new MalformedFileException("it has more than " + TensorSource.MOST_ENTRIES + " tensors");
                } else {
                    tensors.put(name, new Entry(name, json).locate(dataStart, dataBytes));
                }
            }
        });
        requireCover(tensors.values(), dataStart, dataBytes);
        tensors.keySet().removeIf(name -> name.endsWith(Modules.COUNTER));
        return new SafetensorsHeader(tensors, metadata);
    }

    /** The header of F32 tensors that follow one another, padded with spaces so that the data are aligned. */
    static byte[] write(List<TensorContent> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = HeaderJson.writer(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeFieldName(TensorFile.METADATA);
                HeaderJson.writeStrings(json, metadata);
            }
            long offset = 0;
            for (TensorContent tensor : tensors) {
                long end = offset + tensor.count() * Float.BYTES;
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", ElementType.F32.name());
                writeNumbers(json, "shape", tensor.shape());
                writeNumbers(json, "data_offsets", List.of(offset, end));
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeNumbers(JsonGenerator json, String name, List<Long> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    private static void requireCover(Iterable<TensorInfo> tensors, long dataStart, long dataBytes)
            throws MalformedFileException {
        List<TensorInfo> byPosition = new ArrayList<>();
        tensors.forEach(byPosition::add);
        byPosition.sort(Comparator.comparingLong(TensorInfo::position).thenComparingLong(TensorInfo::bytes));
        long end = dataStart;
        for (TensorInfo tensor : byPosition) {
            if (tensor.position() != end) {
                throw new MalformedFileException(tensor.label()
                        + (tensor.position() < end ? " overlaps the tensor before it" : " leaves a hole before it"));
            }
            end += tensor.bytes();
        }
        if (end != dataStart + dataBytes) {
            throw new MalformedFileException(
                    "its tensors end " + (dataStart + dataBytes - end) + " bytes before the data do");
        }
    }

    /** One tensor's description, as far as it has been read. */
    private static final class Entry {
        private final String name;
        private String dtype = "";
        private List<Long> shape = List.of();
        private List<Long> offsets = List.of();

        /** Reads the fields of the object that has just begun, to its end. */
        Entry(String name, JsonParser json) throws IOException {
            this.name = name;
            int fields = 0;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "dtype" -> dtype = readString(json);
                    case "shape" -> shape = readNumbers(json);
                    case "data_offsets" -> offsets = readNumbers(json);
                    default -> throw malformed("has a field '" + FileFault.printable(field) + "'");
                }
                fields++;
            }
            if (fields < 3) {
                throw malformed("lacks one of dtype, shape and data_offsets");
            }
        }

        TensorInfo locate(long dataStart, long dataBytes) throws MalformedFileException {
            boolean counter = name.endsWith(Modules.COUNTER) && dtype.equals(COUNTER_TYPE);
            ElementType type = ElementType.of(counter ? ElementType.F64.name() : dtype)
                    .orElseThrow(() ->
                            malformed("has dtype " + FileFault.printable(dtype) + "; F32, F64, F16 and BF16 are read"));
            if (offsets.size() != 2) {
                throw malformed("has " + offsets.size() + " data offsets, not 2");
            }
            long begin = offsets.getFirst();
            long end = offsets.getLast();
            if (begin < 0 || end < begin || end > dataBytes) {
                throw malformed("has data offsets " + begin + " to " + end + " in " + dataBytes + " bytes of data");
            }
            TensorInfo tensor = TensorInfo.of(name, type, ByteOrder.LITTLE_ENDIAN, false, shape, dataStart + begin);
            if (tensor.bytes() != end - begin) {
                throw malformed("has shape " + tensor.shapeText() + " of " + tensor.bytes()
                        + " bytes, and data offsets of " + (end - begin));
            }
            return tensor;
        }

        private String readString(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw malformed("has a dtype that is not a string");
            }
            return json.getText();
        }

        private List<Long> readNumbers(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw malformed("has a shape or data offsets that are not an array");
            }
            List<Long> numbers = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                    throw malformed("has a shape or data offsets that are not whole numbers");
                }
                TensorInfo.requireRoom(name, numbers);
                numbers.add(json.getLongValue());
            }
            return numbers;
        }

        private MalformedFileException malformed(String fault) {
            return new MalformedFileException(TensorInfo.label(name) + " " + fault);
        }
    }
}
