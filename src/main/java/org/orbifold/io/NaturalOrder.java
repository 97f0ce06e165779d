package org.orbifold.io;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which people count names: runs of digits compare as numbers, so that 2 is before 10. */
final class NaturalOrder {
    /** Compares two names; equal only where the names are. */
    static final Comparator<String> COMPARATOR = NaturalOrder::compare;

    private static final Pattern RUN = Pattern.compile("[0-9]++|[^0-9]++");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=[0-9])");

    private NaturalOrder() {}

    private static int compare(String a, String b) {
        Matcher left = RUN.matcher(a);
        Matcher right = RUN.matcher(b);
        while (true) {
            boolean leftGoesOn = left.find();
            boolean rightGoesOn = right.find();
            if (!leftGoesOn || !rightGoesOn) {
                return leftGoesOn == rightGoesOn ? a.compareTo(b) : Boolean.compare(leftGoesOn, rightGoesOn);
            }
            int order = compareRuns(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareRuns(String a, String b) {
        if (!isNumber(a) || !isNumber(b)) {
            return a.compareTo(b);
        }
        String x = LEADING_ZEROS.matcher(a).replaceFirst("");
        String y = LEADING_ZEROS.matcher(b).replaceFirst("");
        return x.length() == y.length() ? x.compareTo(y) : Integer.compare(x.length(), y.length());
    }

    private static boolean isNumber(String run) {
        return run.charAt(0) >= '0' && run.charAt(0) <= '9';
    }
}
