package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.Serial;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.orbifold.path.LossBarrier;

/**
 * The chord between a path's ends, and a labelled bracket where the loss rises highest above it. Labels that are painted
 * one after the other make room for each other.
 */
final class BarrierBracket extends AbstractXYAnnotation {
    @Serial
    private static final long serialVersionUID = 1L;

    /** How high a label is. */
    private static final double PLATE = 16;

    private final transient LossBarrier barrier;
    private final Color color;
    private final Color background;
    private final boolean labelOnLeft;
    private final transient List<Rectangle2D> taken;

    /** @param taken where labels are already; this one's place is added to it */
    BarrierBracket(LossBarrier barrier, Color color, Color background, boolean labelOnLeft, List<Rectangle2D> taken) {
        this.barrier = barrier;
        this.color = color;
        this.background = background;
        this.labelOnLeft = labelOnLeft;
        this.taken = taken;
    }

    @Override
    public void draw(
            Graphics2D g,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis domain,
            ValueAxis range,
            int rendererIndex,
            PlotRenderingInfo info) {
        int k = barrier.highest();
        double x = domain.valueToJava2D(barrier.t().get(k), area, RectangleEdge.BOTTOM);
        double chord = y(barrier.chordAt(k), range, area);
        double peak = y(barrier.outcomes().get(k).loss(), range, area);
        g.setColor(color);
        g.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {2, 3}, 0));
        double first = y(barrier.chordAt(0), range, area);
        double last = y(barrier.chordAt(barrier.t().size() - 1), range, area);
        g.draw(new Line2D.Double(area.getX(), first, area.getMaxX(), last));
        g.setStroke(new BasicStroke(1.4f));
        g.draw(new Line2D.Double(x, chord, x, peak));
        g.draw(new Line2D.Double(x - 4, chord, x + 4, chord));
        g.draw(new Line2D.Double(x - 4, peak, x + 4, peak));
        paintLabel(g, area, x, chord, peak);
    }

    private static double y(double loss, ValueAxis range, Rectangle2D area) {
        return range.valueToJava2D(loss, area, RectangleEdge.LEFT);
    }

    private void paintLabel(Graphics2D g, Rectangle2D area, double x, double chord, double peak) {
        String label = "barrier " + Type.number(barrier.barrier());
        g.setFont(Type.strong(12));
        double width = Type.width(g.getFont(), label);
        double y = chord - peak > 24 ? (chord + peak) / 2 + 4 : peak - 8;
        double at =
                labelOnLeft ? Math.max(x - 8 - width, area.getMinX() + 4) : Math.min(x + 8, area.getMaxX() - width - 4);
        Rectangle2D plate = free(new Rectangle2D.Double(at - 3, y - 12, width + 6, PLATE), area);
        taken.add(plate);
        g.setColor(background);
        g.fill(plate);
        g.setColor(color);
        Type.draw(g, label, at, plate.getY() + 12, Type.Anchor.START);
    }

    /** That place, or the nearest one that is free: above it as far as the plot reaches, else below. */
    private Rectangle2D free(Rectangle2D place, Rectangle2D area) {
        double first = Math.max(area.getMinY() + 1, Math.min(place.getY(), area.getMaxY() - PLATE));
        return Stream.concat(
                        Stream.iterate(first, y -> y > area.getMinY(), y -> y - PLATE),
                        Stream.iterate(first + PLATE, y -> y + PLATE <= area.getMaxY(), y -> y + PLATE))
                .map(y -> new Rectangle2D.Double(place.getX(), y, place.getWidth(), PLATE))
                .filter(plate -> taken.stream().noneMatch(plate::intersects))
                .findFirst()
                .orElseGet(() -> new Rectangle2D.Double(place.getX(), first, place.getWidth(), PLATE));
    }
}
