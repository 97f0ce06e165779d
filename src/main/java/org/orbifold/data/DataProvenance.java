package org.orbifold.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.orbifold.job.Fault;

/**
 * What networks were trained on: kept in the metadata of the file that holds them.
 *
 * @param request how the data was loaded
 * @param hash {@link DataSet#hash()} of the data as loaded
 * @param rule how its rows were split
 */
public record DataProvenance(DataRequest request, String hash, Split.Rule rule) {
    private static final String SPEC = "orbifold.data.spec";
    private static final String LABEL = "orbifold.data.label";
    private static final String DROP = "orbifold.data.drop";
    private static final String STANDARDIZE = "orbifold.data.standardize";
    private static final String ROWS = "orbifold.data.rows";
    private static final String SEED = "orbifold.data.seed";
    private static final String HASH = "orbifold.data.hash";
    private static final String TEST_FRACTION = "orbifold.split.testFraction";
    private static final String SPLIT_SEED = "orbifold.split.seed";
    private static final String TRAIN_ROWS = "orbifold.split.trainRows";
    private static final String TEST_ROWS = "orbifold.split.testRows";

    /** The provenance of networks that are trained on a part of that data. */
    public static DataProvenance of(DataRequest request, DataSet data, Split split) {
        return new DataProvenance(request, data.hash(), split.rule());
    }

    /** As metadata: strings by name, in a fixed order; what was not given is left out. */
    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SPEC, request.spec());
        request.label().ifPresent(label -> metadata.put(LABEL, label));
        if (!request.drop().isEmpty()) {
            metadata.put(DROP, joined(request.drop()));
        }
        metadata.put(STANDARDIZE, request.standardize().id());
        request.rows().ifPresent(rows -> metadata.put(ROWS, rows.toString()));
        metadata.put(SEED, Long.toString(request.seed()));
        metadata.put(HASH, hash);
        switch (rule) {
            case Split.Shuffled(double testFraction, long seed) -> {
                metadata.put(TEST_FRACTION, Double.toString(testFraction));
                metadata.put(SPLIT_SEED, Long.toString(seed));
            }
            case Split.Ranges(RowRange train, RowRange test) -> {
                metadata.put(TRAIN_ROWS, train.toString());
                metadata.put(TEST_ROWS, test.toString());
            }
        }
        return metadata;
    }

    /**
     * The provenance that metadata holds, or empty where it tells of none.
     *
     * @param source the file that the metadata is from, for messages
     * @throws Fault if it is incomplete or makes no sense
     */
    public static Optional<DataProvenance> fromMetadata(Object source, Map<String, String> metadata) {
        if (!metadata.containsKey(SPEC)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Reader(metadata).provenance());
        } catch (Fault | NumberFormatException | CsvParseException e) {
            throw new Fault(source + ": what its metadata says of data makes no sense: " + e.getMessage(), e);
        }
    }

    /**
     * Makes sure that data is what the networks were trained on.
     *
     * @param source the file that holds the networks, for the message
     * @throws Fault if it is not
     */
    public void check(Object source, DataSet data) {
        if (!hash.equals(data.hash())) {
            throw Fault.in(source, "was trained on other data (" + request.spec() + ") than " + data.name());
        }
    }

    private static String joined(List<String> columns) {
        StringWriter line = new StringWriter();
        CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(line)
                .writeRecord(columns);
        return line.getBuffer().substring(0, line.getBuffer().length() - 1);
    }

    /** Reads what {@link #toMetadata} wrote. */
    private record Reader(Map<String, String> metadata) {
        DataProvenance provenance() {
            DataRequest request = new DataRequest(
                    required(SPEC, Function.identity()),
                    optional(LABEL, Function.identity()),
                    optional(DROP, Reader::columns).orElse(List.of()),
                    required(STANDARDIZE, Standardize::parse),
                    optional(ROWS, RowRange::parse),
                    required(SEED, Long::valueOf));
            return new DataProvenance(request, required(HASH, Function.identity()), rule());
        }

        private Split.Rule rule() {
            return metadata.containsKey(TRAIN_ROWS)
                    ? new Split.Ranges(required(TRAIN_ROWS, RowRange::parse), required(TEST_ROWS, RowRange::parse))
                    : new Split.Shuffled(required(TEST_FRACTION, Double::valueOf), required(SPLIT_SEED, Long::valueOf));
        }

        private <T> T required(String key, Function<String, T> parse) {
            return optional(key, parse).orElseThrow(() -> new Fault("no " + key));
        }

        private <T> Optional<T> optional(String key, Function<String, T> parse) {
            return Optional.ofNullable(metadata.get(key)).map(parse);
        }

        private static List<String> columns(String line) {
            return CsvReader.builder().ofSingleCsvRecord(line).getFields();
        }
    }
}
