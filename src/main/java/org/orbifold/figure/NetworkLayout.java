package org.orbifold.figure;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.Architecture;

/** Where a network's neurons stand in a picture of some size: one column a layer, from the input on the left. */
public final class NetworkLayout {
    /** Room above the columns for their headings, below for the key. */
    private static final double TOP = 52;

    private static final double BOTTOM = 64;
    private static final double SIDE = 64;
    private static final double MAX_RADIUS = 19;

    /** Neurons that are as far apart as this have their number over them. */
    static final double NUMBERED = 34;

    /** Half the room that a number needs. */
    private static final double NUMBER = 6.5;

    private static final double LEAST_SPACING = 9;

    private final List<Integer> widths;
    private final double width;
    private final double height;
    private final double top;
    private final double bottom;
    private final double leastSpacing;

    /** A layout in points. */
    public NetworkLayout(Architecture architecture, double width, double height) {
        this(architecture.widths(), width, height, TOP, BOTTOM, LEAST_SPACING);
    }

    /** A layout in points, with other room above and below the columns, and between neurons that are shown. */
    NetworkLayout(List<Integer> widths, double width, double height, double top, double bottom, double leastSpacing) {
        this.widths = widths;
        this.width = width;
        this.height = height;
        this.top = top;
        this.bottom = bottom;
        this.leastSpacing = leastSpacing;
    }

    /** The number of columns. */
    public int columns() {
        return widths.size();
    }

    /** Neurons in a column. */
    public int neurons(int column) {
        return widths.get(column);
    }

    /** How many of a column's neurons there is room to show; the first ones are. */
    public int shown(int column) {
        int room = (int) Math.max(1, (height - top - bottom) / leastSpacing);
        return Math.min(neurons(column), room);
    }

    /** Whether every neuron is shown. */
    public boolean isComplete() {
        for (int c = 0; c < columns(); c++) {
            if (shown(c) < neurons(c)) {
                return false;
            }
        }
        return true;
    }

    /** The x of a column. */
    public double x(int column) {
        return SIDE + (width - 2 * SIDE) * column / (columns() - 1);
    }

    /** The distance between a column's neurons. */
    public double spacing(int column) {
        return Math.min(72, (height - top - bottom) / shown(column));
    }

    /** The y of a place in a column, whole numbers being neurons at rest. */
    public double y(int column, double slot) {
        double middle = top + (height - top - bottom) / 2;
        return middle + (slot - (shown(column) - 1) / 2.0) * spacing(column);
    }

    /** The place in a column nearest a y, within the column. */
    public int slotAt(int column, double y) {
        double slot = (y - y(column, 0)) / spacing(column);
        return Math.clamp(Math.round(slot), 0, shown(column) - 1);
    }

    /** The radius of a column's neurons. */
    public double radius(int column) {
        double spacing = spacing(column);
        double room = spacing >= NUMBERED ? 0.5 * spacing - NUMBER : spacing;
        return Math.clamp(Math.min(0.36 * spacing, room), 2.5, MAX_RADIUS);
    }

    /** The middle of a neuron at rest. */
    public Point2D center(Neuron neuron) {
        return new Point2D.Double(x(neuron.column()), y(neuron.column(), neuron.index()));
    }

    /** The neuron under a point, with a little tolerance. */
    public Optional<Neuron> at(double px, double py) {
        for (int c = 0; c < columns(); c++) {
            double reach = radius(c) + 4;
            if (Math.abs(px - x(c)) <= reach) {
                int slot = slotAt(c, py);
                if (Math.hypot(px - x(c), py - y(c, slot)) <= reach) {
                    return Optional.of(new Neuron(c, slot));
                }
            }
        }
        return Optional.empty();
    }

    /** The strip at the bottom for the key. */
    public Rectangle2D key() {
        return new Rectangle2D.Double(SIDE, height - 42, Math.min(280, width - 2 * SIDE), 10);
    }
}
