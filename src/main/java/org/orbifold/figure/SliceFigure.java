package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;

/**
 * Slices through the loss: colours and contours over a window of a plane, on one log scale, with the networks that are seen
 * from it. One slice large, or several as small multiples. What is not computed yet is left blank, contours too.
 *
 * @param slices at least one
 * @param track a path as it is seen from the one plane, from its first end to its last: of a straight one the two; empty if
 *     there is none
 * @param detailed whether the key tells of the networks and axes, not only of the colours
 */
public record SliceFigure(List<LossSlice> slices, List<Place> track, boolean detailed) implements Figure {
    /** Networks beside those that make the plane which are told apart by numbers; more of them are only dots. */
    static final int NUMBERED = 9;

    static final BasicStroke TRACK = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke TRACK_EDGE = new BasicStroke(4.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke STRAIGHT =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    private static final double GAP = 26;
    private static final double RADIUS = 5;
    private static final double DOT = 3;
    private static final int AXIS_TICKS = 6;

    public SliceFigure {
        slices = List.copyOf(slices);
        track = List.copyOf(track);
    }

    /** One slice, without a curve. */
    public SliceFigure(LossSlice slice) {
        this(List.of(slice), List.of(), true);
    }

    boolean isSingle() {
        return slices.size() == 1;
    }

    /** Whether the track is that of a curve, not of a straight path. */
    boolean isCurved() {
        return track.size() > 2;
    }

    /** The slices that make up the scale. */
    LossScale scale() {
        return LossScale.logarithmic(slices.stream().flatMapToDouble(slice -> Arrays.stream(slice.losses())));
    }

    /** How many of a slice's anchors, the first ones, the plane is made of. */
    static int makers(LossSlice slice) {
        return slice.plane().seed().isPresent() ? 1 : 3;
    }

    /**
     * What an anchor is called in the picture: A, B and C make the plane; of the others one that has a letter of its own
     * keeps it, the rest are numbered from 1.
     */
    static String mark(LossSlice slice, int anchor) {
        int makers = makers(slice);
        if (anchor < makers) {
            return String.valueOf((char) ('A' + anchor));
        }
        if (hasLetter(slice, anchor)) {
            return slice.anchors().get(anchor).name();
        }
        return String.valueOf(IntStream.rangeClosed(makers, anchor)
                .filter(k -> !hasLetter(slice, k))
                .count());
    }

    private static boolean hasLetter(LossSlice slice, int anchor) {
        String name = slice.anchors().get(anchor).name();
        return name.length() == 1 && name.charAt(0) >= 'A' + makers(slice) && name.charAt(0) <= 'Z';
    }

    /** What the marks stand for that are not names themselves, in a line: empty if there are none. */
    public static String legend(LossSlice slice) {
        return IntStream.range(0, slice.anchors().size())
                .filter(k -> isMarked(slice, k)
                        && !mark(slice, k).equals(slice.anchors().get(k).name()))
                .mapToObj(k -> mark(slice, k) + ": " + slice.anchors().get(k).name())
                .collect(Collectors.joining(", "));
    }

    static boolean isMarked(LossSlice slice, int anchor) {
        int makers = makers(slice);
        return anchor < makers || slice.anchors().size() <= makers + NUMBERED;
    }

    static Color color(LossSlice slice, int anchor, Theme theme) {
        return switch (mark(slice, anchor)) {
            case "A" -> theme.networkA();
            case "B" -> theme.networkB();
            case "C" -> theme.aligned();
            default -> theme.text();
        };
    }

    /** Where the window of slice k lies in a picture of that size. */
    public Rectangle2D window(int k, double width, double height) {
        return frame(k, room(width, height));
    }

    /** What the key leaves: it stands on the right of a wide picture and below a high one. */
    Rectangle2D room(double width, double height) {
        SliceKey key = new SliceKey(this, Theme.LIGHT);
        return SliceKey.isBeside(detailed, width, height)
                ? new Rectangle2D.Double(0, 0, Math.max(20, width - SliceKey.width(detailed) - 24), height)
                : new Rectangle2D.Double(0, 0, width, Math.max(20, height - key.height(width - 32) - 16));
    }

    Rectangle2D keyRoom(double width, double height, Rectangle2D room) {
        return SliceKey.isBeside(detailed, width, height)
                ? new Rectangle2D.Double(room.getMaxX(), 20, SliceKey.width(detailed), height - 40)
                : new Rectangle2D.Double(16, room.getMaxY(), width - 32, height - room.getHeight());
    }

    /** Where the window of slice k lies; both its directions have one scale. */
    private Rectangle2D frame(int k, Rectangle2D room) {
        int columns = (int) Math.ceil(Math.sqrt(slices.size()));
        int rows = Math.ceilDiv(slices.size(), columns);
        double left = isSingle() ? 58 : 20;
        double bottom = isSingle() ? 44 : 14;
        double wide = (room.getWidth() - left - 16 - (columns - 1) * GAP / 2) / columns;
        double high = (room.getHeight() - 24 - bottom - (rows - 1) * GAP) / rows;
        double x = room.getMinX() + left + k % columns * (wide + GAP / 2);
        double y = room.getMinY() + 24 + Math.floorDiv(k, columns) * (high + GAP);
        LossSlice.Window window = slices.get(k).window();
        double across = window.maxX() - window.minX();
        double up = window.maxY() - window.minY();
        double scale = Math.max(1e-9, Math.min(wide / across, high / up));
        return new Rectangle2D.Double(
                x + (wide - scale * across) / 2, y + (high - scale * up) / 2, scale * across, scale * up);
    }

    /** Where a place of a slice's plane lies, its window in that frame. */
    public static Point2D at(Place place, LossSlice slice, Rectangle2D frame) {
        LossSlice.Window window = slice.window();
        double x = (place.x() - window.minX()) / (window.maxX() - window.minX());
        double y = (place.y() - window.minY()) / (window.maxY() - window.minY());
        return new Point2D.Double(frame.getX() + x * frame.getWidth(), frame.getMaxY() - y * frame.getHeight());
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D room = room(width, height);
        LossScale scale = scale();
        for (int k = 0; k < slices.size(); k++) {
            paintSlice(g, slices.get(k), frame(k, room), scale, theme);
        }
        if (isSingle()) {
            paintAxes(g, slices.getFirst(), frame(0, room), theme);
        } else {
            paintTitles(g, room, theme);
        }
        new SliceKey(this, theme).paint(g, keyRoom(width, height, room), "contours at the marks");
    }

    private void paintSlice(Graphics2D g, LossSlice slice, Rectangle2D frame, LossScale scale, Theme theme) {
        Shape clip = g.getClip();
        g.clip(frame);
        paintLosses(g, slice, frame, scale);
        if (!track.isEmpty()) {
            paintTrack(g, slice, frame);
        }
        for (int k = slice.anchors().size() - 1; k >= 0; k--) {
            paintAnchor(g, slice, k, frame, theme);
        }
        g.setClip(clip);
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(frame);
    }

    private static void paintLosses(Graphics2D g, LossSlice slice, Rectangle2D frame, LossScale scale) {
        Object smooth = g.getRenderingHint(RenderingHints.KEY_INTERPOLATION);
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                slice.isComplete() ? smooth : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        Raster.draw(g, Raster.losses(slice, scale), frame);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, smooth);
        if (!slice.isComplete()) {
            return;
        }
        AffineTransform toFrame = AffineTransform.getTranslateInstance(frame.getX(), frame.getY());
        toFrame.scale(frame.getWidth(), frame.getHeight());
        double beyond = 1.0 / slice.resolution();
        toFrame.translate(-beyond, -beyond);
        toFrame.scale(1 + 2 * beyond, 1 + 2 * beyond);
        float[] shares = sharesBeyond(slice, scale);
        g.setStroke(new BasicStroke(0.9f));
        for (double level : scale.levels()) {
            g.setColor(scale.ink(level));
            Path2D contour = Contour.of(shares, slice.resolution() + 2, scale.share(level));
            g.draw(toFrame.createTransformedShape(contour));
        }
    }

