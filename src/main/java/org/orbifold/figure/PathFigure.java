package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.orbifold.net.Measures;
import org.orbifold.path.LossBarrier;

/**
 * Loss and accuracy along paths between two networks: one above the other over t, with the highest rise of the last
 * curve of each kind above its chord as a labelled bracket.
 *
 * @param curves in the order of drawing
 */
public record PathFigure(List<Curve> curves) implements Figure {
    /** The kinds of path, each with its colour. */
    public enum Kind {
        /** Straight from A to B. */
        NAIVE("naive"),
        /** Straight from A to B aligned. */
        ALIGNED("aligned"),
        /** The geodesic between canonical forms. */
        GEODESIC("geodesic"),
        /** Straight through the spheres of canonical forms. */
        CHORD("chord"),
        /** A trained Bezier curve. */
        BEZIER("Bezier"),
        /** A trained polygonal chain. */
        CHAIN("chain");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in words. */
        public String label() {
            return label;
        }

        /** Whether it leads between canonical forms; such paths are drawn apart from the others. */
        public boolean isCanonical() {
            return this == GEODESIC || this == CHORD;
        }

        /** Whether it is found by training. */
        public boolean isTrained() {
            return this == BEZIER || this == CHAIN;
        }

        Color color(Theme theme) {
            return switch (this) {
                case NAIVE, CHORD -> theme.naive();
                case ALIGNED, GEODESIC -> theme.aligned();
                case BEZIER -> theme.accent();
                case CHAIN -> theme.networkB();
            };
        }

