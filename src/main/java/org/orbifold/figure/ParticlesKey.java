package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** What the marks of a {@link ParticlesFigure} mean, in as many lines as it takes. */
final class ParticlesKey {
    private static final double LINE = 18;
    private static final double MARK = 26;
    private static final double GAP = 16;

    private interface Mark {
        /** Paints a mark around a point, at most {@link #MARK} wide. */
        void paint(Graphics2D g, double x, double y);
    }

    private record Entry(String label, Color color, double mark, Mark paint) {
        double width() {
            return mark + 4 + Type.width(FONT, label) + GAP;
        }
    }

    private static final Font FONT = Type.regular(Type.SMALL);

    private final ParticlesFigure figure;
    private final int outside;

    /**
     * A key.
     *
     * @param outside particles that the picture leaves out
     */
    ParticlesKey(ParticlesFigure figure, int outside) {
        this.figure = figure;
        this.outside = outside;
    }

    /** How much room it takes below a picture of that width. */
    double height(double width) {
        return 12 + LINE * lines(width, Theme.LIGHT).size();
    }

    void paint(Graphics2D g, Rectangle2D area, Theme theme) {
        g.setFont(FONT);
        double y = area.getMaxY() + 42;
        for (List<Entry> line : lines(area.getWidth(), theme)) {
            double x = area.getMinX();
            for (Entry entry : line) {
                g.setColor(entry.color);
                entry.paint.paint(g, x + entry.mark / 2, y);
                g.setColor(theme.muted());
                Type.draw(g, entry.label, x + entry.mark + 4, y + 4, Type.Anchor.START);
                x += entry.width();
            }
            y += LINE;
        }
    }

    private List<List<Entry>> lines(double width, Theme theme) {
        List<List<Entry>> lines = new ArrayList<>();
        double free = 0;
        for (Entry entry : entries(theme)) {
            if (lines.isEmpty() || entry.width() - GAP > free) {
                lines.add(new ArrayList<>());
                free = width;
            }
            lines.getLast().add(entry);
            free -= entry.width();
        }
        return lines;
    }

    private List<Entry> entries(Theme theme) {
        List<Entry> entries = new ArrayList<>();
        int count = figure.particles().tracks().size();
        entries.add(dot(
                count + " networks of the flow" + (outside > 0 ? " (" + outside + " outside)" : ""),
                theme.networkB(),
                ParticlesFigure.RADIUS));
        entries.add(line("way since \u03c4 = 0", ParticlesFigure.faint(theme.networkB(), 140), new BasicStroke(1)));
        int training = figure.particles().training().size();
        if (training > 0) {
            entries.add(dot(training + " training networks", theme.naive(), ParticlesFigure.TRAINING_RADIUS));
        }
        if (figure.overlays().contains(ParticlesFigure.Overlay.VELOCITIES)) {
            entries.add(arrow(
                    "velocity of a particle, projected: its way in \u0394\u03c4 = " + ParticlesFigure.MOMENT,
                    theme.text()));
        }
        if (figure.overlays().contains(ParticlesFigure.Overlay.DENSITY)) {
            entries.add(line("50 %", theme.networkB(), new BasicStroke(1.4f)));
            entries.add(line(
                    "90 % of their density (grey: of the training networks)",
                    theme.networkB(), ParticlesFigure.DASHED));
        }
        figure.pair().ifPresent(seen -> addPair(entries, seen.parts(), theme));
        return entries;
    }

    private static void addPair(List<Entry> entries, int parts, Theme theme) {
        if (parts > 0) {
            entries.add(new Entry("source", theme.accent(), 10, (g, x, y) -> g.fill(square(new Point2D.Double(x, y)))));
            entries.add(new Entry("target of the last pair", theme.accent(), 14, (g, x, y) -> {
                g.setStroke(new BasicStroke(1.6f));
                g.draw(ParticlesFigure.circle(new Point2D.Double(x, y), ParticlesFigure.RADIUS + 2));
            }));
        }
        if (parts > 1) {
            entries.add(dot("x at its \u03c4", theme.accent(), ParticlesFigure.RADIUS + 1));
        }
        if (parts > 2) {
            entries.add(arrow("velocity u to learn (way in \u0394\u03c4 = " + SeenPair.MOMENT + ")", theme.aligned()));
        }
        if (parts > 3) {
            entries.add(arrow("velocity v of the network", theme.classColor(3)));
        }
    }

    private static Entry dot(String label, Color color, double radius) {
        return new Entry(
                label, color, 12, (g, x, y) -> g.fill(ParticlesFigure.circle(new Point2D.Double(x, y), radius)));
    }

    private static Entry line(String label, Color color, BasicStroke stroke) {
        return new Entry(label, color, MARK, (g, x, y) -> {
            g.setStroke(stroke);
            g.draw(new Line2D.Double(x - 12, y, x + 12, y));
        });
    }

    private static Entry arrow(String label, Color color) {
        return new Entry(label, color, MARK, (g, x, y) -> {
            g.setStroke(new BasicStroke(1.6f));
            ParticlesFigure.arrow(g, new Point2D.Double(x - 12, y), new Point2D.Double(x + 12, y));
        });
    }

    /** The mark of a source. */
    static Rectangle2D square(Point2D center) {
        return new Rectangle2D.Double(center.getX() - 4, center.getY() - 4, 8, 8);
    }
}
