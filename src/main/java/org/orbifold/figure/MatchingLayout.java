package org.orbifold.figure;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/**
 * Where a matching's parts lie.
 *
 * @param ribbons between A's neurons, at its left edge, and B's, at its right edge
 * @param before the matrix of B as it was
 * @param after the matrix of B permuted
 * @param neurons of each
 */
public record MatchingLayout(Rectangle2D ribbons, Rectangle2D before, Rectangle2D after, int neurons) {
    static final double TOP = 52;
    private static final double BOTTOM = 64;
    private static final double MARGIN = 20;
    private static final double LABELS = 36;
    private static final double TITLE = 34;

    /** In a picture of that size: matrices one over the other, or side by side where they are larger so. */
    public static MatchingLayout of(int neurons, double width, double height) {
        double room = height - TOP - BOTTOM;
        double wide = Math.clamp(0.34 * width, 140, 420);
        double left = MARGIN + LABELS;
        Rectangle2D ribbons = new Rectangle2D.Double(left, TOP, Math.max(40, wide - 2 * LABELS), Math.max(40, room));
        double rest = left + wide + MARGIN;
        double free = width - MARGIN - rest;
        double stacked = Math.min(free, (room - TITLE) / 2);
        double beside = Math.min((free - TITLE) / 2, room);
        double side = Math.max(30, Math.max(stacked, beside));
        boolean below = stacked >= beside;
        double x = rest + (free - (below ? side : 2 * side + TITLE)) / 2;
        double y = TOP + Math.max(0, (room - (below ? 2 * side + TITLE : side)) / 2);
        Rectangle2D before = new Rectangle2D.Double(x, y, side, side);
        Rectangle2D after = below
                ? new Rectangle2D.Double(x, y + side + TITLE, side, side)
                : new Rectangle2D.Double(x + side + TITLE, y, side, side);
        return new MatchingLayout(ribbons, before, after, neurons);
    }

    /** Where a neuron of A is. */
    public Point2D a(double index) {
        return new Point2D.Double(ribbons.getMinX(), y(index));
    }

    /** Where a neuron of B is, or a place between two. */
    public Point2D b(double index) {
        return new Point2D.Double(ribbons.getMaxX(), y(index));
    }

    private double y(double index) {
        return ribbons.getMinY() + (index + 0.5) / neurons * ribbons.getHeight();
    }

    /** The neuron of A, or of B, nearest a height. */
    public int nearest(double y) {
        return Math.clamp((int) Math.floor((y - ribbons.getMinY()) / ribbons.getHeight() * neurons), 0, neurons - 1);
    }

    /** How large a neuron is drawn. */
    public double radius() {
        return Math.clamp(0.36 * ribbons.getHeight() / neurons, 1, 11);
    }
}
