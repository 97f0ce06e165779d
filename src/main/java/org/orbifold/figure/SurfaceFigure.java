package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;

/**
 * A slice through the loss as a surface over its plane: height and colour both are the loss on the log scale of the key.
 * Networks stand on it as pins. Painted from far to near, in parallel projection; as fine as the points that are known.
 *
 * @param flat the one slice, seen from above
 * @param azimuth in radians, how far the plane is turned: at 0 its x runs to the right
 * @param elevation in radians, from 0, seen from the side, to pi/2, from above
 */
public record SurfaceFigure(SliceFigure flat, double azimuth, double elevation) implements Figure {
    /** How a surface is seen first. */
    public static final double AZIMUTH = Math.toRadians(-30);

    /** How a surface is seen first. */
    public static final double ELEVATION = Math.toRadians(50);

    /** The highest loss over the plane, whose longer side is 1. */
    private static final double HEIGHT = 0.5;

    /** How high pins rise, as a share of that: their heads are seen over every loss. */
    private static final double PIN = 1.14;

    /** What lies on the surface is nearer than it by so much. */
    private static final double LIFT = 0.02;

    /** Lines of the mesh that are drawn, about so many each way. */
    private static final int LINES = 12;

    /** Pieces of a straight line over the surface. */
    private static final int PIECES = 60;

    /** More than the depth of anything. */
    private static final double NEAREST = 10;

    private static final double MARGIN = 30;
    private static final double SMALL_MARGIN = 16;
    private static final double HEAD = 5;
    private static final double SHADE = 0.4;
    private static final Color MESH = new Color(0, 0, 0, 70);

    public SurfaceFigure {
        if (!flat.isSingle()) {
            throw new IllegalArgumentException(flat.slices().size() + " slices as one surface");
        }
    }

    /** A slice as it is seen first. */
    public SurfaceFigure(SliceFigure flat) {
        this(flat, AZIMUTH, ELEVATION);
    }

    /** Something to be painted, at a depth that grows away from the eye. */
    private record Item(double depth, Runnable paint) {}

    /** Where places over the plane lie on a picture. */
    private final class View {
        private final LossSlice.Window window = slice().window();
        private final double side = Math.max(window.maxX() - window.minX(), window.maxY() - window.minY());
        private final double scale;
        private final double middleX;
        private final double middleY;

        View(Rectangle2D room) {
            double diagonal = Math.hypot(window.maxX() - window.minX(), window.maxY() - window.minY()) / side;
            double high = diagonal * Math.sin(elevation) + PIN * HEIGHT * Math.cos(elevation);
            double margin = flat.detailed() ? MARGIN : SMALL_MARGIN;
            double fitting =
                    Math.min((room.getWidth() - 2 * margin) / diagonal, (room.getHeight() - 2 * margin) / high);
            scale = Math.max(1, fitting);
            middleX = room.getCenterX();
            middleY = room.getCenterY() + scale * PIN * HEIGHT / 2 * Math.cos(elevation);
        }

        private double fromMiddleX(double x) {
            return (x - (window.minX() + window.maxX()) / 2) / side;
        }

        private double fromMiddleY(double y) {
            return (y - (window.minY() + window.maxY()) / 2) / side;
        }

        double depth(double x, double y) {
            return fromMiddleX(x) * Math.sin(azimuth) + fromMiddleY(y) * Math.cos(azimuth);
        }

        /** Of a height from 0 to 1. */
        Point2D at(double x, double y, double height) {
            double east = fromMiddleX(x) * Math.cos(azimuth) - fromMiddleY(y) * Math.sin(azimuth);
            double up = depth(x, y) * Math.sin(elevation) + HEIGHT * height * Math.cos(elevation);
            return new Point2D.Double(middleX + scale * east, middleY - scale * up);
        }
    }

    private LossSlice slice() {
        return flat.slices().getFirst();
    }

    /** Where a place of the plane lies on the surface, in a picture of that size; empty where no loss is known. */
    public Optional<Point2D> at(Place place, double width, double height) {
        double up = new Surface(slice(), flat.scale()).height(place.x(), place.y());
        return Double.isNaN(up)
                ? Optional.empty()
                : Optional.of(new View(flat.room(width, height)).at(place.x(), place.y(), up));
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D room = flat.room(width, height);
        LossScale scale = flat.scale();
        Surface surface = new Surface(slice(), scale);
        View view = new View(room);
        paintFloor(g, surface, view, theme);
        List<Item> items = new ArrayList<>();
        addCells(items, g, surface, view);
        addWalls(items, g, surface, view, theme);
        addTrack(items, g, surface, view);
        addPins(items, g, surface, view, theme);
        items.sort(Comparator.comparingDouble(Item::depth).reversed());
        items.forEach(item -> item.paint.run());
        paintHeads(g, view, theme);
        new SliceKey(flat, theme).paint(g, flat.keyRoom(width, height, room), "height and colour");
    }