    /** Places on the scale with y downwards, and a ring around them that goes on as the edge does: contours end at the frame. */
    private static float[] sharesBeyond(LossSlice slice, LossScale scale) {
        int n = slice.resolution();
        float[] shares = new float[(n + 2) * (n + 2)];
        for (int i = 0; i < shares.length; i++) {
            int c = i % (n + 2) - 1;
            int r = n - i / (n + 2);
            int column = Math.clamp(c, 0, n - 1);
            int row = Math.clamp(r, 0, n - 1);
            double edge = share(slice, scale, column, row);
            double inside = share(slice, scale, 2 * column - c, 2 * row - r);
            shares[i] = (float) (2 * edge - inside);
        }
        return shares;
    }

    private static double share(LossSlice slice, LossScale scale, int c, int r) {
        return scale.share(slice.losses()[r * slice.resolution() + c]);
    }

    private void paintTrack(Graphics2D g, LossSlice slice, Rectangle2D frame) {
        Path2D line = new Path2D.Double();
        for (Place place : track) {
            Point2D at = at(place, slice, frame);
            if (line.getCurrentPoint() == null) {
                line.moveTo(at.getX(), at.getY());
            } else {
                line.lineTo(at.getX(), at.getY());
            }
        }
        if (isCurved()) {
            g.setColor(Color.WHITE);
            g.setStroke(STRAIGHT);
            g.draw(new Line2D.Double(at(track.getFirst(), slice, frame), at(track.getLast(), slice, frame)));
        }
        g.setStroke(TRACK_EDGE);
        g.setColor(Color.BLACK);
        g.draw(line);
        g.setColor(Color.WHITE);
        g.setStroke(TRACK);
        g.draw(line);
    }

