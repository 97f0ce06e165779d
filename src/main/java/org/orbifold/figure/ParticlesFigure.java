package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.orbifold.flow.PrincipalPlane.Place;

/**
 * Networks moving through a flow: each where it is at a flow time, with the way that it came, over the networks that the
 * flow learned from. The projection is fixed, and what it shows of the variance stands beside its axes.
 *
 * @param tau the flow time, from 0, the source, to 1, the networks that are made
 * @param marked the particle that stands out
 * @param overlays what is drawn over it
 * @param pair of the last training step
 */
public record ParticlesFigure(
        Particles particles, double tau, Optional<Integer> marked, Set<Overlay> overlays, Optional<SeenPair> pair)
        implements Figure {
    /** What is drawn on request. */
    public enum Overlay {
        /** The velocity of each particle as it is seen in the plane. */
        VELOCITIES,
        /** Where half and nine tenths of the particles and of the training networks are. */
        DENSITY
    }

    /** Arrows are as long as the way in this much flow time. */
    static final double MOMENT = 0.1;

    static final double RADIUS = 3.5;
    static final double TRAINING_RADIUS = 1.8;
    static final BasicStroke DASHED =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

    /** The shares of all networks that densities are outlined for. */
    private static final double[] SHARES = {0.5, 0.9};

    /** How far from a particle's centre it is still meant, in points. */
    private static final double REACH = 9;

    public ParticlesFigure {
        overlays = Set.copyOf(overlays);
    }

    /** Networks at a flow time, without more. */
    public ParticlesFigure(Particles particles, double tau) {
        this(particles, tau, Optional.empty(), Set.of(), Optional.empty());
    }

    private Rectangle2D area(double width, double height) {
        double wide = Math.max(10, width - 56);
        double key = new ParticlesKey(this, particles.tracks().size()).height(wide);
        return new Rectangle2D.Double(40, 12, wide, Math.max(10, height - 46 - key));
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
        Rectangle2D area = area(width, height);
        for (int k = 0; k < particles.tracks().size(); k++) {
            double distance = onPicture(particles.at(k, tau), area).distance(x, y);
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
        if (overlays.contains(Overlay.DENSITY)) {
            paintDensity(g, area, particles.training(), theme.naive(), theme);
            paintDensity(g, area, now(), theme.networkB(), theme);
        }
        paintTracks(g, area, theme);
        if (overlays.contains(Overlay.VELOCITIES)) {
            paintVelocities(g, area, theme);
        }
        int outside = paintParticles(g, area, theme);
        pair.ifPresent(seen -> paintPair(g, area, seen, theme));
        g.setClip(clip);
        paintAxes(g, area, theme);
        new ParticlesKey(this, outside).paint(g, area, theme);
    }

    private List<Place> now() {
        return IntStream.range(0, particles.tracks().size())
                .mapToObj(k -> particles.at(k, tau))
                .toList();
    }

    /** Outlines: solid where half of the places are, dashed where nine tenths are. */
    private void paintDensity(Graphics2D g, Rectangle2D area, List<Place> places, Color color, Theme theme) {
        if (places.isEmpty()) {
            return;
        }
        Density density = new Density(places, particles.frame());
        Domain known = density.domain();
        Point2D corner = onPicture(new Place(known.minX(), known.maxY()), area);
        Point2D opposite = onPicture(new Place(known.maxX(), known.minY()), area);
        AffineTransform toPicture = AffineTransform.getTranslateInstance(corner.getX(), corner.getY());
        toPicture.scale(opposite.getX() - corner.getX(), opposite.getY() - corner.getY());
        for (double share : SHARES) {
            Shape outline = toPicture.createTransformedShape(density.region(share));
            g.setColor(faint(color, theme.isDark() ? 34 : 24));
            g.fill(outline);
            g.setColor(color);
            g.setStroke(share == SHARES[0] ? new BasicStroke(1.4f) : DASHED);
            g.draw(outline);
        }
    }

    private void paintVelocities(Graphics2D g, Rectangle2D area, Theme theme) {
        g.setColor(theme.text());
        g.setStroke(new BasicStroke(1.1f));
        for (int k = 0; k < particles.tracks().size(); k++) {
            Place at = particles.at(k, tau);
            Place velocity = particles.velocity(k, tau);
            Place to = new Place(at.x() + MOMENT * velocity.x(), at.y() + MOMENT * velocity.y());
            arrow(g, onPicture(at, area), onPicture(to, area));
        }
    }

    static void arrow(Graphics2D g, Point2D from, Point2D to) {
        g.draw(new Line2D.Double(from, to));
        double length = from.distance(to);
        if (length > 1) {
            double size = Math.min(5, 0.6 * length);
            double ux = size * (to.getX() - from.getX()) / length;
            double uy = size * (to.getY() - from.getY()) / length;
            g.draw(new Line2D.Double(to.getX(), to.getY(), to.getX() - ux + 0.5 * uy, to.getY() - uy - 0.5 * ux));
            g.draw(new Line2D.Double(to.getX(), to.getY(), to.getX() - ux - 0.5 * uy, to.getY() - uy + 0.5 * ux));
        }
    }

    private void paintPair(Graphics2D g, Rectangle2D area, SeenPair seen, Theme theme) {
        if (seen.parts() > 0) {
            g.setColor(theme.accent());
            g.setStroke(new BasicStroke(2));
            g.draw(line(seen.path(), area));
            g.fill(ParticlesKey.square(onPicture(seen.path().getFirst(), area)));
            g.setStroke(new BasicStroke(1.6f));
            g.draw(circle(onPicture(seen.path().getLast(), area), RADIUS + 2));
        }
        Point2D at = onPicture(seen.point(), area);
        if (seen.parts() > 1) {
            g.setColor(theme.accent());
            g.fill(circle(at, RADIUS + 1));
        }
        g.setStroke(new BasicStroke(2.4f));
        if (seen.parts() > 2) {
            g.setColor(theme.aligned());
            arrow(g, at, onPicture(seen.velocity(), area));
        }
        if (seen.parts() > 3) {
            g.setColor(theme.classColor(3));
            arrow(g, at, onPicture(seen.prediction(), area));
        }
    }

    private Path2D line(List<Place> places, Rectangle2D area) {
        Path2D line = new Path2D.Double();
        for (Place place : places) {
            Point2D at = onPicture(place, area);
            if (line.getCurrentPoint() == null) {
                line.moveTo(at.getX(), at.getY());
            } else {
                line.lineTo(at.getX(), at.getY());
            }
        }
        return line;
    }

    private void paintTraining(Graphics2D g, Rectangle2D area, Theme theme) {
        g.setColor(faint(theme.naive(), 150));
        for (Place place : particles.training()) {
            g.fill(circle(onPicture(place, area), TRAINING_RADIUS));
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
        List<Place> way = new ArrayList<>(places.subList(0, Math.max(1, (int) Math.ceil(tau * (places.size() - 1)))));
        way.add(particles.at(k, tau));
        return line(way, area);
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

    static Ellipse2D circle(Point2D center, double radius) {
        return new Ellipse2D.Double(center.getX() - radius, center.getY() - radius, 2 * radius, 2 * radius);
    }

    static Color faint(Color color, int alpha) {
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
                                : particles.training().size() + " training networks")
                + (overlays.contains(Overlay.VELOCITIES)
                        ? "; arrows: the particles' own velocities, projected on the plane, as long as the way in \u0394\u03c4 = "
                                + MOMENT
                        : "")
                + (overlays.contains(Overlay.DENSITY)
                        ? "; outlines: the smallest regions that hold 50 % and 90 % of a Gaussian kernel density (Scott's"
                                + " rule)"
                        : "");
    }

    @Override
    public Optional<Table> table() {
        Table table = new Table("network", "tau", "x", "y");
        for (int k = 0; k < particles.tracks().size(); k++) {
            List<Place> track = particles.tracks().get(k);
            for (int i = 0; i < track.size(); i++) {
                table.add(
                        k,
                        (double) i / (track.size() - 1),
                        track.get(i).x(),
                        track.get(i).y());
            }
        }
        return Optional.of(table);
    }
}
