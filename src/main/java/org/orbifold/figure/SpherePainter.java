package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.orbifold.path.GreatCircle;
import org.orbifold.path.SpherePair;

/** Paints the panels of spheres. */
final class SpherePainter {
    /** Segments of a curve. */
    private static final int SEGMENTS = 96;

    /** In panels narrower than this names are short. */
    private static final double BRIEF = 144;

    /** On globes smaller than this axes have no names. */
    private static final double NAMED = 44;

    private final Graphics2D g;
    private final double t;
    private final double biasLimit;
    private final Theme theme;

    SpherePainter(Graphics2D g, double t, double biasLimit, Theme theme) {
        this.g = g;
        this.t = t;
        this.biasLimit = biasLimit;
        this.theme = theme;
    }

    void paint(SpheresLayout.Panel panel, String name, boolean selected) {
        Rectangle2D bounds = panel.bounds();
        if (selected) {
            g.setColor(theme.accent());
            g.setStroke(new BasicStroke(1.5f));
            g.draw(new RoundRectangle2D.Double(
                    bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight(), 8, 8));
        }
        paintWords(panel, name);
        switch (panel.projection()) {
            case Projection.TwoPoints two -> paintTwoPoints(panel);
            case Projection.Circle circle -> {
                paintDisc(panel);
                paintRadii(panel);
                paintChord(panel);
                paintArc(panel, circle.circle());
                paintPoints(panel);
            }
            case Projection.Globe globe -> {
                paintDisc(panel);
                paintGraticule(panel);
                paintChord(panel);
                g.setColor(theme.aligned());
                g.setStroke(SphereMark.GEODESIC_BEHIND);
                paintCurve(panel, panel.pair()::onGeodesic, false);
                g.setStroke(SphereMark.GEODESIC);
                paintCurve(panel, panel.pair()::onGeodesic, true);
                paintPoints(panel);
            }
        }
        if (!panel.cylinder().isEmpty()) {
            paintCylinder(panel);
        }
    }

    /** The name and the angle above; below, how far the chord leaves the sphere, and whether the points are antipodes. */
    private void paintWords(SpheresLayout.Panel panel, String name) {
        Rectangle2D bounds = panel.bounds();
        SpherePair pair = panel.pair();
        double reach = Math.min(bounds.getWidth() / 2 - 6, Math.max(72, panel.radius()));
        double left = bounds.getCenterX() - reach;
        double right = bounds.getCenterX() + reach;
        String angle = "\u03b8 " + Type.degrees(pair.angle());
        g.setColor(theme.text());
        g.setFont(Type.strong(12));
        String fits = right - left < BRIEF ? name.replace("neuron ", "n").replaceFirst("last layer.*", "last") : name;
        Type.draw(g, fits, left, bounds.getY() + 15, Type.Anchor.START);
        g.setFont(Type.regular(Type.SMALL));
        if (pair.dimension() == 0) {
            g.setColor(theme.muted());
            Type.draw(
                    g,
                    pair.isDisconnected() ? "different components" : "same component",
                    bounds.getCenterX(),
                    panel.disc().getMaxY() + 16,
                    Type.Anchor.MIDDLE);
            return;
        }
        Type.draw(g, angle, right, bounds.getY() + 15, Type.Anchor.END);
        double y = panel.disc().getMaxY() + 16;
        String norm = "|m| " + Type.number(pair.midpointNorm());
        if (pair.isAntipodal()) {
            String both = "antipodes, " + norm;
            String text = Type.width(g.getFont(), both) + 20 <= bounds.getWidth() ? both : "antipodes";
            double half = Type.width(g.getFont(), text) / 2;
            SphereMark.ANTIPODES.paint(g, bounds.getCenterX() - half - 4, y - 3, false, theme);
            g.setColor(theme.text());
            Type.draw(g, text, bounds.getCenterX() + 6, y, Type.Anchor.MIDDLE);
        } else {
            g.setColor(theme.muted());
            Type.draw(g, norm, bounds.getCenterX(), y, Type.Anchor.MIDDLE);
        }
    }

    private void paintTwoPoints(SpheresLayout.Panel panel) {
        Rectangle2D disc = panel.disc();
        double y = disc.getCenterY();
        g.setFont(Type.regular(Type.SMALL));
        for (int sign : new int[] {-1, 1}) {
            double x = disc.getCenterX() + sign * 0.62 * panel.radius();
            g.setColor(theme.line());
            g.setStroke(new BasicStroke(1.5f));
            g.draw(new Ellipse2D.Double(x - 14, y - 14, 28, 28));
            g.setColor(theme.muted());
            Type.draw(g, sign < 0 ? "\u22121" : "+1", x, y + 30, Type.Anchor.MIDDLE);
        }
        double toA = disc.getCenterX() + panel.pair().x()[0] * 0.62 * panel.radius();
        double toB = disc.getCenterX() + panel.pair().y()[0] * 0.62 * panel.radius();
        double apart = toA == toB ? 6 : 0;
        SphereMark.B.paint(g, toB + apart, y, false, theme);
        SphereMark.A.paint(g, toA - apart, y, false, theme);
    }

