package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The key of a picture of spheres, in as many lines as it takes. */
final class SpheresKey {
    private static final double MARGIN = 16;
    private static final double LINE = 18;
    private static final double GAP = 18;

    private interface Sample {
        void paint(Graphics2D g, double x, double y, Theme theme);
    }

    private record Entry(Sample sample, double sampleWidth, String label) {
        double width() {
            return sampleWidth + 6 + Type.width(Type.regular(Type.SMALL), label);
        }
    }

    private final List<List<Entry>> lines = new ArrayList<>();

    SpheresKey(SpheresFigure figure, double width) {
        List<Entry> line = new ArrayList<>();
        double x = MARGIN;
        for (Entry entry : entries(figure)) {
            if (!line.isEmpty() && x + entry.width() > width - MARGIN) {
                lines.add(line);
                line = new ArrayList<>();
                x = MARGIN;
            }
            line.add(entry);
            x += entry.width() + GAP;
        }
        lines.add(line);
    }

    private static List<Entry> entries(SpheresFigure figure) {
        List<Entry> entries = new ArrayList<>();
        entries.add(mark(SphereMark.A, "A"));
        entries.add(mark(SphereMark.B, "B"));
        entries.add(line(SphereMark.GEODESIC, true, "geodesic"));
        entries.add(line(SphereMark.CHORD, false, "chord"));
        entries.add(mark(SphereMark.MIDPOINT, "its midpoint, of norm |m| = cos(\u03b8/2)"));
        entries.add(mark(SphereMark.ON_GEODESIC, String.format(Locale.ROOT, "geodesic at t = %.2f", figure.t())));
        entries.add(mark(SphereMark.ON_CHORD, String.format(Locale.ROOT, "chord at t = %.2f", figure.t())));
        if (figure.hasCylinders()) {
            entries.add(line(
                    new BasicStroke(1),
                    false,
                    "cylinder: direction \u2212180\u00b0 to 180\u00b0 across, bias \u00b1"
                            + Type.number(figure.biasLimit()) + " upwards"));
        }
        if (figure.hasGlobes()) {
            entries.add(line(SphereMark.GEODESIC_BEHIND, true, "dotted and hollow: behind"));
        }
        return entries;
    }

    private static Entry mark(SphereMark mark, String label) {
        return new Entry((g, x, y, theme) -> mark.paint(g, x + 6, y, false, theme), 12, label);
    }

    private static Entry line(BasicStroke stroke, boolean geodesic, String label) {
        return new Entry(
                (g, x, y, theme) -> {
                    Color color = geodesic ? theme.aligned() : theme.naive();
                    g.setColor(color);
                    g.setStroke(stroke);
                    g.draw(new Line2D.Double(x, y, x + 24, y));
                },
                24,
                label);
    }

    /** The room that it takes at the foot of the picture. */
    double height() {
        return LINE * lines.size() + 14;
    }

    void paint(Graphics2D g, double height, Theme theme) {
        double y = height - height() + 18;
        for (List<Entry> line : lines) {
            double x = MARGIN;
            for (Entry entry : line) {
                entry.sample.paint(g, x, y - 4, theme);
                g.setFont(Type.regular(Type.SMALL));
                g.setColor(theme.muted());
                Type.draw(g, entry.label, x + entry.sampleWidth + 6, y, Type.Anchor.START);
                x += entry.width() + GAP;
            }
            y += LINE;
        }
    }
}
