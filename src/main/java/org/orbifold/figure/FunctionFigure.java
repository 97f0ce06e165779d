package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orbifold.net.Examples;

/**
 * The function of a network with two inputs: the probability of its classes as a raster, the decision boundary, the fold
 * of each ReLU, the data, and the boundary of the network as it was opened, dashed.
 *
 * @param field the network over its input plane
 * @param examples the data
 * @param ghost an earlier decision boundary, in the unit square with y downwards
 * @param selection the neuron whose fold stands out
 * @param classNames a name a class
 * @param wipe a second network that takes the place of the first on the right of a line
 */
public record FunctionFigure(
        FunctionField field,
        Optional<Examples> examples,
        Optional<Path2D> ghost,
        Optional<Neuron> selection,
        List<String> classNames,
        Optional<Wipe> wipe)
        implements Figure {
    /**
     * Another network over the same plane, shown right of a line.
     *
     * @param at where the line stands, as a share of the plane's width from its left
     * @param leftName the name of the first network
     * @param rightName the name of the other
     */
    public record Wipe(FunctionField field, double at, String leftName, String rightName) {}

    private static final int MAX_POINTS = 400;

    private static final BasicStroke GHOST =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    /** Where an input plane lies in a picture of that size. */
    public static Rectangle2D plane(Domain domain, double width, double height) {
        double left = 44;
        double top = 16;
        double room = Math.max(10, width - left - 16);
        double high = Math.max(10, height - top - 80);
        double w = Math.min(room, high * domain.aspect());
        double h = w / domain.aspect();
        return new Rectangle2D.Double(left + (room - w) / 2, top + (high - h) / 2, w, h);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D plane = plane(field.domain(), width, height);
        Shape clip = g.getClip();
        g.clip(plane);
        paintField(g, plane, field, theme);
        if (wipe.isPresent()) {
            Shape whole = g.getClip();
            g.clip(rightOf(plane, wipe.get().at()));
            paintField(g, plane, wipe.get().field(), theme);
            g.setClip(whole);
        }
        examples.ifPresent(rows -> paintPoints(g, plane, rows, theme));
        if (ghost.isPresent()) {
            g.setColor(ghostInk(theme));
            g.setStroke(GHOST);
            g.draw(toPlane(plane).createTransformedShape(ghost.get()));
        }
        g.setClip(clip);
        wipe.ifPresent(other -> paintSides(g, plane, other, theme));
        paintAxes(g, plane, theme);
        paintKey(g, plane, width, theme);
    }

    private static Rectangle2D rightOf(Rectangle2D plane, double at) {
        return new Rectangle2D.Double(
                plane.getX() + at * plane.getWidth(), plane.getY(), (1 - at) * plane.getWidth(), plane.getHeight());
    }

    private static AffineTransform toPlane(Rectangle2D plane) {
        AffineTransform transform = AffineTransform.getTranslateInstance(plane.getX(), plane.getY());
        transform.scale(plane.getWidth(), plane.getHeight());
        return transform;
    }

    private void paintField(Graphics2D g, Rectangle2D plane, FunctionField painted, Theme theme) {
        Raster.draw(g, Raster.probabilities(painted, theme), plane);
        AffineTransform toPlane = toPlane(plane);
        Color ink = theme.text();
        for (int l = 0; l < painted.architecture().hiddenLayers(); l++) {
            for (int o = 0; o < painted.architecture().out(l); o++) {
                boolean selected = selection.isPresent() && selection.get().equals(new Neuron(l + 1, o));
                g.setColor(selected ? theme.accent() : new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 70));
                g.setStroke(new BasicStroke(selected ? 2.2f : 0.8f));
                g.draw(toPlane.createTransformedShape(painted.fold(l, o)));
            }
        }
        g.setColor(ink);
        g.setStroke(new BasicStroke(2.2f));
        g.draw(toPlane.createTransformedShape(painted.decisionContour()));
    }

    /** The line between the two networks, with their names at its head. */
    private static void paintSides(Graphics2D g, Rectangle2D plane, Wipe wipe, Theme theme) {
        double x = plane.getX() + wipe.at() * plane.getWidth();
        g.setColor(theme.text());
        g.setStroke(new BasicStroke(1.5f));
        g.draw(new Line2D.Double(x, plane.getMinY() - 4, x, plane.getMaxY() + 4));
        g.setFont(Type.strong(Type.SMALL));
        Type.draw(g, wipe.leftName(), x - 6, plane.getMinY() - 4, Type.Anchor.END);
        Type.draw(g, wipe.rightName(), x + 6, plane.getMinY() - 4, Type.Anchor.START);
    }

    private void paintPoints(Graphics2D g, Rectangle2D plane, Examples rows, Theme theme) {
        Domain domain = field.domain();
        g.setStroke(new BasicStroke(0.8f));
        for (int r = 0; r < Math.min(MAX_POINTS, rows.rows()); r++) {
            double sx = (rows.features()[2 * r] - domain.minX()) / (domain.maxX() - domain.minX());
            double sy = (rows.features()[2 * r + 1] - domain.minY()) / (domain.maxY() - domain.minY());
            double x = plane.getX() + sx * plane.getWidth();
            double y = plane.getMaxY() - sy * plane.getHeight();
            Shape mark = rows.labels()[r] % 2 == 0
                    ? new Ellipse2D.Double(x - 2.6, y - 2.6, 5.2, 5.2)
                    : new Rectangle2D.Double(x - 2.3, y - 2.3, 4.6, 4.6);
            g.setColor(classColor(rows.labels()[r], theme));
            g.fill(mark);
            g.setColor(theme.surface());
            g.draw(mark);
        }
    }

    private static Color ghostInk(Theme theme) {
        return theme.isDark() ? new Color(0xF0E442) : new Color(0xB3007A);
    }

    private Color classColor(int c, Theme theme) {
        return field.architecture().outputs() == 2
                ? new Color(theme.signed().argb(c == 0 ? 0.1 : 0.9))
                : theme.classColor(c);
    }

    private void paintAxes(Graphics2D g, Rectangle2D plane, Theme theme) {
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(plane);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Domain domain = field.domain();
        double below = plane.getMaxY() + 15;
        Type.draw(g, Type.number(domain.minX()), plane.getMinX(), below, Type.Anchor.START);
        Type.draw(g, "x\u2081", plane.getCenterX(), below, Type.Anchor.MIDDLE);
        Type.draw(g, Type.number(domain.maxX()), plane.getMaxX(), below, Type.Anchor.END);
        Type.draw(g, Type.number(domain.maxY()), plane.getMinX() - 6, plane.getMinY() + 10, Type.Anchor.END);
        Type.draw(g, "x\u2082", plane.getMinX() - 6, plane.getCenterY() + 4, Type.Anchor.END);
        Type.draw(g, Type.number(domain.minY()), plane.getMinX() - 6, plane.getMaxY(), Type.Anchor.END);
    }

    private void paintKey(Graphics2D g, Rectangle2D plane, double width, Theme theme) {
        double y = plane.getMaxY() + 30;
        g.setFont(Type.regular(Type.SMALL));
        double x = 16;
        if (field.architecture().outputs() == 2) {
            Rectangle2D bar = new Rectangle2D.Double(x, y, 96, 10);
            Raster.paintScale(g, bar, theme.signed(), Raster.probabilityShare(0), Raster.probabilityShare(1));
            g.setColor(theme.muted());
            Type.draw(g, "0", bar.getMinX(), y + 23, Type.Anchor.START);
            Type.draw(g, "P(" + name(1) + ")", bar.getCenterX(), y + 23, Type.Anchor.MIDDLE);
            Type.draw(g, "1", bar.getMaxX(), y + 23, Type.Anchor.END);
            x = bar.getMaxX() + 18;
        }
        List<Sample> samples = new ArrayList<>();
        samples.add(new Sample("boundary", theme.text(), new BasicStroke(2.2f)));
        if (ghost.isPresent()) {
            samples.add(new Sample("A as opened", ghostInk(theme), GHOST));
        }
        if (field.folds()) {
            samples.add(new Sample("ReLU folds", theme.muted(), new BasicStroke(0.8f)));
        }
        paintSamples(g, samples, new Rectangle2D.Double(x, y + 5, width - x, 32), theme);
    }

    /** A line of the key. */
    private record Sample(String label, Color ink, BasicStroke stroke) {}

    /** Side by side, or below each other where there is no room. */
    private static void paintSamples(Graphics2D g, List<Sample> samples, Rectangle2D room, Theme theme) {
        double x = room.getMinX();
        double y = room.getMinY();
        for (Sample sample : samples) {
            double wide = 30 + Type.width(g.getFont(), sample.label);
            if (x > room.getMinX() && x + wide > room.getMaxX()) {
                x = room.getMinX();
                y += 16;
            }
            g.setColor(sample.ink);
            g.setStroke(sample.stroke);
            g.draw(new Line2D.Double(x, y, x + 24, y));
            g.setColor(theme.muted());
            Type.draw(g, sample.label, x + 30, y + 4, Type.Anchor.START);
            x += wide + 16;
        }
    }

    private String name(int c) {
        return c < classNames.size() ? classNames.get(c) : "class " + c;
    }

    @Override
    public String caption() {
        return "Function of a network " + field.architecture() + " over its input plane, with its decision boundary"
                + wipe.map(other -> "; right of the line that of " + other.rightName())
                        .orElse("");
    }
}
