package org.orbifold.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orbifold.job.Fault;

/**
 * The rows {@code from} to {@code to - 1}, counted from 0 and written {@code from:to}.
 *
 * @param from the first row
 * @param to one past the last row; above {@code from}
 */
public record RowRange(int from, int to) {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,10}):(\\d{1,10})");

    /** @throws Fault if the range is empty or begins below 0 */
    public RowRange {
        if (from < 0 || to <= from) {
            throw Fault.in(from + ":" + to, "no rows: a range A:B is the rows A to B-1");
        }
    }

    /**
     * The range written as {@code A:B}.
     *
     * @throws Fault if the text is no such range, or an empty one
     */
    public static RowRange parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw Fault.in(text, "not a range of rows (write A:B for the rows A to B-1)");
        }
        try {
            return new RowRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (NumberFormatException e) {
            throw new Fault(text + ": row numbers end at " + Integer.MAX_VALUE, e);
        }
    }

    /** The number of rows. */
    public int count() {
        return to - from;
    }

    /** Whether a row is in the range. */
    public boolean contains(long row) {
        return from <= row && row < to;
    }

    /** Whether a row is in both ranges. */
    public boolean overlaps(RowRange other) {
        return from < other.to && other.from < to;
    }

    /**
     * This range, if it lies within that many rows.
     *
     * @param source what has the rows, for the message
     * @throws Fault if it does not
     */
    RowRange within(long rows, Object source) {
        if (to > rows) {
            throw Fault.in(source, "rows " + this + " asked for, but there are only " + rows + " rows");
        }
        return this;
    }

    @Override
    public String toString() {
        return from + ":" + to;
    }
}
