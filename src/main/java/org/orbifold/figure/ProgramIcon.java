package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;

/**
 * The program's icon: the plane of three neurons modulo permutations. Three mirrors cut a hexagon into six chambers, one
 * for each order of the neurons; a network is a dot in each of them, and one chamber is all that is to be explored.
 */
public final class ProgramIcon implements Figure {
    private static final int CHAMBERS = 6;
    private static final int CHOSEN = 0;

    /** Below so many pixels only the chambers are drawn, below the other no images of the network. */
    private static final double MARKS_FROM = 24;

    private static final double IMAGES_FROM = 48;

    private static final Color EVEN = new Color(0x0072B2);
    private static final Color ODD = new Color(0x56B4E9);
    private static final Color DOMAIN = new Color(0xE69F00);

    /** The icon on nothing, as wide as high. */
    public static BufferedImage image(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        new ProgramIcon().paint(g, size, size, Theme.LIGHT);
        g.dispose();
        return image;
    }

    /** On nothing: an icon has the background that it lies on. */
    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        double size = Math.min(width, height);
        double radius = size * 0.48;
        Point2D middle = new Point2D.Double(width / 2, height / 2);
        for (int k = 0; k < CHAMBERS; k++) {
            Path2D chamber = new Path2D.Double();
            chamber.moveTo(middle.getX(), middle.getY());
            move(chamber, at(middle, radius, k));
            move(chamber, at(middle, radius, k + 1));
            chamber.closePath();
            g.setColor(k == CHOSEN ? DOMAIN : k % 2 == 0 ? EVEN : ODD);
            g.fill(chamber);
        }
        if (size >= MARKS_FROM) {
            mirrors(g, middle, radius, size);
            dots(g, middle, radius, size);
        }
    }

    private static void mirrors(Graphics2D g, Point2D middle, double radius, double size) {
        double width = Math.max(1, size / 40);
        // Where the line is as wide as the hexagon's corner.
        double reach = radius - width / 2 / Math.tan(Math.PI / 3);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        for (int k = 0; k < CHAMBERS / 2; k++) {
            g.draw(new Line2D.Double(at(middle, reach, k), at(middle, reach, k + CHAMBERS / 2)));
        }
    }

    /** The network, off the middle of its chamber, and its mirror images. */
    private static void dots(Graphics2D g, Point2D middle, double radius, double size) {
        for (int k = 0; k < CHAMBERS; k++) {
            boolean own = k == CHOSEN;
            if (own || size >= IMAGES_FROM) {
                double turn = k % 2 == 0 ? 0.38 : 0.62;
                Point2D at = at(middle, radius * 0.58, k + turn);
                double r = size * (own ? 0.065 : 0.035);
                g.setColor(own ? Color.WHITE : new Color(255, 255, 255, 200));
                g.fill(new Ellipse2D.Double(at.getX() - r, at.getY() - r, 2 * r, 2 * r));
            }
        }
    }

    private static void move(Path2D path, Point2D to) {
        path.lineTo(to.getX(), to.getY());
    }

    /** A point so many sixths of a turn on from the top. */
    private static Point2D at(Point2D middle, double radius, double sixths) {
        double angle = Math.PI / 3 * sixths - Math.PI / 2;
        return new Point2D.Double(middle.getX() + radius * Math.cos(angle), middle.getY() + radius * Math.sin(angle));
    }

    @Override
    public String caption() {
        return "The program's icon: a hexagon cut by three mirrors into six chambers, one of them marked";
    }
}
