package org.orbifold.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.orbifold.job.Fault;

/**
 * The lines of a text file, cut into cells. Cells may be quoted, lines end as they like, blank lines are passed over;
 * the text is UTF-8, or what a byte order mark says. Lines may have different numbers of cells here.
 *
 * @param file the file
 * @param separator between cells
 */
record CsvText(DataFile file, char separator) {
    private static final char[] SEPARATORS = {',', '\t', ';'};
    private static final int MAX_CELLS = 1 << 17;
    private static final int MAX_CELL_LENGTH = 1 << 20;
    private static final int MAX_LINE_LENGTH = 1 << 24;

    /**
     * Reads the first line to find out whether commas, tabs or semicolons separate cells: whichever cuts it into most.
     *
     * @throws Fault if there is no line, or it cannot be cut
     */
    static CsvText of(DataFile file) {
        CsvText best = new CsvText(file, SEPARATORS[0]);
        int most = 0;
        for (char separator : SEPARATORS) {
            CsvText text = new CsvText(file, separator);
            int cells = text.cellsOfFirstLine();
            if (cells > most) {
                best = text;
                most = cells;
            }
        }
        return best;
    }

    /** The cells of the first line. */
    List<String> firstLine() {
        return read(lines -> {
            if (!lines.hasNext()) {
                throw file.fault("no rows: it is empty");
            }
            return lines.next().getFields();
        });
    }

    /** Passes every line to an action, with its index from 0, and returns how many there were. */
    long forEach(ObjLongConsumer<CsvRecord> action) {
        return read(lines -> {
            long index = 0;
            while (lines.hasNext()) {
                action.accept(lines.next(), index++);
            }
            return index;
        });
    }

    private int cellsOfFirstLine() {
        try {
            return firstLine().size();
        } catch (Fault e) {
            return 0; // quotes do not fit this separator
        }
    }

    private <T> T read(Function<Iterator<CsvRecord>, T> reading) {
        return file.read(content -> {
            CsvRecordHandler handler = CsvRecordHandler.of(
                    h -> h.maxFields(MAX_CELLS).maxFieldSize(MAX_CELL_LENGTH).maxRecordSize(MAX_LINE_LENGTH));
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .detectBomHeader(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(2 * MAX_CELL_LENGTH)
                    .build(handler, content)) {
                return reading.apply(reader.iterator());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (CsvParseException e) {
                throw new Fault(
                        file.name() + ": not a table of text: " + innermost(e).getMessage(), e);
            }
        });
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }
}