    private void paintDisc(SpheresLayout.Panel panel) {
        Rectangle2D disc = panel.disc();
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1.2f));
        g.draw(new Ellipse2D.Double(disc.getX(), disc.getY(), disc.getWidth(), disc.getHeight()));
    }

    private void paintRadii(SpheresLayout.Panel panel) {
        Point2D center =
                new Point2D.Double(panel.disc().getCenterX(), panel.disc().getCenterY());
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(center, panel.at(panel.pair().x())));
        g.draw(new Line2D.Double(center, panel.at(panel.pair().y())));
        g.fill(new Ellipse2D.Double(center.getX() - 2, center.getY() - 2, 4, 4));
    }

    /** The equator and the meridians of the other two axes, on the viewer's side. */
    private void paintGraticule(SpheresLayout.Panel panel) {
        g.setStroke(new BasicStroke(0.8f));
        g.setColor(theme.line());
        for (int axis = 0; axis < 3; axis++) {
            int first = (axis + 1) % 3;
            int second = (axis + 2) % 3;
            paintCurve(
                    panel,
                    s -> {
                        double[] point = new double[3];
                        point[first] = Math.cos(2 * Math.PI * s);
                        point[second] = Math.sin(2 * Math.PI * s);
                        return point;
                    },
                    true);
        }
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        for (int axis = 0; axis < 3; axis++) {
            double[] tip = new double[3];
            tip[axis] = 1;
            if (panel.radius() >= NAMED && panel.projection().place(tip).towards() >= 0) {
                Point2D at = panel.at(tip);
                g.fill(new Ellipse2D.Double(at.getX() - 1.5, at.getY() - 1.5, 3, 3));
                Type.draw(g, "w" + "\u2081\u2082\u2083".charAt(axis), at.getX() + 5, at.getY() - 4, Type.Anchor.START);
            }
        }
    }

    private interface Curve {
        double[] at(double s);
    }

    /** Draws what of a curve lies on one side of the sphere: towards the viewer or behind. */
    private void paintCurve(SpheresLayout.Panel panel, Curve curve, boolean front) {
        Path2D path = new Path2D.Double();
        boolean drawing = false;
        for (int k = 0; k <= SEGMENTS; k++) {
            double[] point = curve.at((double) k / SEGMENTS);
            boolean visible = panel.projection().place(point).towards() >= 0 == front;
            Point2D at = panel.at(point);
            if (visible && drawing) {
                path.lineTo(at.getX(), at.getY());
            } else if (visible) {
                path.moveTo(at.getX(), at.getY());
            }
            drawing = visible;
        }
        g.draw(path);
    }

    private void paintChord(SpheresLayout.Panel panel) {
        g.setColor(theme.naive());
        g.setStroke(SphereMark.CHORD);
        g.draw(new Line2D.Double(
                panel.at(panel.pair().x()), panel.at(panel.pair().y())));
    }

    private void paintArc(SpheresLayout.Panel panel, GreatCircle circle) {
        g.setColor(theme.aligned());
        g.setStroke(SphereMark.GEODESIC);
        double start = Math.toDegrees(circle.angle(panel.pair().x()));
        double way = Math.toDegrees(way(panel.pair(), circle));
        g.draw(new Arc2D.Double(panel.disc(), start, way, Arc2D.OPEN));
    }

    /** The angle that the geodesic covers on its great circle, with its sign. */
    private static double way(SpherePair pair, GreatCircle circle) {
        double quarter = circle.angle(pair.onGeodesic(0.25)) - circle.angle(pair.x());
        return 4 * Math.IEEEremainder(quarter, 2 * Math.PI);
    }

    /** The chord's midpoint, the place t on both ways, and the points of A and B. */
    private void paintPoints(SpheresLayout.Panel panel) {
        SpherePair pair = panel.pair();
        paint(SphereMark.MIDPOINT, panel, pair.onChord(0.5));
        paint(SphereMark.ON_CHORD, panel, pair.onChord(t));
        paint(SphereMark.ON_GEODESIC, panel, pair.onGeodesic(t));
        paint(SphereMark.B, panel, pair.y());
        paint(SphereMark.A, panel, pair.x());
    }

    private void paint(SphereMark mark, SpheresLayout.Panel panel, double[] point) {
        Point2D at = panel.at(point);
        boolean behind = panel.projection().place(point).towards() < 0;
        mark.paint(g, at.getX(), at.getY(), behind && (mark == SphereMark.A || mark == SphereMark.B), theme);
    }

    /** Direction across and canonical bias upwards, on one scale for all neurons; the way from A to B is straight. */
    private void paintCylinder(SpheresLayout.Panel panel) {
        Rectangle2D strip = panel.cylinder();
        SpherePair pair = panel.pair();
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(strip);
        g.draw(new Line2D.Double(strip.getMinX(), strip.getCenterY(), strip.getMaxX(), strip.getCenterY()));
        Shape clip = g.getClip();
        g.clip(strip);
        double start = Projection.Circle.UNIT.circle().angle(pair.x());
        double way = way(pair, Projection.Circle.UNIT.circle());
        g.setColor(theme.aligned());
        g.setStroke(SphereMark.GEODESIC);
        for (int round = -1; round <= 1; round++) {
            g.draw(new Line2D.Double(
                    onStrip(strip, start + 2 * Math.PI * round, pair.biasX()),
                    onStrip(strip, start + way + 2 * Math.PI * round, pair.biasY())));
        }
        g.setClip(clip);
        paintOnStrip(SphereMark.ON_GEODESIC, strip, start + t * way, (1 - t) * pair.biasX() + t * pair.biasY());
        paintOnStrip(SphereMark.B, strip, start + way, pair.biasY());
        paintOnStrip(SphereMark.A, strip, start, pair.biasX());
    }

    private void paintOnStrip(SphereMark mark, Rectangle2D strip, double angle, double bias) {
        Point2D at = onStrip(strip, Math.IEEEremainder(angle, 2 * Math.PI), bias);
        mark.paint(g, at.getX(), at.getY(), false, theme);
    }

    private Point2D onStrip(Rectangle2D strip, double angle, double bias) {
        return new Point2D.Double(
                strip.getCenterX() + angle / (2 * Math.PI) * strip.getWidth(),
                strip.getCenterY() - bias / biasLimit * (strip.getHeight() / 2 - 6));
    }
}
