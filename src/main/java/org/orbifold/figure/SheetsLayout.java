package org.orbifold.figure;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.Architecture;

/** Where the units of a large network stand in a picture of some size: a panel a weighted layer, the input on the left. */
public final class SheetsLayout {
    private static final double TOP = 56;
    private static final double BOTTOM = 92;
    private static final double LEFT = 20;
    private static final double RIGHT = 64;
    private static final double GAP = 44;
    private static final double DISCS = 36;
    private static final double INPUT_SHARE = 0.15;
    private static final double LEAST_TILE = 6;
    private static final double LARGEST_TILE = 72;
    private static final double LARGEST_ROW = 26;

    /**
     * A layer's place.
     *
     * @param across tiles side by side
     * @param shown how many units there is room for
     */
    record Panel(UnitLayer layer, Rectangle2D area, int across, int shown) {
        private int down() {
            return (shown + across - 1) / across;
        }

        /** A unit at rest. */
        Rectangle2D unit(int i) {
            double w = area.getWidth() / across;
            double h = area.getHeight() / down();
            return new Rectangle2D.Double(
                    area.getX() + i % across * w, area.getY() + Math.floorDiv(i, across) * h, w, h);
        }

        private Optional<Integer> at(double x, double y) {
            if (!area.contains(x, y)) {
                return Optional.empty();
            }
            int column = (int) ((x - area.getX()) / area.getWidth() * across);
            int row = (int) ((y - area.getY()) / area.getHeight() * down());
            int unit = row * across + column;
            return unit < shown ? Optional.of(unit) : Optional.empty();
        }
    }

    /** A unit in a panel: a neuron or channel, where it is seen. */
    public record Place(int panel, int unit) {}

    private final List<Panel> panels = new ArrayList<>();
    private final Optional<Rectangle2D> input;
    private final double height;

    /** A layout in points. */
    public SheetsLayout(Architecture architecture, double width, double height) {
        this(UnitLayer.of(architecture), width, height);
    }

    SheetsLayout(List<UnitLayer> layers, double width, double height) {
        this.height = height;
        double high = Math.max(20, height - TOP - BOTTOM);
        boolean images = layers.getFirst().form() == UnitLayer.Form.TILES
                && layers.getFirst().kernels() == 1
                && layers.getFirst().kernelWidth() > 7;
        double x = LEFT;
        double room = width - LEFT - RIGHT - GAP * (layers.size() - 1);
        if (images) {
            double side = Math.min(INPUT_SHARE * width, high);
            input = Optional.of(new Rectangle2D.Double(x, TOP + (high - side) / 2, side, side));
            x += side + GAP;
            room -= side + GAP;
        } else {
            input = Optional.empty();
        }
        long discs = layers.stream()
                .filter(layer -> layer.form() == UnitLayer.Form.DISCS)
                .count();
        double wide = Math.max(12, (room - discs * DISCS) / Math.max(1, layers.size() - discs));
        for (UnitLayer layer : layers) {
            double own = layer.form() == UnitLayer.Form.DISCS ? DISCS : wide;
            panels.add(panel(layer, new Rectangle2D.Double(x, TOP, own, high)));
            x += own + GAP;
        }
    }

    private static Panel panel(UnitLayer layer, Rectangle2D room) {
        if (layer.form() != UnitLayer.Form.TILES) {
            double row = Math.min(LARGEST_ROW, room.getHeight() / layer.units());
            return new Panel(layer, middle(room, room.getWidth(), row * layer.units()), 1, layer.units());
        }
        double aspect = (double) layer.tileHeight() / layer.tileWidth();
        int best = 1;
        double size = 0;
        int most = layer.units() <= UnitLayer.ONE_COLUMN ? 1 : layer.units();
        for (int across = 1; across <= most && room.getWidth() / across >= LEAST_TILE; across++) {
            int down = (layer.units() + across - 1) / across;
            double fits = Math.min(room.getWidth() / across, room.getHeight() / down / aspect);
            if (fits > size) {
                size = fits;
                best = across;
            }
        }
        size = Math.clamp(size, LEAST_TILE, LARGEST_TILE);
        int down =
                (int) Math.max(1, Math.min(Math.ceilDiv(layer.units(), best), room.getHeight() / size / aspect + 1e-6));
        int shown = Math.min(layer.units(), best * down);
        return new Panel(layer, middle(room, size * best, size * aspect * down), best, shown);
    }

    private static Rectangle2D middle(Rectangle2D room, double width, double height) {
        return new Rectangle2D.Double(
                room.getX() + (room.getWidth() - width) / 2,
                room.getY() + (room.getHeight() - height) / 2,
                width,
                height);
    }

    List<Panel> panels() {
        return panels;
    }

    /** Where the input is drawn, if it is an image. */
    Optional<Rectangle2D> input() {
        return input;
    }

    /** Where the panels' headings stand. */
    double headings() {
        return TOP - 36;
    }

    /** Where the panels' keys stand. */
    double keys() {
        return height - BOTTOM + 18;
    }

    /** The unit under a point. */
    public Optional<Place> at(double x, double y) {
        for (int k = 0; k < panels.size(); k++) {
            int panel = k;
            Optional<Place> place = panels.get(k).at(x, y).map(unit -> new Place(panel, unit));
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    /** The unit of a hidden layer that stands in a place; none of the output. */
    public Optional<Neuron> neuron(Place place) {
        int group = panels.get(place.panel).layer().group();
        return group < 0 ? Optional.empty() : Optional.of(new Neuron(group + 1, place.unit));
    }

    /** Where a hidden unit is seen: in one panel, or in several that change places together. */
    public List<Place> places(Neuron neuron) {
        List<Place> places = new ArrayList<>();
        for (int k = 0; k < panels.size(); k++) {
            if (panels.get(k).layer().group() == neuron.column() - 1
                    && neuron.index() < panels.get(k).shown()) {
                places.add(new Place(k, neuron.index()));
            }
        }
        return places;
    }

    /** The middle of a place. */
    public Point2D center(Place place) {
        Rectangle2D at = panels.get(place.panel).unit(place.unit);
        return new Point2D.Double(at.getCenterX(), at.getCenterY());
    }
}
