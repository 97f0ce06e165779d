package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;

/** What a {@link SliceFigure} shows: the scale of its colours, its networks, its axes. */
final class SliceKey {
    private static final double LINE = 16;
    private static final double DETAILED = 300;
    private static final double PLAIN = 190;
    private static final double MARK = 24;
    private static final double SCALE_WIDTH = 280;
    private static final Font FONT = Type.regular(Type.SMALL);

    private interface Mark {
        /** Paints a mark around a point. */
        void paint(Graphics2D g, double x, double y);
    }

    /** A mark with what it is, in a line of which the end is kept if it is too long, and with what is told of it. */
    private record Entry(String name, String text, Mark mark) {
        List<String> lines(double width) {
            List<String> lines = new ArrayList<>();
            lines.add(Type.ending(name, FONT, width - MARK));
            if (!text.isEmpty()) {
                lines.addAll(Type.lines(text, FONT, width - MARK));
            }
            return lines;
        }
    }

    private final SliceFigure figure;
    private final Theme theme;
    private final List<Entry> entries = new ArrayList<>();

    SliceKey(SliceFigure figure, Theme theme) {
        this.figure = figure;
        this.theme = theme;
        if (!figure.detailed()) {
            return;
        }
        addAnchors(figure.slices().getFirst());
        if (!figure.track().isEmpty()) {
            addTrack();
        }
        addAxes(figure.slices().getFirst());
    }

    /** How wide the key of a picture is where it stands beside it. */
    static double width(boolean detailed) {
        return detailed ? DETAILED : PLAIN;
    }

    /** Whether a picture of that size has its key on the right. */
    static boolean isBeside(boolean detailed, double width, double height) {
        return width > height + 0.6 * width(detailed) && width > 2 * width(detailed);
    }

    /** How high it is below a picture. */
    double height(double width) {
        return LossScale.HEIGHT
                + 16
                + LINE
                        * entries.stream()
                                .mapToInt(entry -> entry.lines(width).size())
                                .sum();
    }

    private void addAnchors(LossSlice slice) {
        int makers = SliceFigure.makers(slice);
        boolean allMarked = slice.anchors().size() <= makers + SliceFigure.NUMBERED;
        for (int k = 0; k < slice.anchors().size() && SliceFigure.isMarked(slice, k); k++) {
            LossSlice.Anchor anchor = slice.anchors().get(k);
            Color color = SliceFigure.color(slice, k, theme);
            String mark = SliceFigure.mark(slice, k);
            String place = isOutside(anchor.place(), slice.window()) ? " (outside)" : "";
            entries.add(new Entry(anchor.name() + place, SliceFigure.words(anchor), (g, x, y) -> {
                g.setColor(color);
                g.setFont(Type.strong(Type.BODY));
                Type.draw(g, mark, x, y + 5, Type.Anchor.MIDDLE);
            }));
        }
        if (!allMarked) {
            List<LossSlice.Anchor> rest =
                    slice.anchors().subList(makers, slice.anchors().size());
            long outside = rest.stream()
                    .filter(anchor -> isOutside(anchor.place(), slice.window()))
                    .count();
            entries.add(new Entry(
                    rest.size() + " networks, projected" + (outside > 0 ? " (" + outside + " outside)" : ""),
                    "loss "
                            + range(rest.stream()
                                    .mapToDouble(anchor -> anchor.outcome().loss())) + "; "
                            + range(rest.stream()
                                    .mapToDouble(anchor -> anchor.place().distance()))
                            + " off the plane, where the loss is "
                            + range(rest.stream()
                                    .mapToDouble(anchor -> anchor.onPlane().loss())),
                    (g, x, y) -> {
                        g.setColor(theme.text());
                        g.fill(ParticlesFigure.circle(new Point2D.Double(x, y), 3));
                    }));
        }
    }

    static boolean isOutside(Place place, LossSlice.Window window) {
        return place.x() < window.minX()
                || place.x() > window.maxX()
                || place.y() < window.minY()
                || place.y() > window.maxY();
    }

    private static String range(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return Type.number(sorted[0]) + " to " + Type.number(sorted[sorted.length - 1]);
    }

    private void addTrack() {
        double off = figure.track().stream().mapToDouble(Place::distance).max().orElse(0);
        double size = figure.track().stream()
                .mapToDouble(place -> Math.hypot(place.x(), place.y()))
                .max()
                .orElse(0);
        entries.add(new Entry(
                (figure.isCurved() ? "curve" : "straight path") + " from A to B"
                        + (off > 1e-5 * (1 + size) ? ", up to " + Type.number(off) + " off the plane" : ""),
                "",
                (g, x, y) -> paintLine(g, x, y, SliceFigure.TRACK)));
        if (figure.isCurved()) {
            entries.add(new Entry("straight path", "", (g, x, y) -> paintLine(g, x, y, SliceFigure.STRAIGHT)));
        }
    }

    /** White on the darkest colour of the scale, as it is over low losses. */
    private static void paintLine(Graphics2D g, double x, double y, BasicStroke stroke) {
        g.setColor(new Color(ColorMap.BATLOW.argb(0)));
        g.fill(new Rectangle2D.Double(x - 10, y - 5, 20, 10));
        g.setColor(Color.WHITE);
        g.setStroke(stroke);
        g.draw(new Line2D.Double(x - 8, y, x + 8, y));
    }

    private void addAxes(LossSlice slice) {
        LossSlice.Window window = slice.window();
        String unit = slice.plane().seed().isPresent()
                ? "axes: 1 is the norm of each neuron's weights"
                : "axes: Euclidean distance in weight space";
        String range = Ticks.label(window.minX()) + " to " + Ticks.label(window.maxX());
        entries.add(new Entry(unit, figure.isSingle() ? "" : "all " + range, (g, x, y) -> {}));
    }

    /**
     * Paints it.
     *
     * @param means how the scale is seen in the picture
     */
    void paint(Graphics2D g, Rectangle2D room, String means) {
        Rectangle2D bar = new Rectangle2D.Double(
                room.getMinX(), room.getMinY(), Math.min(SCALE_WIDTH, room.getWidth()), LossScale.HEIGHT);
        figure.scale().paintKey(g, "loss (nats), log scale" + (figure.detailed() ? "; " + means : ""), bar, theme);
        double y = bar.getMaxY() + 20;
        for (Entry entry : entries) {
            entry.mark.paint(g, room.getMinX() + MARK / 2 - 4, y);
            g.setFont(FONT);
            g.setColor(theme.muted());
            for (String line : entry.lines(room.getWidth())) {
                Type.draw(g, line, room.getMinX() + MARK, y + 4, Type.Anchor.START);
                y += LINE;
            }
            y += isTall(room) ? 6 : 0;
        }
    }

    private static boolean isTall(Rectangle2D room) {
        return room.getHeight() > room.getWidth();
    }
}