    /** The edges of the window at the lowest loss, those in front with what runs along them. */
    private void paintFloor(Graphics2D g, Surface surface, View view, Theme theme) {
        LossSlice.Window w = surface.extent();
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        Path2D floor = new Path2D.Double();
        append(floor, view.at(w.minX(), w.minY(), 0));
        append(floor, view.at(w.maxX(), w.minY(), 0));
        append(floor, view.at(w.maxX(), w.maxY(), 0));
        append(floor, view.at(w.minX(), w.maxY(), 0));
        floor.closePath();
        g.draw(floor);
        double nearY = Math.cos(azimuth) > 0 ? w.minY() : w.maxY();
        double nearX = Math.sin(azimuth) > 0 ? w.minX() : w.maxX();
        boolean random = slice().plane().seed().isPresent();
        paintAlong(
                g,
                random ? "first direction" : "from A towards B",
                view.at(w.minX(), nearY, 0),
                view.at(w.maxX(), nearY, 0),
                theme);
        paintAlong(
                g,
                random ? "second direction" : "from line AB towards C",
                view.at(nearX, w.minY(), 0),
                view.at(nearX, w.maxY(), 0),
                theme);
    }

    /** Words below an edge, with an arrow the way that it runs. */
    private static void paintAlong(Graphics2D g, String words, Point2D from, Point2D to, Theme theme) {
        double length = from.distance(to);
        g.setFont(Type.regular(Type.SMALL));
        String text = to.getX() >= from.getX() ? words + " \u2192" : "\u2190 " + words;
        if (length < Type.width(g.getFont(), text) + 16) {
            return;
        }
        boolean right = to.getX() >= from.getX();
        Point2D left = right ? from : to;
        Point2D end = right ? to : from;
        var before = g.getTransform();
        g.translate((from.getX() + to.getX()) / 2, (from.getY() + to.getY()) / 2);
        g.rotate(Math.atan2(end.getY() - left.getY(), end.getX() - left.getX()));
        g.setColor(theme.text());
        Type.draw(g, text, 0, 18, Type.Anchor.MIDDLE);
        g.setTransform(before);
    }

    private static void append(Path2D line, Point2D point) {
        if (line.getCurrentPoint() == null) {
            line.moveTo(point.getX(), point.getY());
        } else {
            line.lineTo(point.getX(), point.getY());
        }
    }

    private void addCells(List<Item> items, Graphics2D g, Surface surface, View view) {
        int every = Math.max(1, surface.size() / LINES);
        for (int r = 0; r + 1 < surface.size(); r++) {
            for (int c = 0; c + 1 < surface.size(); c++) {
                Point2D[] corners = {
                    corner(surface, view, c, r),
                    corner(surface, view, c + 1, r),
                    corner(surface, view, c + 1, r + 1),
                    corner(surface, view, c, r + 1)
                };
                Color color = color(surface, c, r);
                boolean left = c % every == 0;
                boolean low = r % every == 0;
                double middleX = (surface.x(c) + surface.x(c + 1)) / 2;
                double middleY = (surface.y(r) + surface.y(r + 1)) / 2;
                items.add(new Item(view.depth(middleX, middleY), () -> paintCell(g, corners, color, left, low)));
            }
        }
    }

    private static Point2D corner(Surface surface, View view, int c, int r) {
        return view.at(surface.x(c), surface.y(r), surface.height(c, r));
    }

    /** What closes the surface towards the eye: from its near edges down to the lowest loss. */
    private void addWalls(List<Item> items, Graphics2D g, Surface surface, View view, Theme theme) {
        int last = surface.size() - 1;
        int nearRow = Math.cos(azimuth) > 0 ? 0 : last;
        int nearColumn = Math.sin(azimuth) > 0 ? 0 : last;
        Path2D along = new Path2D.Double();
        Path2D aside = new Path2D.Double();
        for (int k = 0; k <= last; k++) {
            append(along, corner(surface, view, k, nearRow));
            append(aside, corner(surface, view, nearColumn, k));
        }
        append(along, view.at(surface.x(last), surface.y(nearRow), 0));
        append(along, view.at(surface.x(0), surface.y(nearRow), 0));
        append(aside, view.at(surface.x(nearColumn), surface.y(last), 0));
        append(aside, view.at(surface.x(nearColumn), surface.y(0), 0));
        for (Path2D wall : List.of(along, aside)) {
            wall.closePath();
            items.add(new Item(-NEAREST, () -> {
                g.setColor(theme.line());
                g.fill(wall);
                g.setColor(theme.surface());
                g.setStroke(new BasicStroke(0.8f));
                g.draw(wall);
            }));
        }
    }

    /** A cell's mean loss, darker the less its slope is turned to a light from the left. */
    private Color color(Surface surface, int c, int r) {
        double low = surface.height(c, r);
        double right = surface.height(c + 1, r);
        double far = surface.height(c, r + 1);
        double mean = (low + right + far + surface.height(c + 1, r + 1)) / 4;
        double cells = surface.size() - 1.0;
        double slopeX = (right - low) * HEIGHT * cells;
        double slopeY = (far - low) * HEIGHT * cells;
        double turned =
                (slopeX * Math.cos(azimuth) - slopeY * Math.sin(azimuth)) / Math.hypot(1, Math.hypot(slopeX, slopeY));
        double light = 1 - SHADE / 2 + SHADE / 2 * turned;
        Color plain = new Color(ColorMap.BATLOW.argb(mean));
        return new Color(
                (int) (plain.getRed() * light), (int) (plain.getGreen() * light), (int) (plain.getBlue() * light));
    }

