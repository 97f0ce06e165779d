package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.orbifold.align.NeuronMatching;
import org.orbifold.align.Pins;

/**
 * A hidden layer of A and B matched: a ribbon from each neuron of A to its neuron of B, as wide and of such a colour as the
 * two are alike, and the matrix of how alike all are, before B was permuted and after. Of large layers the ribbons of the
 * least alike neurons are drawn, and the picture says of how many.
 *
 * @param matching what is drawn
 * @param measure in words: what is compared
 * @param places where in B each ribbon ends: {@link NeuronMatching#permutation} at rest, between two places as it moves
 * @param pins drawn with a lock
 * @param selected the neuron of A whose ribbon stands out
 */
@SuppressWarnings("ArrayRecordComponent") // places as an animation has them; never compared
public record MatchingFigure(NeuronMatching matching, String measure, double[] places, Pins pins, OptionalInt selected)
        implements Figure {
    /** Ribbons that are drawn at most. */
    private static final int MOST = 64;

    /** Neurons up to which their numbers are written. */
    private static final int NAMED = 40;

    private static final double ROOM_FOR_NUMBERS = 34;

    /** A matching at rest. */
    public static MatchingFigure of(NeuronMatching matching, String measure, Pins pins) {
        return new MatchingFigure(matching, measure, resting(matching), pins, OptionalInt.empty());
    }

    /** Where ribbons end at rest. */
    public static double[] resting(NeuronMatching matching) {
        return Arrays.stream(matching.permutation().toArray()).asDoubleStream().toArray();
    }

    /** Where its parts lie in a picture of that size. */
    public MatchingLayout layout(double width, double height) {
        return MatchingLayout.of(matching.size(), width, height);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        MatchingLayout layout = layout(width, height);
        List<Integer> shown = shown();
        shown.forEach(i -> paintRibbon(g, layout, i, theme));
        paintNeurons(g, layout, theme);
        shown.forEach(i -> paintLock(g, layout, i, theme));
        paintHeadings(g, layout, shown.size(), theme);
        paintMatrix(g, layout.before(), "B as it was", matching.meanBefore(), false, theme);
        paintMatrix(g, layout.after(), "B permuted", matching.meanAfter(), true, theme);
        paintKey(g, height, theme);
    }

    /** Neurons of A whose ribbons are drawn, the one that stands out last. */
    private List<Integer> shown() {
        List<Integer> least = matching.leastAlike();
        List<Integer> shown = new ArrayList<>(least.subList(0, Math.min(MOST, least.size())));
        selected.ifPresent(i -> {
            shown.removeIf(other -> other == i);
            shown.add(i);
        });
        return shown;
    }

    private void paintRibbon(Graphics2D g, MatchingLayout layout, int i, Theme theme) {
        double alike = matching.after(i, i);
        Point2D from = layout.a(i);
        Point2D to = layout.b(places[i]);
        double bend = 0.45 * (to.getX() - from.getX());
        Color color = new Color(theme.signed().argb(0.5 + 0.5 * alike));
        boolean faded = selected.isPresent() && selected.getAsInt() != i;
        float wide = (float) (0.8 + 1.6 * layout.radius() * Math.min(1, Math.abs(alike)) * 0.6);
        CubicCurve2D curve = new CubicCurve2D.Double(
                from.getX(),
                from.getY(),
                from.getX() + bend,
                from.getY(),
                to.getX() - bend,
                to.getY(),
                to.getX(),
                to.getY());
        g.setStroke(new BasicStroke(wide + 1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        g.setColor(faded ? theme.surface() : theme.muted());
        g.draw(curve);
        g.setStroke(new BasicStroke(wide, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        g.setColor(faded ? new Color(color.getRed(), color.getGreen(), color.getBlue(), 70) : color);
        g.draw(curve);
    }

    private void paintNeurons(Graphics2D g, MatchingLayout layout, Theme theme) {
        double r = layout.radius();
        g.setFont(Type.regular(Type.SMALL));
        for (int i = 0; i < matching.size(); i++) {
            for (boolean left : new boolean[] {true, false}) {
                Point2D at = left ? layout.a(i) : layout.b(i);
                g.setColor(left ? theme.networkA() : theme.networkB());
                g.fill(new Ellipse2D.Double(at.getX() - r, at.getY() - r, 2 * r, 2 * r));
                if (matching.size() <= NAMED) {
                    g.setColor(theme.text());
                    Type.draw(
                            g,
                            Integer.toString(i),
                            at.getX() + (left ? -r - 8 : r + 8),
                            at.getY() + 4,
                            left ? Type.Anchor.END : Type.Anchor.START);
                }
            }
        }
    }

    private void paintLock(Graphics2D g, MatchingLayout layout, int i, Theme theme) {
        if (!pins.hold(matching.layer(), i, matching.permutation().get(i))) {
            return;
        }
        for (Point2D at : List.of(layout.a(i), layout.b(places[i]))) {
            double r = Math.max(3, 0.45 * layout.radius());
            g.setColor(theme.surface());
            g.fill(new Ellipse2D.Double(at.getX() - r, at.getY() - r, 2 * r, 2 * r));
        }
    }

    private void paintHeadings(Graphics2D g, MatchingLayout layout, int shown, Theme theme) {
        g.setFont(Type.strong(Type.BODY));
        double y = layout.ribbons().getMinY() - 20;
        g.setColor(theme.networkA());
        Type.draw(g, "A", layout.ribbons().getMinX(), y, Type.Anchor.MIDDLE);
        g.setColor(theme.networkB());
        Type.draw(g, "B", layout.ribbons().getMaxX(), y, Type.Anchor.MIDDLE);
        if (shown < matching.size()) {
            g.setFont(Type.regular(Type.SMALL));
            g.setColor(theme.muted());
            Type.draw(
                    g,
                    "showing " + shown + " of " + matching.size() + " ribbons",
                    layout.ribbons().getCenterX(),
                    layout.ribbons().getMaxY() + 16,
                    Type.Anchor.MIDDLE);
            Type.draw(
                    g,
                    "(the least alike)",
                    layout.ribbons().getCenterX(),
                    layout.ribbons().getMaxY() + 30,
                    Type.Anchor.MIDDLE);
        }
    }

    private void paintMatrix(Graphics2D g, Rectangle2D area, String name, double mean, boolean permuted, Theme theme) {
        int n = matching.size();
        int[] argb = new int[n * n];
        Arrays.setAll(argb, k -> theme.signed().argb(0.5 + 0.5 * value(permuted, k / n, k % n)));
        Raster.draw(g, Raster.cells(n, argb), area);
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(area);
        double cell = area.getWidth() / n;
        g.setFont(Type.regular(Type.SMALL));
        for (int k = 0; k < n * n && cell >= ROOM_FOR_NUMBERS; k++) {
            int row = k / n;
            int column = k % n;
            double value = value(permuted, row, column);
            g.setColor(ink(value, theme));
            Type.draw(
                    g,
                    String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212'),
                    area.getX() + (column + 0.5) * cell,
                    area.getY() + (row + 0.5) * cell + 4,
                    Type.Anchor.MIDDLE);
        }
        selected.ifPresent(i -> {
            g.setColor(theme.text());
            g.setStroke(new BasicStroke(1.5f));
            int j = permuted ? i : matching.permutation().get(i);
            g.draw(new Rectangle2D.Double(area.getX() + j * cell, area.getY() + i * cell, cell, cell));
        });
        g.setFont(Type.strong(Type.SMALL));
        g.setColor(theme.text());
        Type.draw(g, name, area.getMinX(), area.getMinY() - 8, Type.Anchor.START);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, "diagonal " + Type.number(mean), area.getMinX(), area.getMaxY() + 14, Type.Anchor.START);
    }

    private double value(boolean permuted, int i, int j) {
        return permuted ? matching.after(i, j) : matching.before(i, j);
    }

    private static Color ink(double value, Theme theme) {
        boolean strong = Math.abs(value) > 0.45;
        return strong != theme.isDark() ? Color.WHITE : strong ? Color.BLACK : theme.text();
    }

    private void paintKey(Graphics2D g, double height, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.text());
        double x = 20;
        double y = height - 22;
        Type.draw(g, measure, x, y - 6, Type.Anchor.START);
        double bar = x + Math.ceil(Type.width(g.getFont(), measure)) + 26;
        Raster.paintScale(g, new Rectangle2D.Double(bar, y - 15, 120, 10), theme.signed(), 0, 1);
        g.setColor(theme.muted());
        Type.draw(g, "\u22121", bar - 4, y - 6, Type.Anchor.END);
        Type.draw(g, "0", bar + 60, y + 8, Type.Anchor.MIDDLE);
        Type.draw(g, "1", bar + 124, y - 6, Type.Anchor.START);
    }

    @Override
    public String caption() {
        return "Hidden layer " + matching.layer() + " of A matched to B, by " + measure + ": " + matching.size()
                + " neurons, on average " + Type.number(matching.meanBefore()) + " before and "
                + Type.number(matching.meanAfter()) + " after";
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("a", "b", "alike");
        for (int i = 0; i < matching.size(); i++) {
            table.add(i, matching.permutation().get(i), matching.after(i, i));
        }
        return Optional.of(table);
    }
}
