package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.orbifold.net.Spread;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.path.PairwiseBarriers.Pair;

/**
 * The straight paths between the networks of a zoo as two matrices: the loss at the midpoint of each pair, and its barrier.
 * Pairs that were not evaluated are blank, and so is the diagonal.
 *
 * @param networks how many
 */
public record PairsFigure(PairwiseBarriers pairs, int networks) implements Figure {
    private static final int TICKS = 6;

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D first = matrix(0, width, height);
        Rectangle2D second = matrix(1, width, height);
        LossScale losses = LossScale.logarithmic(values(Pair::midpointLoss));
        LossScale barriers = LossScale.linear(values(Pair::barrier));
        paintMatrix(g, first, Pair::midpointLoss, losses, theme);
        paintMatrix(g, second, Pair::barrier, barriers, theme);
        losses.paintKey(g, "loss at the midpoint (nats), log scale", key(first), theme);
        barriers.paintKey(g, "barrier (nats)", key(second), theme);
    }

    /** Where a matrix lies in a picture of that size: 0 that of losses, 1 that of barriers. */
    private static Rectangle2D matrix(int which, double width, double height) {
        double side = Math.max(10, Math.min((width - 3 * 44) / 2, height - 150));
        double left = (width - 2 * side - 44) / 2 + 14;
        double top = (height - side - 130) / 2 + 40;
        return new Rectangle2D.Double(left + which * (side + 44), top, side, side);
    }

    /** The pair whose cell is there, in a picture of that size. */
    public Optional<Pair> at(double x, double y, double width, double height) {
        for (int which = 0; which < 2; which++) {
            Rectangle2D area = matrix(which, width, height);
            if (area.contains(x, y)) {
                int row = (int) ((y - area.getMinY()) / area.getHeight() * networks);
                int column = (int) ((x - area.getMinX()) / area.getWidth() * networks);
                return pairs.pairs().stream()
                        .filter(pair -> pair.i() == Math.min(row, column) && pair.j() == Math.max(row, column))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private DoubleStream values(ToDoubleFunction<Pair> figure) {
        return pairs.pairs().stream().mapToDouble(figure);
    }

    private static Rectangle2D key(Rectangle2D matrix) {
        return new Rectangle2D.Double(
                matrix.getX(), matrix.getMaxY() + 30, Math.min(300, matrix.getWidth()), LossScale.HEIGHT);
    }

    private void paintMatrix(
            Graphics2D g, Rectangle2D area, ToDoubleFunction<Pair> figure, LossScale scale, Theme theme) {
        int[] argb = new int[networks * networks];
        for (Pair pair : pairs.pairs()) {
            int color = scale.argb(figure.applyAsDouble(pair));
            argb[pair.i() * networks + pair.j()] = color;
            argb[pair.j() * networks + pair.i()] = color;
        }
        Raster.draw(g, Raster.cells(networks, argb), area);
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(area);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, "network", area.getCenterX(), area.getMinY() - 22, Type.Anchor.MIDDLE);
        for (double tick : Ticks.linear(0, Math.max(1, networks - 1), Math.min(TICKS, networks))) {
            if (tick == Math.rint(tick) && tick < networks) {
                double at = (tick + 0.5) / networks * area.getWidth();
                String label = String.format(Locale.ROOT, "%.0f", tick);
                Type.draw(g, label, area.getX() + at, area.getMinY() - 6, Type.Anchor.MIDDLE);
                Type.draw(g, label, area.getX() - 6, area.getY() + at + 4, Type.Anchor.END);
            }
        }
    }

    @Override
    public String caption() {
        long all = (long) networks * (networks - 1) / 2;
        int evaluated = pairs.pairs().size();
        return "Straight paths between " + networks + " networks, "
                + (evaluated == all ? "all " + all + " pairs" : evaluated + " of " + all + " pairs, the others blank")
                + ": loss at the midpoint " + words(pairs.midpointLoss()) + " (left), barrier "
                + words(pairs.barrier()) + " (right)";
    }

    private static String words(Spread spread) {
        return Type.number(spread.mean()) + " \u00b1 " + Type.number(spread.deviation());
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("i", "j", "midpointLoss", "barrier");
        List<Pair> rows = pairs.pairs();
        rows.forEach(pair -> table.add(pair.i(), pair.j(), pair.midpointLoss(), pair.barrier()));
        return Optional.of(table);
    }
}
