package org.orbifold.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

/**
 * A table of text: a row a line. One column is the label, whose distinct texts are the classes, numbered in sorted
 * order (that of {@link String#compareTo}); all others that are not dropped are features and hold finite decimal
 * numbers.
 */
final class CsvTable {
    private static final int MAX_CLASSES = 10_000;

    private final DataFile file;
    private final CsvText text;
    private final CsvColumns columns;

    private CsvTable(CsvText text, CsvColumns columns) {
        this.file = text.file();
        this.text = text;
        this.columns = columns;
    }

    /**
     * Reads the table in a file.
     *
     * @throws Fault if there is none, or it lacks what is asked for
     */
    static DataSet load(DataFile file, DataRequest request) {
        CsvText text = CsvText.of(file);
        CsvTable table = new CsvTable(text, CsvColumns.find(file, text.firstLine(), request));
        return table.read(request, table.survey());
    }

    /** What the whole file says: its rows, its classes in sorted order, the moments of its features. */
    private record Survey(long rows, List<String> classes, ColumnMoments moments) {}

    private Survey survey() {
        TreeSet<String> classes = new TreeSet<>();
        ColumnMoments moments = new ColumnMoments(width());
        double[] row = new double[width()];
        long rows = forEachRow((record, r) -> {
            classes.add(label(record));
            if (classes.size() > MAX_CLASSES) {
                throw fault(record, columns.label(), "the label takes more than " + MAX_CLASSES + " values");
            }
            parse(record, row);
            moments.add(row);
        });
        if (rows == 0) {
            throw file.fault("no rows: it holds nothing but a header");
        }
        if (classes.size() < 2) {
            throw file.fault(columns.describe(columns.label()) + ": the label is always '"
                    + CsvColumns.brief(classes.first()) + "'; two classes are the least");
        }
        return new Survey(rows, List.copyOf(classes), moments);
    }

    private DataSet read(DataRequest request, Survey survey) {
        request.rows().ifPresent(rows -> rows.within(survey.rows(), file.name()));
        long from = request.rows().map(RowRange::from).orElse(0);
        long count = request.rows().map(RowRange::count).map(Long::valueOf).orElse(survey.rows());
        float[] features = file.allocate(count, width());
        int[] labels = new int[(int) count];
        Map<String, Integer> classes = new HashMap<>();
        survey.classes().forEach(name -> classes.put(name, classes.size()));

        double[] row = new double[width()];
        long rows = forEachRow((record, r) -> {
            if (r < from || r >= from + count) {
                return;
            }
            int at = (int) (r - from);
            labels[at] = Optional.ofNullable(classes.get(label(record))).orElseThrow(this::changed);
            parse(record, row);
            // for TRAIN too: once more over the training rows gives the same as from raw values, which floats may blur
            for (int c = 0; c < row.length; c++) {
                features[at * row.length + c] = request.standardize() == Standardize.NONE
                        ? (float) row[c]
                        : survey.moments().standardized(c, row[c]);
            }
        });
        if (rows != survey.rows()) {
            throw changed();
        }
        Examples examples = new Examples(features, labels, width(), classes.size());
        return new DataSet(
                file.name(), examples, survey.classes(), Optional.empty(), request.standardize() == Standardize.TRAIN);
    }

    private int width() {
        return columns.features().size();
    }

    private long forEachRow(ObjLongConsumer<CsvRecord> action) {
        int header = columns.hasHeader() ? 1 : 0;
        long lines = text.forEach((record, line) -> {
            if (record.getFieldCount() != columns.count()) {
                throw file.fault("line " + record.getStartingLineNumber() + ": " + record.getFieldCount()
                        + " columns, but the first line has " + columns.count());
            }
            if (line >= header) {
                action.accept(record, line - header);
            }
        });
        return lines - header;
    }

    private String label(CsvRecord record) {
        String label = record.getField(columns.label()).strip();
        if (label.isEmpty()) {
            throw fault(record, columns.label(), "the label is empty");
        }
        if (label.indexOf('\uFFFD') >= 0) {
            throw fault(record, columns.label(), "the label is not UTF-8 text");
        }
        return label;
    }

    private void parse(CsvRecord record, double[] row) {
        for (int c = 0; c < row.length; c++) {
            int column = columns.features().get(c);
            String cell = record.getField(column).strip();
            row[c] = CsvColumns.number(cell);
            if (!(Math.abs(row[c]) <= Float.MAX_VALUE)) {
                throw fault(record, column, reason(cell, row[c]));
            }
        }
    }

    private static String reason(String cell, double value) {
        if (cell.isEmpty()) {
            return "the cell is empty";
        }
        return "'" + CsvColumns.brief(cell) + "' is " + (Double.isNaN(value) ? "not a finite number" : "too large");
    }

    private Fault changed() {
        return file.fault("changed while it was read");
    }

    private Fault fault(CsvRecord record, int column, String fault) {
        return file.fault("line " + record.getStartingLineNumber() + ": " + columns.describe(column) + ": " + fault);
    }
}
