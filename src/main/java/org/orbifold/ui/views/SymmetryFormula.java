package org.orbifold.ui.views;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.symmetry.GroupElement;

/**
 * What a symmetry does to a hidden neuron, written down with its values.
 *
 * @param lines of which each is one assignment
 */
record SymmetryFormula(List<String> lines) {
    private static final String MINUS = "\u2212";

    SymmetryFormula {
        lines = List.copyOf(lines);
    }

    /**
     * What the symmetries in force did to a neuron; where they left it alone, what a scaling or a flip would do.
     *
     * @param moved the symmetries in force
     * @param l the hidden layer
     * @param i the neuron's place now
     */
    static SymmetryFormula of(Architecture architecture, GroupElement moved, int l, int i) {
        int from = moved.permutation(l).get(i);
        double a = moved.factor(l, i);
        Activation activation = architecture.activation();
        if (from != i || a != 1) {
            boolean unit = Math.abs(a) == 1;
            return of(
                    architecture,
                    l,
                    i,
                    from,
                    a == -1 ? MINUS : unit ? "" : number(a) + "\u00b7",
                    unit ? "" : "/" + number(a),
                    a < 0 && activation == Activation.SIGMOID);
        }
        return activation.has(SymmetryKind.SCALING)
                ? of(architecture, l, i, i, "a\u00b7", "/a", false)
                : activation.has(SymmetryKind.SIGN_FLIP)
                        ? of(architecture, l, i, i, MINUS, "", activation == Activation.SIGMOID)
                        : new SymmetryFormula(List.of());
    }

    private static SymmetryFormula of(
            Architecture architecture, int l, int i, int from, String times, String over, boolean handsOver) {
        String in = "W" + subscript(l);
        String bias = "b" + subscript(l);
        String out = "W" + subscript(l + 1);
        String next = "b" + subscript(l + 1);
        List<String> lines = new ArrayList<>();
        lines.add(in + "[" + i + ",:] \u2190 " + times + in + "[" + from + ",:]");
        if (architecture.hasBias(l)) {
            lines.add(bias + "[" + i + "] \u2190 " + times + bias + "[" + from + "]");
        }
        lines.add(out + "[:," + i + "] \u2190 " + (times.equals(MINUS) ? MINUS : "") + out + "[:," + from + "]" + over);
        if (handsOver) {
            lines.add(next + " \u2190 " + next + " + " + out + "[:," + from + "]");
        }
        return new SymmetryFormula(lines);
    }

    /** An activation and the kinds of symmetry that it gives. */
    static String kinds(Activation activation) {
        List<String> kinds = new ArrayList<>();
        for (SymmetryKind kind : SymmetryKind.values()) {
            if (activation.has(kind)) {
                kinds.add(kind.label());
            }
        }
        return activation.id() + ": " + String.join(", ", kinds);
    }

    private static String number(double a) {
        return a == Math.rint(a) && Math.abs(a) < 1e4
                ? String.valueOf((long) a).replace('-', '\u2212')
                : ValueTable.brief(a);
    }

    /** A number as an index below the line. */
    static String subscript(int number) {
        StringBuilder text = new StringBuilder();
        String.valueOf(number).chars().forEach(digit -> text.append((char) ('\u2080' + digit - '0')));
        return text.toString();
    }
}
