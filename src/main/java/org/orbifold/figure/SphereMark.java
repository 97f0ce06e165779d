package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What stands for a point on a picture of spheres: a shape besides a colour. */
enum SphereMark {
    A,
    B,
    ON_GEODESIC,
    ON_CHORD,
    MIDPOINT,
    ANTIPODES;

    static final BasicStroke GEODESIC = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke GEODESIC_BEHIND =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {2, 3}, 0);
    static final BasicStroke CHORD =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

    /** Paints the mark; hollow where it lies behind a sphere. */
    void paint(Graphics2D g, double x, double y, boolean hollow, Theme theme) {
        Shape shape = shape(x, y);
        Color color = color(theme);
        if (this == MIDPOINT) {
            g.setColor(color);
            g.setStroke(new BasicStroke(1.6f));
            g.draw(shape);
            return;
        }
        g.setColor(hollow ? theme.surface() : color);
        g.fill(shape);
        g.setColor(hollow ? color : theme.surface());
        g.setStroke(new BasicStroke(hollow ? 1.8f : 1));
        g.draw(shape);
    }

    private Color color(Theme theme) {
        return switch (this) {
            case A -> theme.networkA();
            case B -> theme.networkB();
            case ON_GEODESIC -> theme.aligned();
            case ON_CHORD, MIDPOINT -> theme.naive();
            case ANTIPODES -> theme.text();
        };
    }

    private Shape shape(double x, double y) {
        return switch (this) {
            case A -> new Ellipse2D.Double(x - 5, y - 5, 10, 10);
            case B -> new Rectangle2D.Double(x - 5.5, y - 5.5, 11, 11);
            case ON_GEODESIC -> polygon(x, y, 4, 6);
            case ON_CHORD -> polygon(x, y, 4, 5);
            case MIDPOINT -> {
                Path2D cross = new Path2D.Double();
                cross.moveTo(x - 3.5, y - 3.5);
                cross.lineTo(x + 3.5, y + 3.5);
                cross.moveTo(x - 3.5, y + 3.5);
                cross.lineTo(x + 3.5, y - 3.5);
                yield cross;
            }
            case ANTIPODES -> polygon(x, y, 3, 6);
        };
    }

    /** A regular polygon, a corner upwards. */
    private static Shape polygon(double x, double y, int corners, double radius) {
        Path2D path = new Path2D.Double();
        for (int k = 0; k < corners; k++) {
            double angle = 2 * Math.PI * k / corners - Math.PI / 2;
            double atX = x + radius * Math.cos(angle);
            double atY = y + radius * Math.sin(angle);
            if (k == 0) {
                path.moveTo(atX, atY);
            } else {
                path.lineTo(atX, atY);
            }
        }
        path.closePath();
        return path;
    }
}
