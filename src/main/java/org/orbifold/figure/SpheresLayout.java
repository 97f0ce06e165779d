package org.orbifold.figure;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.orbifold.path.SpherePair;

/**
 * Where the panels of spheres lie in a picture, in rows: as many as have room, and on them the spheres' discs and what
 * cylinders there are.
 */
public final class SpheresLayout {
    /** The smallest disc, across. */
    private static final double SMALLEST = 60;

    private static final double LARGEST = 300;

    /** The narrowest panel: a neuron's name and an angle have room in it. */
    private static final double NARROWEST = 94;

    private static final double ABOVE = 25;
    private static final double BELOW = 22;
    private static final double BESIDE = 12;

    /**
     * A sphere's panel.
     *
     * @param disc a square around the unit disc
     * @param cylinder the cylinder of direction and bias, cut open; empty where there is none
     */
    public record Panel(
            SpherePair pair, Projection projection, Rectangle2D bounds, Rectangle2D disc, Rectangle2D cylinder) {
        /** Where a point of the sphere, or of the ball inside, is drawn. */
        public Point2D at(double[] point) {
            Projection.Place place = projection.place(point);
            return new Point2D.Double(
                    disc.getCenterX() + radius() * place.right(), disc.getCenterY() - radius() * place.up());
        }

        /** The point of the sphere that is drawn nearest a place of the picture. */
        public double[] lift(double x, double y, boolean front) {
            return projection.lift((x - disc.getCenterX()) / radius(), (disc.getCenterY() - y) / radius(), front);
        }

        /** The radius of the sphere. */
        public double radius() {
            return disc.getWidth() / 2;
        }
    }

    private final Rectangle2D area;
    private final boolean cylinders;
    private final int columns;
    private final int rows;
    private final double disc;

    /**
     * Rows of panels in an area.
     *
     * @param wanted how many panels there are to show
     * @param cylinders whether room is left for cylinders
     */
    SpheresLayout(Rectangle2D area, int wanted, boolean cylinders) {
        this.area = area;
        this.cylinders = cylinders;
        int best = 1;
        for (int c = 2; c <= wanted && area.getWidth() / c >= NARROWEST; c++) {
            best = discWith(c, wanted) > discWith(best, wanted) ? c : best;
        }
        if (discWith(best, wanted) >= SMALLEST) {
            columns = best;
            rows = (wanted + best - 1) / best;
        } else {
            columns = Math.max(1, (int) (area.getWidth() / NARROWEST));
            rows = Math.max(1, (int) (area.getHeight() / (ABOVE + SMALLEST * (1 + strip()) + BELOW)));
        }
        disc = Math.min(LARGEST, room(columns, rows));
    }

    private double strip() {
        return cylinders ? 0.34 : 0;
    }

    private double discWith(int across, int wanted) {
        return room(across, (wanted + across - 1) / across);
    }

    private double room(int across, int down) {
        double beside = area.getWidth() / across - 2 * BESIDE;
        double below = (area.getHeight() / down - ABOVE - BELOW) / (1 + strip());
        return Math.max(8, Math.min(beside, below));
    }

    /** How many panels have room. */
    int capacity() {
        return columns * rows;
    }

    /** The places of some spheres, no more than there is room for. */
    List<Panel> place(List<SpherePair> pairs, Function<SpherePair, Projection> projections) {
        double width = area.getWidth() / columns;
        double high = ABOVE + disc * (1 + strip()) + BELOW;
        double spare = (area.getHeight() - rows * high) / rows;
        List<Panel> panels = new ArrayList<>();
        for (int k = 0; k < pairs.size(); k++) {
            Projection projection = projections.apply(pairs.get(k));
            int row = k / columns;
            double x = area.getX() + k % columns * width;
            double y = area.getY() + row * (high + spare) + spare / 2;
            Rectangle2D bounds = new Rectangle2D.Double(x + 4, y + 2, width - 8, high - 4);
            Rectangle2D square = new Rectangle2D.Double(x + (width - disc) / 2, y + ABOVE, disc, disc);
            Rectangle2D cylinder = new Rectangle2D.Double();
            if (projection instanceof Projection.Circle circle && circle.whole()) {
                double across = Math.min(width - 2 * BESIDE, 1.5 * disc);
                cylinder.setRect(x + (width - across) / 2, square.getMaxY() + BELOW, across, (strip() - 0.04) * disc);
            }
            panels.add(new Panel(pairs.get(k), projection, bounds, square, cylinder));
        }
        return panels;
    }
}
