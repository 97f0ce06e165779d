package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;

/** How charts look in a theme. */
final class ChartStyle {
    /** A line in a key: long enough for dashes to be told from none. */
    static final Line2D KEY_LINE = new Line2D.Double(-14, 0, 14, 0);

    private ChartStyle() {}

    static <A extends ValueAxis> A dressed(A axis, Theme theme) {
        axis.setLabelFont(Type.regular(12));
        axis.setLabelPaint(theme.text());
        axis.setTickLabelFont(Type.regular(Type.SMALL));
        axis.setTickLabelPaint(theme.muted());
        axis.setAxisLinePaint(theme.line());
        axis.setTickMarkPaint(theme.line());
        return axis;
    }

    static XYPlot dressed(XYPlot plot, Theme theme) {
        plot.setBackgroundPaint(theme.surface());
        plot.setOutlinePaint(theme.line());
        plot.setDomainGridlinePaint(theme.line());
        plot.setRangeGridlinePaint(theme.line());
        plot.setDomainGridlineStroke(new BasicStroke(0.6f));
        plot.setRangeGridlineStroke(new BasicStroke(0.6f));
        return plot;
    }

    /** An entry of a key: a line. */
    static LegendItem line(String label, BasicStroke stroke, Color color, Theme theme) {
        return labelled(new LegendItem(label, null, null, null, KEY_LINE, stroke, color), theme);
    }

    /** An entry of a key: a line with a mark on it. */
    static LegendItem line(String label, BasicStroke stroke, Shape mark, Color color, Theme theme) {
        LegendItem item = new LegendItem(
                label, null, null, null, true, mark, true, color, false, color, stroke, true, KEY_LINE, stroke, color);
        return labelled(item, theme);
    }

    private static LegendItem labelled(LegendItem item, Theme theme) {
        item.setLabelFont(Type.regular(Type.SMALL));
        item.setLabelPaint(theme.text());
        return item;
    }

    /** The key of a chart, above it. */
    static LegendTitle legend(LegendItemSource source, Theme theme) {
        LegendTitle legend = new LegendTitle(source);
        legend.setPosition(RectangleEdge.TOP);
        legend.setBackgroundPaint(theme.surface());
        legend.setFrame(BlockBorder.NONE);
        legend.setItemFont(Type.regular(Type.SMALL));
        legend.setItemPaint(theme.text());
        return legend;
    }
}
