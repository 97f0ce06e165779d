package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.net.Predictions;

/**
 * The confusion matrix of a network: rows of each class, by the class that is predicted. Numbers are counts, colours the
 * share of the class's rows; a cell without rows is blank.
 *
 * @param probed what was predicted
 * @param ofOther whether of the other network
 * @param selected the cell that is framed
 */
public record ConfusionFigure(Probed probed, boolean ofOther, Optional<ProbeChoice.Cell> selected) implements Figure {
    private static final double TOP = 36;
    private static final double KEY = 24;
    private static final double LONGEST_NAME = 72;

    private Predictions predictions() {
        return ofOther ? probed.other().orElseThrow().predictions() : probed.first();
    }

    private String network() {
        return ofOther ? probed.other().orElseThrow().name() : probed.name();
    }

    private double nameWidth() {
        double widest = 0;
        for (int c = 0; c < predictions().outputs(); c++) {
            widest = Math.max(widest, Type.width(Type.regular(Type.SMALL), probed.className(c)));
        }
        return Math.min(LONGEST_NAME, widest);
    }

    private Rectangle2D matrix(double width, double height) {
        double left = nameWidth() + 30;
        int n = predictions().outputs();
        double across = Math.max(10, width - left - 12);
        double down = Math.max(10, height - TOP - KEY);
        double cell = Math.min(across / n, 64);
        double row = Math.min(down / n, Math.max(cell, 14));
        double slack = Math.max(0, across - cell * n) / 2;
        return new Rectangle2D.Double(left + slack, TOP, cell * n, row * n);
    }

    /** The cell that is there, in a picture of that size. */
    public Optional<ProbeChoice.Cell> at(double x, double y, double width, double height) {
        Rectangle2D area = matrix(width, height);
        if (!area.contains(x, y)) {
            return Optional.empty();
        }
        int n = predictions().outputs();
        int label = (int) ((y - area.getMinY()) / area.getHeight() * n);
        int predicted = (int) ((x - area.getMinX()) / area.getWidth() * n);
        return Optional.of(new ProbeChoice.Cell(label, predicted));
    }

    /** The middle of a cell, in a picture of that size. */
    public Rectangle2D cell(ProbeChoice.Cell which, double width, double height) {
        Rectangle2D area = matrix(width, height);
        int n = predictions().outputs();
        double w = area.getWidth() / n;
        double h = area.getHeight() / n;
        return new Rectangle2D.Double(area.getX() + which.predicted() * w, area.getY() + which.label() * h, w, h);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D area = matrix(width, height);
        paintNames(g, area, theme);
        int n = predictions().outputs();
        for (int label = 0; label < n; label++) {
            for (int predicted = 0; predicted < n; predicted++) {
                paintCell(g, new ProbeChoice.Cell(label, predicted), width, height);
            }
        }
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(area);
        selected.ifPresent(which -> {
            g.setColor(theme.accent());
            g.setStroke(new BasicStroke(2.5f));
            g.draw(cell(which, width, height));
        });
        paintKey(g, area, theme);
    }

    private void paintNames(Graphics2D g, Rectangle2D area, Theme theme) {
        int n = predictions().outputs();
        g.setFont(Type.strong(Type.SMALL));
        g.setColor(theme.text());
        String title = probed.other().isPresent() ? network() + ": predicted" : "predicted";
        Type.draw(g, title, area.getCenterX(), area.getMinY() - 22, Type.Anchor.MIDDLE);
        g.setFont(Type.regular(Type.SMALL));
        double w = area.getWidth() / n;
        double h = area.getHeight() / n;
        for (int c = 0; c < n && h >= 10; c++) {
            String name = Type.ending(probed.className(c), g.getFont(), LONGEST_NAME);
            Type.draw(g, name, area.getMinX() - 6, area.getMinY() + (c + 0.5) * h + 4, Type.Anchor.END);
            if (Type.width(g.getFont(), name) <= w - 2) {
                Type.draw(g, name, area.getMinX() + (c + 0.5) * w, area.getMinY() - 6, Type.Anchor.MIDDLE);
            }
        }
        g.setFont(Type.strong(Type.SMALL));
        var upright = g.getTransform();
        g.rotate(-Math.PI / 2, area.getMinX() - nameWidth() - 14, area.getCenterY());
        Type.draw(g, "class", area.getMinX() - nameWidth() - 14, area.getCenterY(), Type.Anchor.MIDDLE);
        g.setTransform(upright);
    }

    private void paintCell(Graphics2D g, ProbeChoice.Cell which, double width, double height) {
        int count = predictions().count(which.label(), which.predicted());
        if (count == 0) {
            return;
        }
        Rectangle2D place = cell(which, width, height);
        Color color =
                new Color(ColorMap.BATLOW.argb((double) count / predictions().count(which.label())));
        g.setColor(color);
        g.fill(place);
        g.setFont(Type.regular(Type.SMALL));
        String number = String.valueOf(count);
        if (Type.width(g.getFont(), number) <= place.getWidth() && place.getHeight() >= 11) {
            double bright = 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue();
            g.setColor(bright > 125 ? Color.BLACK : Color.WHITE);
            Type.draw(g, number, place.getCenterX(), place.getCenterY() + 4, Type.Anchor.MIDDLE);
        }
    }

    private void paintKey(Graphics2D g, Rectangle2D area, Theme theme) {
        double y = area.getMaxY() + 10;
        Rectangle2D bar = new Rectangle2D.Double(area.getMinX(), y, Math.min(60, area.getWidth() / 3), 8);
        Raster.paintScale(g, bar, ColorMap.BATLOW, 0, 1);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, "0\u2013100 % of the class", bar.getMaxX() + 6, y + 8, Type.Anchor.START);
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "Confusion matrix of %s on %,d %s: %s; numbers are rows, colours shares of each class",
                network(),
                predictions().rows(),
                probed.part(),
                Probed.accuracy(predictions()));
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("class", "predicted", "rows", "share");
        int n = predictions().outputs();
        for (int label = 0; label < n; label++) {
            for (int predicted = 0; predicted < n; predicted++) {
                int count = predictions().count(label, predicted);
                int all = predictions().count(label);
                table.add(
                        Probed.cell(probed.className(label)),
                        Probed.cell(probed.className(predicted)),
                        count,
                        all == 0 ? Double.NaN : (double) count / all);
            }
        }
        return Optional.of(table);
    }
}