    /** A dot, with its name, if it has one, on a plate: above it where it makes the plane, else below. */
    private static void paintAnchor(Graphics2D g, LossSlice slice, int k, Rectangle2D frame, Theme theme) {
        Point2D at = at(slice.anchors().get(k).place(), slice, frame);
        boolean marked = isMarked(slice, k);
        double radius = marked ? RADIUS : DOT;
        g.setColor(theme.surface());
        g.fill(ParticlesFigure.circle(at, radius + 1.5));
        g.setColor(color(slice, k, theme));
        g.fill(ParticlesFigure.circle(at, radius));
        if (marked) {
            double wide = nameWidth(slice, k);
            boolean maker = k < makers(slice);
            double left = maker
                    ? Math.min(at.getX() + radius + 3, frame.getMaxX() - wide)
                    : Math.max(at.getX() - radius - 3 - wide, frame.getMinX());
            double top = maker
                    ? Math.max(at.getY() - radius - 19, frame.getMinY())
                    : Math.min(at.getY() + radius + 1, frame.getMaxY() - 18);
            paintName(g, slice, k, new Point2D.Double(left + wide / 2, top + 18), theme);
        }
    }

    private static double nameWidth(LossSlice slice, int k) {
        return Type.width(Type.strong(Type.BODY), mark(slice, k)) + 8;
    }

