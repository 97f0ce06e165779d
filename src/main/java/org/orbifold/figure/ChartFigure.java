package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RectangularShape;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Series of points over two axes, joined by lines or not, with a key.
 *
 * @param caption what it shows
 * @param series in the order of drawing, each with the colour of its number; where colours repeat, dots are square
 */
public record ChartFigure(String caption, Axis x, Axis y, List<Series> series) implements Figure {
    private static final double DOT = 7;

    /** An axis; a logarithmic one for values above 0, with its marks at powers of 2. */
    public record Axis(String label, boolean logarithmic) {}

    /** A place. */
    public record Point(double x, double y) {}

    /**
     * Points that belong together.
     *
     * @param label in the key
     * @param color the number of its colour: series that belong together may share one
     * @param points those that are not finite are left out
     */
    public record Series(String label, int color, Style style, List<Point> points) {
        public Series {
            points = points.stream()
                    .filter(p -> Double.isFinite(p.x) && Double.isFinite(p.y))
                    .toList();
        }
    }

    /** How the points of a series are drawn. */
    public enum Style {
        DOTS,
        LINE,
        DASHED
    }

    public ChartFigure {
        series = List.copyOf(series);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        chart(theme).draw(g, new Rectangle2D.Double(0, 0, width, height));
    }

    private JFreeChart chart(Theme theme) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int k = 0; k < series.size(); k++) {
            Series each = series.get(k);
            XYSeries points = new XYSeries(k, false);
            points.setDescription(each.label);
            each.points.forEach(point -> points.add(point.x, point.y));
            data.addSeries(points);
            renderer.setSeriesPaint(k, theme.classColor(each.color));
            renderer.setSeriesLinesVisible(k, each.style != Style.DOTS);
            renderer.setSeriesStroke(k, stroke(each.style));
            renderer.setSeriesShape(k, dot(each.color < theme.classes().size()));
        }
        renderer.setLegendLine(ChartStyle.KEY_LINE);
        renderer.setLegendItemLabelGenerator((set, k) -> series.get(k).label);
        XYPlot plot = ChartStyle.dressed(new XYPlot(data, axis(x), axis(y), renderer), theme);
        ChartStyle.dressed(plot.getDomainAxis(), theme);
        ChartStyle.dressed(plot.getRangeAxis(), theme);
        plot.setInsets(new RectangleInsets(4, 8, 8, 16));
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(theme.surface());
        chart.addLegend(ChartStyle.legend(plot, theme));
        return chart;
    }

    /** Round, or square where colours repeat. */
    private static RectangularShape dot(boolean round) {
        RectangularShape dot = round ? new Ellipse2D.Double() : new Rectangle2D.Double();
        dot.setFrame(-DOT / 2, -DOT / 2, DOT, DOT);
        return dot;
    }

    private static BasicStroke stroke(Style style) {
        return style == Style.DASHED
                ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0)
                : new BasicStroke(2);
    }

    private static ValueAxis axis(Axis described) {
        if (described.logarithmic) {
            LogAxis logarithmic = new LogAxis(described.label);
            logarithmic.setBase(2);
            logarithmic.setTickUnit(new NumberTickUnit(1));
            logarithmic.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
            return logarithmic;
        }
        NumberAxis linear = new NumberAxis(described.label);
        linear.setAutoRangeIncludesZero(false);
        return linear;
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("series", "x", "y");
        series.forEach(each -> each.points.forEach(point -> table.add(each.label, point.x, point.y)));
        return Optional.of(table);
    }
}
