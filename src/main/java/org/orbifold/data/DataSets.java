package org.orbifold.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

/** Where data comes from: sets that are generated on the spot, and files. */
public final class DataSets {
    /** The names of the generated sets. */
    public static final List<String> BUILT_IN = List.of("moons", "rings", "spirals", "glyphs", "glyphs:8");

    private static final int PLANAR_ROWS = 1000;
    private static final int GLYPH_ROWS = 4000;

    private DataSets() {}

    /**
     * Loads data: a generated set if it is named as one, else the file of that name. IDX images, packed by gzip or not,
     * are known by their first bytes; any other file is read as a table of text.
     *
     * <p>Whichever rows are selected, the classes are those of the whole source, and so are the means and deviations
     * that a table's columns are standardized with. Where {@link Standardize#TRAIN} is asked for,
     * {@link DataSet#standardizedOver} does that again once the training rows are known.
     *
     * @throws Fault in one line that begins with the name of the data: it is not there, it is not what it should be, it
     *     has fewer than two classes, or it has not the rows or columns that are asked for
     */
    public static DataSet load(DataRequest request) {
        return generated(request.spec(), request.seed())
                .map(data -> selected(withoutColumns(request, data), request))
                .orElseGet(() -> fromFile(request))
                .loadedBy(request);
    }

    private static Optional<DataSet> generated(String spec, long seed) {
        return switch (spec) {
            case "moons" -> planar(spec, Moons.generate(PLANAR_ROWS, Moons.NOISE, seed), List.of("upper", "lower"));
            case "rings" -> planar(spec, Rings.generate(PLANAR_ROWS, Rings.NOISE, seed), List.of("inner", "outer"));
            case "spirals" ->
                planar(spec, Spirals.generate(PLANAR_ROWS, 2, Spirals.NOISE, seed), List.of("first", "second"));
            case "glyphs" -> glyphs(spec, 28, seed);
            case "glyphs:8" -> glyphs(spec, 8, seed);
            default -> Optional.empty();
        };
    }

    private static Optional<DataSet> planar(String spec, Examples examples, List<String> classes) {
        return Optional.of(new DataSet(spec, examples, classes, Optional.empty()));
    }

    private static Optional<DataSet> glyphs(String spec, int size, long seed) {
        List<String> digits =
                IntStream.range(0, Glyphs.CLASSES).mapToObj(String::valueOf).toList();
        Examples examples = Glyphs.generate(GLYPH_ROWS, size, seed);
        return Optional.of(new DataSet(spec, examples, digits, Optional.of(new ImageShape(size, size))));
    }

    private static DataSet selected(DataSet data, DataRequest request) {
        return request.rows()
                .map(rows -> rows.within(data.rows(), data.name()))
                .map(rows -> data.examples().slice(rows.from(), rows.to()))
                .map(examples -> new DataSet(data.name(), examples, data.classNames(), data.image()))
                .orElse(data);
    }

    private static DataSet fromFile(DataRequest request) {
        DataFile file = DataFile.find(request.spec())
                .orElseThrow(() -> Fault.in(
                        request.spec(),
                        "no such file, and no built-in data set (" + String.join(", ", BUILT_IN) + ")"));
        return switch (file.content()) {
            case IDX_IMAGES -> withoutColumns(request, Idx.load(file, request.rows()));
            case TEXT -> CsvTable.load(file, request);
            case IDX_OTHER ->
                throw file.fault("IDX, but not images of bytes (give the images: their labels are found beside them)");
            case PACKED -> throw file.fault("gzip, but there are no IDX images in it");
            case BINARY -> throw file.fault("neither a table of text nor IDX images");
        };
    }

    private static DataSet withoutColumns(DataRequest request, DataSet data) {
        if (request.label().isPresent() || !request.drop().isEmpty()) {
            throw Fault.in(request.spec(), "it has no columns to use as label or to drop: it is no table");
        }
        return data;
    }
}