    /** A network's name on a plate that stands on a point. */
    static void paintName(Graphics2D g, LossSlice slice, int k, Point2D foot, Theme theme) {
        double wide = nameWidth(slice, k);
        double left = foot.getX() - wide / 2;
        double top = foot.getY() - 18;
        g.setFont(Type.strong(Type.BODY));
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(left, top, wide, 18));
        g.setColor(color(slice, k, theme));
        Type.draw(g, mark(slice, k), foot.getX(), top + 14, Type.Anchor.MIDDLE);
    }

    private static void paintAxes(Graphics2D g, LossSlice slice, Rectangle2D frame, Theme theme) {
        LossSlice.Window window = slice.window();
        boolean random = slice.plane().seed().isPresent();
        g.setFont(Type.regular(Type.SMALL));
        for (double x : Ticks.linear(window.minX(), window.maxX(), AXIS_TICKS)) {
            double at = at(new Place(x, window.minY(), 0), slice, frame).getX();
            g.setColor(theme.line());
            g.draw(new Line2D.Double(at, frame.getMaxY(), at, frame.getMaxY() + 4));
            g.setColor(theme.muted());
            Type.draw(g, Ticks.label(x), at, frame.getMaxY() + 17, Type.Anchor.MIDDLE);
        }
        for (double y : Ticks.linear(window.minY(), window.maxY(), AXIS_TICKS)) {
            double at = at(new Place(window.minX(), y, 0), slice, frame).getY();
            g.setColor(theme.line());
            g.draw(new Line2D.Double(frame.getMinX() - 4, at, frame.getMinX(), at));
            g.setColor(theme.muted());
            Type.draw(g, Ticks.label(y), frame.getMinX() - 8, at + 4, Type.Anchor.END);
        }
        g.setColor(theme.text());
        Type.draw(
                g,
                random ? "along the first direction" : "from A towards B",
                frame.getCenterX(),
                frame.getMaxY() + 34,
                Type.Anchor.MIDDLE);
        AffineTransform upright = g.getTransform();
        g.translate(frame.getMinX() - 44, frame.getCenterY());
        g.rotate(-Math.PI / 2);
        Type.draw(g, random ? "along the second direction" : "from line AB towards C", 0, 0, Type.Anchor.MIDDLE);
        g.setTransform(upright);
    }

    private void paintTitles(Graphics2D g, Rectangle2D room, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.text());
        for (int k = 0; k < slices.size(); k++) {
            Rectangle2D frame = frame(k, room);
            Type.draw(g, title(slices.get(k)), frame.getMinX(), frame.getMinY() - 6, Type.Anchor.START);
        }
    }

    private static String title(LossSlice slice) {
        return slice.plane().seed().map(seed -> "seed " + seed).orElse("plane through A, B and C");
    }

    @Override
    public String caption() {
        LossSlice first = slices.getFirst();
        String grid = first.resolution() + " x " + first.resolution() + " points";
        String what = first.plane().seed().isPresent()
                ? "Loss around network A along two random filter-normalised directions, "
                        + slices.stream().map(SliceFigure::title).collect(Collectors.joining(", "))
                : "Loss on the plane through the networks A, B and C";
        StringBuilder caption = new StringBuilder(what).append("; ").append(grid);
        for (int k = 0; k < first.anchors().size() && isMarked(first, k); k++) {
            caption.append("; ")
                    .append(mark(first, k))
                    .append(' ')
                    .append(words(first.anchors().get(k)));
        }
        return caption.toString();
    }

    /** What an anchor's network does, and what its image does where that is another one. */
    public static String words(LossSlice.Anchor anchor) {
        String own = "loss " + Type.number(anchor.outcome().loss()) + ", accuracy "
                + Type.number(anchor.outcome().accuracy());
        return isOnPlane(anchor)
                ? own
                : own + "; " + Type.number(anchor.place().distance()) + " off the plane, where the loss is "
                        + Type.number(anchor.onPlane().loss());
    }

    /** Whether a network is on the plane but for the rounding of its weights. */
    private static boolean isOnPlane(LossSlice.Anchor anchor) {
        double size = Math.hypot(anchor.place().x(), anchor.place().y());
        return anchor.place().distance() <= 1e-5 * (1 + size);
    }

    @Override
    public Optional<Table> table() {
        Table table =
                isSingle() ? new Table("x", "y", "loss", "accuracy") : new Table("seed", "x", "y", "loss", "accuracy");
        for (LossSlice slice : slices) {
            for (int i = 0; i < slice.losses().length; i++) {
                double x = slice.x(i % slice.resolution());
                double y = slice.y(Math.floorDiv(i, slice.resolution()));
                double loss = slice.losses()[i];
                double accuracy = slice.accuracies()[i];
                if (isSingle()) {
                    table.add(x, y, loss, accuracy);
                } else {
                    table.add(slice.plane().seed().orElseThrow(), x, y, loss, accuracy);
                }
            }
        }
        return Optional.of(table);
    }
}
