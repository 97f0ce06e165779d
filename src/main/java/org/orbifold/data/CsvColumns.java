package org.orbifold.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;

/**
 * What the columns of a table mean, read from its first line.
 *
 * @param names of the columns if the first line is a header, else empty
 * @param count the number of columns
 * @param label the column of the class
 * @param features the columns of the features
 */
record CsvColumns(List<String> names, int count, int label, List<Integer> features) {
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");
    private static final Pattern NO_FINITE_NUMBER = Pattern.compile("[+-]?(nan|inf|infinity)");

    /**
     * Finds the columns of a request. A column that is given by digits is that column, from 0; any other is a name.
     *
     * <p>The first line is a header when a feature column of it is not a number. A blank cell, NaN and infinity tell
     * nothing: they are numbers that are missing. A column given by name makes a header too, since nothing else has
     * names.
     *
     * @param first the cells of the first line
     * @throws Fault if a column is not there or wanted for two things, or no feature is left
     */
    static CsvColumns find(DataFile file, List<String> first, DataRequest request) {
        Finder finder = new Finder(file, first.stream().map(String::strip).toList());
        int label = request.label().map(finder::column).orElse(first.size() - 1);
        BitSet features = new BitSet(first.size());
        features.set(0, first.size());
        request.drop().forEach(column -> features.clear(finder.column(column)));
        if (!features.get(label)) {
            throw file.fault("the label, column " + label + ", is among the columns to drop");
        }
        features.clear(label);
        if (features.isEmpty()) {
            throw file.fault("no feature column is left of " + first.size());
        }
        boolean header = finder.usedNames
                || features.stream().mapToObj(finder.first::get).anyMatch(CsvColumns::isText);
        return new CsvColumns(
                header ? finder.first : List.of(),
                first.size(),
                label,
                features.stream().boxed().toList());
    }

    /** Whether the first line is a header. */
    boolean hasHeader() {
        return !names.isEmpty();
    }

    /** A column for a message: its number, and its name if it has one. */
    String describe(int column) {
        return hasHeader() ? "column " + column + " (" + brief(names.get(column)) + ")" : "column " + column;
    }

    /** A decimal number, or NaN where the text is none. Hexadecimal digits, suffixes, NaN and infinity are none. */
    static double number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && ".eE+-".indexOf(c) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A cell's text for a message, cut where it is long. */
    static String brief(String text) {
        return text.codePointCount(0, text.length()) <= 40
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 39)) + "…";
    }

    private static boolean isText(String cell) {
        return !cell.isEmpty()
                && Double.isNaN(number(cell))
                && !NO_FINITE_NUMBER.matcher(cell.toLowerCase(Locale.ROOT)).matches();
    }

    private static final class Finder {
        private final DataFile file;
        private final List<String> first;
        private boolean usedNames;

        Finder(DataFile file, List<String> first) {
            this.file = file;
            this.first = first;
        }

        int column(String selector) {
            String wanted = selector.strip();
            if (INDEX.matcher(wanted).matches()) {
                int index = Integer.parseInt(wanted);
                if (index >= first.size()) {
                    throw file.fault("no column " + index + ": there are " + first.size() + ", from 0");
                }
                return index;
            }
            List<Integer> found = new ArrayList<>();
            IntStream.range(0, first.size())
                    .filter(i -> first.get(i).equals(wanted))
                    .forEach(found::add);
            if (found.size() != 1) {
                String count = found.isEmpty() ? "no column" : found.size() + " columns";
                throw file.fault(count + " named '" + brief(wanted) + "' in its first line");
            }
            usedNames = true;
            return found.getFirst();
        }
    }
}
