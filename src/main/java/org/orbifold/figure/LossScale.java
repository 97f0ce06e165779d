package org.orbifold.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/** Losses as colours: batlow, from the lowest to the highest that is seen. */
final class LossScale {
    /** How high its key is. */
    static final double HEIGHT = 44;

    /** On a log scale, what lies below counts as this. */
    private static final double LEAST = 1e-6;

    private static final int LEVELS = 8;
    private static final double BAR = 12;

    private final boolean logarithmic;
    private final double from;
    private final double to;

    private LossScale(boolean logarithmic, double from, double to) {
        this.logarithmic = logarithmic;
        this.from = from;
        this.to = to;
    }

    /** A log scale of losses; what is not finite counts as the highest of the others. */
    static LossScale logarithmic(DoubleStream losses) {
        DoubleSummaryStatistics seen = losses.filter(Double::isFinite)
                .map(loss -> Math.max(LEAST, loss))
                .summaryStatistics();
        double from = seen.getCount() == 0 ? LEAST : seen.getMin();
        return new LossScale(true, from, seen.getCount() == 0 ? 1 : Math.max(seen.getMax(), 1.01 * from));
    }

    /** A linear scale from 0, of what is not negative. */
    static LossScale linear(DoubleStream losses) {
        return new LossScale(
                false, 0, Math.max(LEAST, losses.filter(Double::isFinite).max().orElse(1)));
    }

    /** Where a loss lies on the scale, from 0 to 1. */
    double share(double loss) {
        if (Double.isNaN(loss)) {
            return 1;
        }
        double share = logarithmic
                ? Math.log(Math.max(LEAST, loss) / from) / Math.log(to / from)
                : (loss - from) / (to - from);
        return Math.clamp(share, 0, 1);
    }

    int argb(double loss) {
        return ColorMap.BATLOW.argb(share(loss));
    }

    /** The losses that contours are drawn at, and the key names. */
    List<Double> levels() {
        return logarithmic ? Ticks.logarithmic(from, to, LEVELS) : Ticks.linear(from, to, LEVELS);
    }

    /** What can be seen on the colour of a loss. */
    Color ink(double loss) {
        return share(loss) < 0.55 ? new Color(255, 255, 255, 170) : new Color(0, 0, 0, 150);
    }

    /** The colours with their losses, and the marks of contours if there are any. */
    void paintKey(Graphics2D g, String title, Rectangle2D room, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.text());
        Type.draw(g, title, room.getMinX(), room.getMinY() + 10, Type.Anchor.START);
        Rectangle2D bar = new Rectangle2D.Double(room.getMinX(), room.getMinY() + 16, room.getWidth(), BAR);
        Raster.paintScale(g, bar, ColorMap.BATLOW, 0, 1);
        double free = bar.getMinX();
        for (double level : levels()) {
            double x = bar.getMinX() + share(level) * bar.getWidth();
            g.setColor(ink(level));
            g.draw(new Line2D.Double(x, bar.getMinY(), x, bar.getMaxY()));
            g.setColor(theme.muted());
            String label = (logarithmic && level <= LEAST ? "\u2264 " : "") + Ticks.label(level);
            double wide = Type.width(g.getFont(), label);
            double left = Math.clamp(x - wide / 2, bar.getMinX(), bar.getMaxX() - wide);
            if (left >= free) {
                Type.draw(g, label, left, bar.getMaxY() + 14, Type.Anchor.START);
                free = left + wide + 5;
            }
        }
    }
}
