package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.Serial;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.orbifold.flow.Checkpoint;

/**
 * How the loss of a flow fell: its median with a band of quartiles, over neighbouring entries of the history, as dots the
 * entries far above, and dashed the loss on networks of runs that are held out. On a log scale where it spans more than a
 * factor of three.
 *
 * @param history in the order of steps
 * @param steps of the whole plan
 */
public record TrainingFigure(List<Checkpoint.Seen> history, long steps) implements Figure {
    /** Of so many parts of the history, one goes into a mean. */
    private static final int PARTS = 40;

    private static final double LOG_FROM = 3;

    /** A loss so many times the median around it is a dot. */
    private static final double FAR_ABOVE = 1.5;

    private static final Shape DOT = new Ellipse2D.Double(-2, -2, 4, 4);

    private static final BasicStroke SOLID = new BasicStroke(2);
    private static final BasicStroke DASHED =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0);

    public TrainingFigure {
        history = List.copyOf(history);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        chart(theme).draw(g, new Rectangle2D.Double(0, 0, width, height));
    }

    private JFreeChart chart(Theme theme) {
        NumberAxis step = ChartStyle.dressed(new NumberAxis("training step k"), theme);
        step.setRange(0, (double) Math.max(1, steps));
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        YIntervalSeries training = training();
        YIntervalSeries farAbove = farAbove(training);
        data.addSeries(training);
        data.addSeries(validation());
        data.addSeries(farAbove);
        XYPlot plot = ChartStyle.dressed(new XYPlot(data, step, lossAxis(theme), renderer(theme)), theme);
        plot.setInsets(new RectangleInsets(4, 8, 8, 24));
        plot.setNoDataMessage("no step is noted yet");
        plot.setNoDataMessageFont(Type.regular(Type.BODY));
        plot.setNoDataMessagePaint(theme.muted());
        plot.setFixedLegendItems(key(!farAbove.isEmpty(), theme));
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(theme.surface());
        chart.setPadding(new RectangleInsets(8, 0, 0, 0));
        chart.addLegend(ChartStyle.legend(plot, theme));
        return chart;
    }

    /** 1 is what {@link org.orbifold.flow.AffineVelocity} alone comes to. */
    private ValueAxis lossAxis(Theme theme) {
        double[] losses = history.stream()
                .mapToDouble(Checkpoint.Seen::loss)
                .filter(loss -> loss > 0)
                .toArray();
        double least = Arrays.stream(losses).min().orElse(0.5);
        double most = Arrays.stream(losses).max().orElse(1);
        String label = "loss (1: affine alone)";
        if (most < LOG_FROM * least) {
            NumberAxis axis = ChartStyle.dressed(new NumberAxis(label), theme);
            axis.setRange(0, 1.1 * most);
            return axis;
        }
        ValueAxis axis = ChartStyle.dressed(new LossAxis(label + ", log scale"), theme);
        axis.setRange(least / 1.15, most * 1.15);
        return axis;
    }

    /** A log scale with labels where even less than a decade is seen. */
    private static final class LossAxis extends LogAxis {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final double[] DIGITS = {1, 1.5, 2, 3, 5, 7};

        LossAxis(String label) {
            super(label);
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
            List<NumberTick> ticks = new ArrayList<>();
            int first = (int) Math.floor(Math.log10(getLowerBound()));
            for (int power = first; Math.pow(10, power) < getUpperBound(); power++) {
                for (double digit : DIGITS) {
                    double value = digit * Math.pow(10, power);
                    if (getRange().contains(value)) {
                        ticks.add(new NumberTick(
                                value,
                                new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
                                        .format(value),
                                TextAnchor.CENTER_RIGHT,
                                TextAnchor.CENTER_RIGHT,
                                0));
                    }
                }
            }
            return ticks;
        }
    }

    private static DeviationRenderer renderer(Theme theme) {
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.25f);
        renderer.setSeriesPaint(0, theme.accent());
        renderer.setSeriesFillPaint(0, theme.accent());
        renderer.setSeriesStroke(0, SOLID);
        renderer.setSeriesPaint(1, theme.text());
        renderer.setSeriesFillPaint(1, new Color(0, true));
        renderer.setSeriesStroke(1, DASHED);
        renderer.setSeriesPaint(2, theme.accent());
        renderer.setSeriesFillPaint(2, new Color(0, true));
        renderer.setSeriesLinesVisible(2, false);
        renderer.setSeriesShapesVisible(2, true);
        renderer.setSeriesShape(2, DOT);
        return renderer;
    }

    /** Medians and quartiles of as many entries before as after. */
    private YIntervalSeries training() {
        YIntervalSeries series = new YIntervalSeries("training");
        int reach = history.size() / PARTS / 2;
        for (int i = 0; i < history.size(); i++) {
            int each = Math.min(reach, Math.min(i, history.size() - 1 - i));
            double[] near = history.subList(i - each, i + each + 1).stream()
                    .mapToDouble(Checkpoint.Seen::loss)
                    .sorted()
                    .toArray();
            series.add((double) history.get(i).step(), quantile(near, 0.5), quantile(near, 0.25), quantile(near, 0.75));
        }
        return series;
    }

    private YIntervalSeries farAbove(YIntervalSeries medians) {
        YIntervalSeries series = new YIntervalSeries("far above");
        for (int i = 0; i < history.size(); i++) {
            double loss = history.get(i).loss();
            if (loss > FAR_ABOVE * medians.getYValue(i)) {
                series.add((double) history.get(i).step(), loss, loss, loss);
            }
        }
        return series;
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int before = (int) place;
        int after = Math.min(before + 1, sorted.length - 1);
        return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
    }

    private YIntervalSeries validation() {
        YIntervalSeries series = new YIntervalSeries("held out");
        for (Checkpoint.Seen seen : history) {
            if (Double.isFinite(seen.validation())) {
                series.add((double) seen.step(), seen.validation(), seen.validation(), seen.validation());
            }
        }
        return series;
    }

    private LegendItemCollection key(boolean hasDots, Theme theme) {
        LegendItemCollection key = new LegendItemCollection();
        key.add(ChartStyle.line("training", SOLID, theme.accent(), theme));
        Color accent = theme.accent();
        Shape box = new Rectangle2D.Double(-7, -5, 14, 10);
        LegendItem band = new LegendItem(
                "its quartiles",
                null,
                null,
                null,
                box,
                new Color(accent.getRed(), accent.getGreen(), accent.getBlue(), 64));
        band.setLabelFont(Type.regular(Type.SMALL));
        band.setLabelPaint(theme.text());
        key.add(band);
        if (hasDots) {
            LegendItem dots = new LegendItem("far above", null, null, null, DOT, accent);
            dots.setLabelFont(Type.regular(Type.SMALL));
            dots.setLabelPaint(theme.text());
            key.add(dots);
        }
        if (lastValidation().isPresent()) {
            key.add(ChartStyle.line("runs held out", DASHED, theme.text(), theme));
        }
        return key;
    }

    private Optional<Double> lastValidation() {
        return history.stream()
                .map(Checkpoint.Seen::validation)
                .filter(Double::isFinite)
                .reduce((before, last) -> last);
    }

    @Override
    public String caption() {
        if (history.isEmpty()) {
            return "Loss of a flow in training: no step is noted yet";
        }
        Checkpoint.Seen last = history.getLast();
        return "Loss of a flow in training: " + Type.number(last.loss()) + " at step " + last.step() + " of " + steps
                + lastValidation()
                        .map(loss -> ", " + Type.number(loss) + " on networks of runs held out")
                        .orElse("");
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("step", "loss", "heldOut", "gradientNorm", "seconds");
        history.forEach(
                seen -> table.add(seen.step(), seen.loss(), seen.validation(), seen.gradientNorm(), seen.seconds()));
        return Optional.of(table);
    }
}