        /** What tells its curves from others where colours do not. */
        Shape mark() {
            return switch (this) {
                case NAIVE -> new Ellipse2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK);
                case ALIGNED -> new Rectangle2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK);
                case GEODESIC -> ShapeUtils.createDiamond(1.4f * MARK);
                case CHORD -> ShapeUtils.createUpTriangle(1.2f * MARK);
                case BEZIER -> ShapeUtils.createDownTriangle(1.2f * MARK);
                case CHAIN -> ShapeUtils.createRegularCross(1.4f * MARK, 0.5f * MARK);
            };
        }
    }

    /** Half the width of a mark, and how many points lie between two of a curve. */
    private static final float MARK = 3;

    private static final int MARKED = 6;

    /** One path evaluated on training rows (solid) or test rows (dashed). */
    public record Curve(Kind kind, boolean training, LossBarrier barrier) {}

    public PathFigure {
        curves = List.copyOf(curves);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        paintAndLocate(g, width, height, theme);
    }

    /** Paints, and tells where t runs from 0 to 1: the rectangle that both plots span. */
    public Rectangle2D paintAndLocate(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart(theme).draw(g, new Rectangle2D.Double(0, 0, width, height), info);
        PlotRenderingInfo plots = info.getPlotInfo();
        return plots.getSubplotInfo(0)
                .getDataArea()
                .createUnion(plots.getSubplotInfo(1).getDataArea());
    }

    /** Two plots over one axis of t. */
    private JFreeChart chart(Theme theme) {
        NumberAxis t = ChartStyle.dressed(new NumberAxis("t   (0: A, 1: B)"), theme);
        t.setRange(0, 1);
        CombinedDomainXYPlot combined = new CombinedDomainXYPlot(t);
        combined.setGap(14);
        NumberAxis lossAxis = ChartStyle.dressed(new NumberAxis("loss (nats)"), theme);
        lossAxis.setRange(0, 1.12 * highest(Measures.Outcome::loss));
        NumberAxis accuracyAxis = ChartStyle.dressed(new NumberAxis("accuracy"), theme);
        accuracyAxis.setRange(Math.max(0, lowestAccuracy() - 0.05), 1.005);
        XYPlot loss = plot(lossAxis, Measures.Outcome::loss, theme);
        List<Rectangle2D> labels = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            bracketed(kind)
                    .ifPresent(curve -> loss.addAnnotation(new BarrierBracket(
                            curve.barrier, kind.color(theme), theme.surface(), kind == Kind.GEODESIC, labels)));
        }
        combined.add(loss, 3);
        combined.add(plot(accuracyAxis, Measures.Outcome::accuracy, theme), 2);
        combined.setBackgroundPaint(null);
        combined.setOutlineVisible(false);
        combined.setInsets(new RectangleInsets(4, 8, 8, 16));
        combined.setFixedLegendItems(key(theme));
        JFreeChart chart = new JFreeChart(null, null, combined, false);
        chart.setBackgroundPaint(theme.surface());
        chart.addLegend(ChartStyle.legend(combined, theme));
        return chart;
    }

    private LegendItemCollection key(Theme theme) {
        LegendItemCollection key = new LegendItemCollection();
        for (Curve curve : curves) {
            String label = curve.kind.label + ", " + (curve.training ? "training" : "test");
            key.add(ChartStyle.line(label, stroke(curve.training), curve.kind.mark(), curve.kind.color(theme), theme));
        }
        return key;
    }

    /** The curve of a kind whose rise is bracketed: the last, which is on test rows where there are any. */
    private Optional<Curve> bracketed(Kind kind) {
        return curves.stream().filter(curve -> curve.kind == kind).reduce((first, second) -> second);
    }

    private double highest(ToDoubleFunction<Measures.Outcome> figure) {
        return Math.max(
                1e-3,
                curves.stream()
                        .flatMap(curve -> curve.barrier.outcomes().stream())
                        .mapToDouble(figure)
                        .max()
                        .orElse(1));
    }

    private double lowestAccuracy() {
        return curves.stream()
                .flatMap(curve -> curve.barrier.outcomes().stream())
                .mapToDouble(Measures.Outcome::accuracy)
                .min()
                .orElse(0);
    }

    private XYPlot plot(NumberAxis axis, ToDoubleFunction<Measures.Outcome> figure, Theme theme) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false) {
            @Override
            public boolean getItemShapeVisible(int series, int item) {
                return item % MARKED == MARKED / 2;
            }
        };
        for (int k = 0; k < curves.size(); k++) {
            Curve curve = curves.get(k);
            XYSeries series = new XYSeries(k + " " + curve.kind);
            for (int i = 0; i < curve.barrier.t().size(); i++) {
                series.add(
                        (double) curve.barrier.t().get(i),
                        figure.applyAsDouble(curve.barrier.outcomes().get(i)));
            }
            data.addSeries(series);
            renderer.setSeriesPaint(k, curve.kind.color(theme));
            renderer.setSeriesStroke(k, stroke(curve.training));
            renderer.setSeriesShape(k, curve.kind.mark());
        }
        return ChartStyle.dressed(new XYPlot(data, null, axis, renderer), theme);
    }

    private static BasicStroke stroke(boolean training) {
        return training
                ? new BasicStroke(2)
                : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0);
    }

    @Override
    public String caption() {
        StringBuilder caption = new StringBuilder("Loss and accuracy along paths from A to B")
                .append(curves.stream().anyMatch(curve -> curve.kind.isCanonical()) ? " in canonical form" : "");
        for (Kind kind : Kind.values()) {
            bracketed(kind)
                    .ifPresent(curve -> caption.append("; ")
                            .append(kind.label)
                            .append(" barrier ")
                            .append(Type.number(curve.barrier.barrier())));
        }
        return caption.toString();
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("path", "rows", "t", "loss", "accuracy");
        for (Curve curve : curves) {
            for (int i = 0; i < curve.barrier.t().size(); i++) {
                Measures.Outcome outcome = curve.barrier.outcomes().get(i);
                table.add(
                        curve.kind.label,
                        curve.training ? "training" : "test",
                        curve.barrier.t().get(i),
                        outcome.loss(),
                        outcome.accuracy());
            }
        }
        return Optional.of(table);
    }
}
