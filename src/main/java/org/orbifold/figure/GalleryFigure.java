package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.data.ImageShape;
import org.orbifold.net.Predictions;

/**
 * Images with what a network says of them: the class that it predicts, its probability, and the class that it is. Where
 * the network is wrong stands a cross and a thick frame in another colour.
 *
 * @param probed rows that are images
 * @param choice which of them
 * @param from the first that is shown, counted from 0 among those that are chosen
 */
public record GalleryFigure(Probed probed, ProbeChoice choice, int from) implements Figure {
    private static final double LEAST_PITCH = 60;
    private static final double LARGEST = 84;
    private static final double LINE = 13;
    private static final double MARGIN = 6;
    private static final double NOTE = 18;

    private double textHeight() {
        return LINE * (probed.other().isPresent() ? 3 : 2) + 6;
    }

    private int columns(double width) {
        return (int) Math.max(1, (width - 2 * MARGIN) / LEAST_PITCH);
    }

    private double pitch(double width) {
        return (width - 2 * MARGIN) / columns(width);
    }

    private double side(double width) {
        return Math.min(LARGEST, pitch(width) - 14);
    }

    /** How many images a picture of that size shows. */
    public int capacity(double width, double height) {
        int rows = (int) Math.max(1, (height - MARGIN - NOTE) / (side(width) + textHeight()));
        return columns(width) * rows;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        List<Integer> chosen = choice.of(probed.first());
        int shown = Math.clamp(chosen.size() - from, 0, capacity(width, height));
        float[] range = range();
        double side = side(width);
        for (int k = 0; k < shown; k++) {
            double x = MARGIN + k % columns(width) * pitch(width) + (pitch(width) - side) / 2;
            double y = MARGIN + Math.floorDiv(k, columns(width)) * (side + textHeight());
            paintProbe(g, new Rectangle2D.Double(x, y, side, side), chosen.get(from + k), range, theme);
        }
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        String note = note(chosen.size(), shown);
        Type.draw(g, note, MARGIN + 4, height - 7, Type.Anchor.START);
        String key = "\u00d7 wrong; (probability)";
        if (MARGIN + 24 + Type.width(g.getFont(), note) + Type.width(g.getFont(), key) < width - MARGIN) {
            Type.draw(g, key, width - MARGIN - 4, height - 7, Type.Anchor.END);
        }
    }

    /** How many of how many are shown. */
    private String note(int chosen, int shown) {
        String part = String.format(Locale.ROOT, "%,d %s", probed.first().rows(), probed.part());
        String kind = choice.kind() == ProbeChoice.Kind.WRONG ? " wrong" : "";
        return chosen == 0
                ? "none" + kind + " of " + part
                : String.format(Locale.ROOT, "%,d\u2013%,d of %,d%s", from + 1, from + shown, chosen, kind)
                        + (chosen == probed.first().rows() ? " " + probed.part() : ", of " + part);
    }

    private void paintProbe(Graphics2D g, Rectangle2D place, int row, float[] range, Theme theme) {
        Raster.draw(g, image(row, range, theme), place);
        boolean right = probed.first().isRight(row);
        g.setColor(right ? theme.line() : theme.networkB());
        g.setStroke(new BasicStroke(right ? 1 : 3));
        g.draw(place);
        g.setFont(Type.regular(Type.SMALL));
        double y = place.getMaxY() + LINE;
        if (probed.other().isPresent()) {
            paintVerdict(g, place, y, probed.first(), row, "A ", theme);
            y += LINE;
            paintVerdict(g, place, y, probed.other().get().predictions(), row, "B ", theme);
        } else {
            paintVerdict(g, place, y, probed.first(), row, "", theme);
        }
        g.setColor(theme.muted());
        String label = "is " + probed.className(probed.first().label(row));
        Type.draw(g, label, place.getMinX() + 10, y + LINE, Type.Anchor.START);
    }

    /** A dot, or a cross where it is wrong, then the class and its probability. */
    private void paintVerdict(
            Graphics2D g, Rectangle2D place, double y, Predictions said, int row, String who, Theme theme) {
        double x = place.getMinX();
        g.setColor(said.isRight(row) ? theme.aligned() : theme.networkB());
        if (said.isRight(row)) {
            g.fill(new Ellipse2D.Double(x, y - 6.5, 5, 5));
        } else {
            g.setStroke(new BasicStroke(1.8f));
            g.draw(new Line2D.Double(x, y - 7.5, x + 6, y - 1.5));
            g.draw(new Line2D.Double(x, y - 1.5, x + 6, y - 7.5));
        }
        g.setColor(theme.text());
        String words = who
                + probed.className(said.predicted(row))
                + String.format(Locale.ROOT, " (%.2f)", said.probability(row));
        Type.draw(g, words, x + 10, y, Type.Anchor.START);
    }

    /** The least and the largest pixel of all rows. */
    private float[] range() {
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (float v : probed.rows().features()) {
            least = Math.min(least, v);
            largest = Math.max(largest, v);
        }
        return new float[] {least, Math.max(largest, least + 1e-6f)};
    }

    private BufferedImage image(int row, float[] range, Theme theme) {
        ImageShape shape = probed.image().orElseThrow();
        float[] features = probed.rows().features();
        int[] argb = new int[shape.pixels()];
        Color paper = theme.surface();
        Color ink = theme.text();
        for (int i = 0; i < argb.length; i++) {
            float share = (features[row * argb.length + i] - range[0]) / (range[1] - range[0]);
            argb[i] = Raster.mix(paper.getRGB(), ink.getRGB(), share);
        }
        return Raster.pixels(shape.width(), shape.height(), argb);
    }

    @Override
    public String caption() {
        return "Images with the class that " + probed.name()
                + " predicts, its probability, and the class that they are; "
                + Probed.accuracy(probed.first()) + " of the " + probed.part()
                + probed.other()
                        .map(other -> "; with " + other.name() + ": " + Probed.accuracy(other.predictions()))
                        .orElse("");
    }

    @Override
    public Optional<Table> table() {
        return Optional.of(probed.table());
    }
}
