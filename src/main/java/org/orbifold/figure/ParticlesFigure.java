package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.flow.PrincipalPlane.Place;

/**
 * Networks moving through a flow: each where it is at a flow time, with the way that it came, over the networks that the
 * flow learned from. The projection is fixed, and what it shows of the variance stands beside its axes.
 *
 * @param tau the flow time, from 0, the source, to 1, the networks that are made
 * @param marked the particle that stands out
 */
public record ParticlesFigure(Particles particles, double tau, Optional<Integer> marked) implements Figure {
    private static final double RADIUS = 3.5;

    /** How far from a particle's centre it is still meant, in points. */
    private static final double REACH = 9;

    private static Rectangle2D area(double width, double height) {
        return new Rectangle2D.Double(40, 12, Math.max(10, width - 56), Math.max(10, height - 76));
    }

    /** Where a place of the plane is in a picture of that size; both directions have one scale. */
    private Point2D onPicture(Place place, Rectangle2D area) {
        Domain frame = particles.frame();
        double scale = Math.min(
                area.getWidth() / (frame.maxX() - frame.minX()), area.getHeight() / (frame.maxY() - frame.minY()));
        double x = place.x() - (frame.minX() + frame.maxX()) / 2;
        double y = place.y() - (frame.minY() + frame.maxY()) / 2;
        return new Point2D.Double(area.getCenterX() + scale * x, area.getCenterY() - scale * y);
    }

    /** Where a particle is in a picture of that size. */
    public Point2D center(int particle, double width, double height) {
        return onPicture(particles.at(particle, tau), area(width, height));
    }

    /** The particle nearest a point of a picture of that size, if one is near. */
    public Optional<Integer> nearest(double x, double y, double width, double height) {
        Optional<Integer> nearest = Optional.empty();
        double least = REACH;
        for (int k = 0; k < particles.tracks().size(); k++) {
            double distance = center(k, width, height).distance(x, y);
            if (distance < least) {
                least = distance;
                nearest = Optional.of(k);
            }
        }
        return nearest;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D area = area(width, height);
        Shape clip = g.getClip();
        g.clip(area);
        paintTraining(g, area, theme);
        paintTracks(g, area, theme);
        int outside = paintParticles(g, area, theme);
        g.setClip(clip);
        paintAxes(g, area, theme);
        paintKey(g, area, outside, theme);
    }

    private void paintTraining(Graphics2D g, Rectangle2D area, Theme theme) {
        g.setColor(faint(theme.naive(), 150));
        for (Place place : particles.training()) {
            g.fill(circle(onPicture(place, area), 1.8));
        }
    }

    private void paintTracks(Graphics2D g, Rectangle2D area, Theme theme) {
        for (int k = 0; k < particles.tracks().size(); k++) {
            boolean stands = isMarked(k);
            g.setColor(stands ? theme.text() : faint(theme.networkB(), theme.isDark() ? 70 : 55));
            g.setStroke(new BasicStroke(stands ? 1.6f : 1));
            g.draw(track(k, area));
        }
    }

    /** The way of a particle until now. */
    private Path2D track(int k, Rectangle2D area) {
        List<Place> places = particles.tracks().get(k);
        Path2D path = new Path2D.Double();
        Point2D start = onPicture(places.getFirst(), area);
        path.moveTo(start.getX(), start.getY());
        for (int i = 1; i < tau * (places.size() - 1); i++) {
            Point2D at = onPicture(places.get(i), area);
            path.lineTo(at.getX(), at.getY());
        }
        Point2D end = onPicture(particles.at(k, tau), area);
        path.lineTo(end.getX(), end.getY());
        return path;
    }

    private boolean isMarked(int k) {
        return marked.isPresent() && marked.get() == k;
    }

    /** Paints them, and tells how many are outside the area. */
    private int paintParticles(Graphics2D g, Rectangle2D area, Theme theme) {
        int outside = 0;
        g.setStroke(new BasicStroke(0.8f));
        for (int k = 0; k < particles.tracks().size(); k++) {
            Point2D at = onPicture(particles.at(k, tau), area);
            outside += area.contains(at) ? 0 : 1;
            g.setColor(theme.networkB());
            g.fill(circle(at, RADIUS));
            g.setColor(theme.surface());
            g.draw(circle(at, RADIUS));
        }
        marked.filter(k -> k < particles.tracks().size()).ifPresent(k -> {
            Point2D at = onPicture(particles.at(k, tau), area);
            g.setColor(theme.networkB());
            g.fill(circle(at, RADIUS + 1.5));
            g.setColor(theme.text());
            g.setStroke(new BasicStroke(2));
            g.draw(circle(at, RADIUS + 2.5));
        });
        return outside;
    }

    private static Ellipse2D circle(Point2D center, double radius) {
        return new Ellipse2D.Double(center.getX() - radius, center.getY() - radius, 2 * radius, 2 * radius);
    }

    private static Color faint(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    private void paintAxes(Graphics2D g, Rectangle2D area, Theme theme) {
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(area);
        g.setColor(theme.text());
        g.setFont(Type.regular(12));
        Type.draw(g, axis(0), area.getCenterX(), area.getMaxY() + 17, Type.Anchor.MIDDLE);
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(area.getMinX() - 12, area.getCenterY());
        turned.rotate(-Math.PI / 2);
        Type.draw(turned, axis(1), 0, 0, Type.Anchor.MIDDLE);
        turned.dispose();
        g.setFont(Type.strong(Type.BODY));
        Type.draw(
                g,
                String.format(Locale.ROOT, "\u03c4 = %.2f", tau),
                area.getMaxX() - 10,
                area.getMinY() + 20,
                Type.Anchor.END);
    }

    private String axis(int direction) {
        return String.format(
                Locale.ROOT,
                "principal direction %d (%.0f %% of the variance)",
                direction + 1,
                100 * particles.plane().share(direction));
    }

    private void paintKey(Graphics2D g, Rectangle2D area, int outside, Theme theme) {
        double y = area.getMaxY() + 42;
        double x = area.getMinX();
        g.setFont(Type.regular(Type.SMALL));
        x = entry(g, circle(new Point2D.Double(x + 6, y), RADIUS), theme.networkB(), made(outside), x + 16, y, theme);
        g.setColor(faint(theme.networkB(), 140));
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(x, y, x + 24, y));
        g.setColor(theme.muted());
        String way = "way since \u03c4 = 0";
        Type.draw(g, way, x + 30, y + 4, Type.Anchor.START);
        x += 30 + Type.width(g.getFont(), way) + 16;
        if (!particles.training().isEmpty()) {
            String label = particles.training().size() + " training networks";
            entry(g, circle(new Point2D.Double(x + 6, y), 1.8), theme.naive(), label, x + 16, y, theme);
        }
    }

    private String made(int outside) {
        return particles.tracks().size() + " networks of the flow" + (outside > 0 ? " (" + outside + " outside)" : "");
    }

    private static double entry(Graphics2D g, Shape mark, Color color, String label, double x, double y, Theme theme) {
        g.setColor(color);
        g.fill(mark);
        g.setColor(theme.muted());
        Type.draw(g, label, x, y + 4, Type.Anchor.START);
        return x + Type.width(g.getFont(), label) + 16;
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "%d networks of a flow at flow time %.2f, in a plane that shows %.0f %% of the variance of %s",
                particles.tracks().size(),
                tau,
                100 * (particles.plane().share(0) + particles.plane().share(1)),
                particles.training().isEmpty()
                        ? "the networks at time 1"
                        : particles.training().size() + " training networks");
    }
}