    private static void paintCell(Graphics2D g, Point2D[] corners, Color color, boolean left, boolean low) {
        Path2D cell = new Path2D.Double();
        for (Point2D corner : corners) {
            append(cell, corner);
        }
        cell.closePath();
        g.setColor(color);
        g.fill(cell);
        g.setStroke(new BasicStroke(0.8f));
        g.draw(cell);
        g.setColor(MESH);
        g.setStroke(new BasicStroke(0.7f));
        if (low) {
            g.draw(new Line2D.Double(corners[0], corners[1]));
        }
        if (left) {
            g.draw(new Line2D.Double(corners[0], corners[3]));
        }
    }

    private void addTrack(List<Item> items, Graphics2D g, Surface surface, View view) {
        List<Place> track = flat.track();
        for (int k = 0; k + 1 < track.size(); k++) {
            addLine(items, g, surface, view, track.get(k), track.get(k + 1), true);
        }
        if (flat.isCurved()) {
            addLine(items, g, surface, view, track.getFirst(), track.getLast(), false);
        }
    }

    /** A line over the surface, in pieces, some of which are hidden; every other one where it is not solid. */
    private void addLine(
            List<Item> items, Graphics2D g, Surface surface, View view, Place from, Place to, boolean solid) {
        int pieces = flat.isCurved() && solid ? 1 : PIECES;
        for (int k = 0; k < pieces; k += solid ? 1 : 2) {
            Place start = between(from, to, (double) k / pieces);
            Place end = between(from, to, (k + 1.0) / pieces);
            double startHeight = surface.height(start.x(), start.y());
            double endHeight = surface.height(end.x(), end.y());
            if (Double.isNaN(startHeight) || Double.isNaN(endHeight)) {
                continue;
            }
            Line2D line =
                    new Line2D.Double(view.at(start.x(), start.y(), startHeight), view.at(end.x(), end.y(), endHeight));
            double depth = view.depth((start.x() + end.x()) / 2, (start.y() + end.y()) / 2);
            if (solid) {
                items.add(line(g, depth - LIFT, line, SliceFigure.TRACK_EDGE, Color.BLACK));
            }
            items.add(line(
                    g,
                    depth - 2 * LIFT,
                    line,
                    solid ? SliceFigure.TRACK : new BasicStroke(SliceFigure.STRAIGHT.getLineWidth()),
                    Color.WHITE));
        }
    }

    private static Place between(Place from, Place to, double share) {
        return new Place(
                from.x() + share * (to.x() - from.x()), from.y() + share * (to.y() - from.y()), from.distance());
    }

    private static Item line(Graphics2D g, double depth, Line2D line, BasicStroke stroke, Color color) {
        return new Item(depth, () -> {
            g.setColor(color);
            g.setStroke(stroke);
            g.draw(line);
        });
    }

    private void addPins(List<Item> items, Graphics2D g, Surface surface, View view, Theme theme) {
        for (int k = 0; k < slice().anchors().size(); k++) {
            Place place = slice().anchors().get(k).place();
            double height = surface.height(place.x(), place.y());
            if (!SliceFigure.isMarked(slice(), k) || Double.isNaN(height)) {
                continue;
            }
            Point2D foot = view.at(place.x(), place.y(), height);
            Line2D pin = new Line2D.Double(foot, view.at(place.x(), place.y(), PIN));
            Color color = SliceFigure.color(slice(), k, theme);
            items.add(new Item(view.depth(place.x(), place.y()) - 3 * LIFT, () -> {
                g.setColor(theme.surface());
                g.setStroke(new BasicStroke(3.5f));
                g.draw(pin);
                g.fill(ParticlesFigure.circle(foot, HEAD));
                g.setColor(color);
                g.setStroke(new BasicStroke(1.6f));
                g.draw(pin);
                g.fill(ParticlesFigure.circle(foot, HEAD - 1.5));
            }));
        }
    }

    /** The names of networks, over everything. */
    private void paintHeads(Graphics2D g, View view, Theme theme) {
        for (int k = slice().anchors().size() - 1; k >= 0; k--) {
            Place place = slice().anchors().get(k).place();
            if (SliceFigure.isMarked(slice(), k) && !SliceKey.isOutside(place, slice().window())) {
                SliceFigure.paintName(g, slice(), k, view.at(place.x(), place.y(), PIN), theme);
            }
        }
    }

    @Override
    public String caption() {
        return flat.caption() + "; as a surface, height is the loss on a log scale";
    }

    @Override
    public Optional<Table> table() {
        return flat.table();
    }
}
