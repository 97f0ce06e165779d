package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.net.Predictions;

/**
 * A histogram of margins, {@code ln p(true) - ln max p(other)} in nats: left of zero the network is wrong, and there bars
 * are hatched. With another network both are drawn as outlines, the other's dashed.
 */
public record MarginsFigure(Probed probed) implements Figure {
    private static final int BINS = 32;
    private static final BasicStroke DASHED =
            new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 3}, 0);

    /** Bins of one width, of which one begins at zero. */
    private record Bins(double from, double width, int count) {
        static Bins over(double least, double largest) {
            double width = Math.max(1e-6, (largest - least) / BINS);
            int below = (int) Math.ceil(Math.max(0, -least) / width);
            int above = (int) Math.floor(Math.max(0, largest) / width) + 1;
            return new Bins(-below * width, width, below + above);
        }

        double to() {
            return from + count * width;
        }

        int[] counts(Predictions predictions) {
            int[] counts = new int[count];
            for (int r = 0; r < predictions.rows(); r++) {
                int bin = (int) Math.floor((predictions.margin(r) - from) / width);
                counts[Math.clamp(bin, 0, count - 1)]++;
            }
            return counts;
        }
    }

    private Bins bins() {
        double least = 0;
        double largest = 0;
        for (int r = 0; r < probed.first().rows(); r++) {
            double margin = probed.first().margin(r);
            double second = other().isPresent() ? other().get().margin(r) : margin;
            least = Math.min(least, Math.min(margin, second));
            largest = Math.max(largest, Math.max(margin, second));
        }
        return Bins.over(least, largest);
    }

    private Optional<Predictions> other() {
        return probed.other().map(Probed.Other::predictions);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Bins bins = bins();
        int[] first = bins.counts(probed.first());
        Optional<int[]> second = other().map(bins::counts);
        int most = Math.max(
                Arrays.stream(first).max().orElse(1),
                second.map(counts -> Arrays.stream(counts).max().orElse(1)).orElse(1));
        Rectangle2D area = new Rectangle2D.Double(44, 22, Math.max(10, width - 60), Math.max(10, height - 60));
        paintAxes(g, area, bins, most, theme);
        if (second.isEmpty()) {
            paintBars(g, area, bins, first, most, theme);
        } else {
            paintOutline(g, area, first, most, new BasicStroke(1.8f), theme.networkA());
            paintOutline(g, area, second.get(), most, DASHED, theme.networkB());
        }
        paintZero(g, area, bins, theme);
    }

    private static void paintAxes(Graphics2D g, Rectangle2D area, Bins bins, int most, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setStroke(new BasicStroke(0.6f));
        for (double tick : Ticks.linear(0, most, area.getHeight() > 80 ? 4 : 2)) {
            double y = area.getMaxY() - tick / most * area.getHeight();
            g.setColor(theme.line());
            g.draw(new Line2D.Double(area.getMinX(), y, area.getMaxX(), y));
            g.setColor(theme.muted());
            Type.draw(g, String.format(Locale.ROOT, "%,.0f", tick), area.getMinX() - 6, y + 4, Type.Anchor.END);
        }
        for (double tick : Ticks.linear(bins.from, bins.to(), 6)) {
            double x = x(area, bins, tick);
            Type.draw(g, Ticks.label(tick), x, area.getMaxY() + 14, Type.Anchor.MIDDLE);
        }
        String label = "margin: ln p(true) \u2212 ln max p(other), nats";
        Type.draw(g, label, area.getCenterX(), area.getMaxY() + 30, Type.Anchor.MIDDLE);
    }

    private static double x(Rectangle2D area, Bins bins, double margin) {
        return area.getX() + (margin - bins.from) / (bins.to() - bins.from) * area.getWidth();
    }

    private static void paintBars(Graphics2D g, Rectangle2D area, Bins bins, int[] counts, int most, Theme theme) {
        double w = area.getWidth() / counts.length;
        for (int k = 0; k < counts.length; k++) {
            double h = (double) counts[k] / most * area.getHeight();
            Rectangle2D bar = new Rectangle2D.Double(area.getX() + k * w + 0.5, area.getMaxY() - h, w - 1, h);
            boolean wrong = bins.from + (k + 0.5) * bins.width < 0;
            g.setColor(wrong ? theme.networkB() : theme.networkA());
            if (wrong) {
                paintHatched(g, bar);
            } else {
                g.fill(bar);
            }
        }
    }

    private static void paintHatched(Graphics2D g, Rectangle2D bar) {
        g.setStroke(new BasicStroke(1));
        g.draw(bar);
        var clip = g.getClip();
        g.clip(bar);
        for (double y = bar.getMinY(); y < bar.getMaxY() + bar.getWidth(); y += 4) {
            g.draw(new Line2D.Double(bar.getMinX(), y, bar.getMaxX(), y - bar.getWidth()));
        }
        g.setClip(clip);
    }

    private static void paintOutline(
            Graphics2D g, Rectangle2D area, int[] counts, int most, BasicStroke stroke, Color color) {
        Path2D line = new Path2D.Double();
        double w = area.getWidth() / counts.length;
        line.moveTo(area.getMinX(), area.getMaxY());
        for (int k = 0; k < counts.length; k++) {
            double y = area.getMaxY() - (double) counts[k] / most * area.getHeight();
            line.lineTo(area.getMinX() + k * w, y);
            line.lineTo(area.getMinX() + (k + 1) * w, y);
        }
        line.lineTo(area.getMaxX(), area.getMaxY());
        g.setColor(color);
        g.setStroke(stroke);
        g.draw(line);
    }

    /** The line between wrong and right, with how many are on each side. */
    private void paintZero(Graphics2D g, Rectangle2D area, Bins bins, Theme theme) {
        double zero = x(area, bins, 0);
        g.setColor(theme.text());
        g.setStroke(new BasicStroke(1.2f));
        g.draw(new Line2D.Double(zero, area.getMinY() - 4, zero, area.getMaxY()));
        g.setFont(Type.regular(Type.SMALL));
        String title = other().isPresent()
                ? probed.name() + " " + wrong(probed.first()) + " wrong (line), "
                        + probed.other().get().name() + " " + wrong(other().get()) + " wrong (dashes)"
                : wrong(probed.first()) + " wrong, hatched | "
                        + String.format(Locale.ROOT, "%,d right", probed.first().right());
        g.setColor(theme.muted());
        Type.draw(g, title, area.getMaxX(), area.getMinY() - 8, Type.Anchor.END);
    }

    private static String wrong(Predictions predictions) {
        return String.format(Locale.ROOT, "%,d", predictions.rows() - predictions.right());
    }

    @Override
    public String caption() {
        return String.format(
                        Locale.ROOT,
                        "Margins of %s on %,d %s, ln p(true) - ln max p(other) in nats: %s",
                        probed.name(),
                        probed.first().rows(),
                        probed.part(),
                        Probed.accuracy(probed.first()))
                + probed.other()
                        .map(second -> "; dashed " + second.name() + ": " + Probed.accuracy(second.predictions()))
                        .orElse("");
    }

    @Override
    public Optional<Table> table() {
        return Optional.of(probed.table());
    }
}
