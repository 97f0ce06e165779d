package org.orbifold.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.List;
import org.orbifold.net.Examples;

/**
 * Pictures of the ten digits as a hand might write them: strokes through displaced points, slanted, turned, stretched
 * and moved, by pens of different width, on slightly grainy paper. No font is asked, so every machine draws the same.
 */
public final class Glyphs {
    /** The number of classes: the digits 0 to 9. */
    public static final int CLASSES = 10;

    private static final int CANVAS = 56; // pixels a side, which are averaged into those of a picture
    private static final double JITTER = 0.03;
    private static final double GRAIN = 0.06;

    private final int size;
    private final BufferedImage canvas = new BufferedImage(CANVAS, CANVAS, BufferedImage.TYPE_BYTE_GRAY);
    private final byte[] ink = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
    private final Graphics2D pen = canvas.createGraphics();

    private Glyphs(int size) {
        this.size = size;
        pen.setColor(Color.WHITE);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /**
     * Pictures, row {@code r} of the digit {@code r % 10}. A picture depends on seed and row alone; smaller pictures
     * are coarser views of the same writing.
     *
     * @param size pixels a side; divides 56
     * @return features {@code [rows, size * size]} from 0 (paper) to 1 (ink), row by row from the top
     */
    public static Examples generate(int rows, int size, long seed) {
        if (size < 1 || CANVAS % size != 0) {
            throw new IllegalArgumentException(size + " does not divide " + CANVAS);
        }
        Glyphs glyphs = new Glyphs(size);
        Draws draws = Draws.seeded(seed);
        float[] features = new float[Math.multiplyExact(rows, size * size)];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = r % CLASSES;
            Draws own = draws.split();
            glyphs.write(labels[r], own);
            glyphs.develop(own, features, r * size * size);
        }
        glyphs.pen.dispose();
        return new Examples(features, labels, size * size, CLASSES);
    }

    /** Writes a digit onto the clean canvas. */
    private void write(int digit, Draws draws) {
        Arrays.fill(ink, (byte) 0);
        Hand hand = Hand.draw(draws);
        pen.setStroke(new BasicStroke((float) hand.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int way = draws.index(GlyphStrokes.ways(digit));
        GlyphStrokes.strokes(
                        digit,
                        way,
                        point -> hand.place(
                                new Plane.Point(point.x() + draws.normal(JITTER), point.y() + draws.normal(JITTER))))
                .forEach(stroke -> pen.draw(curve(stroke)));
    }

    /** The averages of the canvas over squares, with grain, into {@code features} from {@code offset}. */
    private void develop(Draws draws, float[] features, int offset) {
        int square = CANVAS / size;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int sum = 0;
                for (int v = y * square; v < (y + 1) * square; v++) {
                    for (int u = x * square; u < (x + 1) * square; u++) {
                        sum += ink[v * CANVAS + u] & 0xff;
                    }
                }
                double grey = sum / (255.0 * square * square) + draws.uniform(-GRAIN, GRAIN);
                features[offset + y * size + x] = (float) Math.clamp(grey, 0, 1);
            }
        }
    }

    /** The smooth curve through points (Catmull and Rom, 1974), as cubic Bezier segments. */
    private static Path2D curve(List<Plane.Point> points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points.getFirst().x(), points.getFirst().y());
        for (int i = 0; i + 1 < points.size(); i++) {
            Plane.Point before = points.get(Math.max(i - 1, 0));
            Plane.Point from = points.get(i);
            Plane.Point to = points.get(i + 1);
            Plane.Point after = points.get(Math.min(i + 2, points.size() - 1));
            path.curveTo(
                    from.x() + (to.x() - before.x()) / 6,
                    from.y() + (to.y() - before.y()) / 6,
                    to.x() - (after.x() - from.x()) / 6,
                    to.y() - (after.y() - from.y()) / 6,
                    to.x(),
                    to.y());
        }
        return path;
    }

    /** How one digit is written: the width of the pen in pixels of the canvas, and an affine map onto the canvas. */
    private record Hand(double width, double xx, double xy, double yx, double yy, double x, double y) {
        static Hand draw(Draws draws) {
            double turn = draws.normal(0.1);
            double slant = draws.normal(0.16);
            double stretchX = CANVAS * draws.uniform(0.6, 0.9);
            double stretchY = CANVAS * draws.uniform(0.7, 0.95);
            double cos = StrictMath.cos(turn);
            double sin = StrictMath.sin(turn);
            return new Hand(
                    CANVAS * draws.uniform(0.06, 0.12),
                    cos * stretchX,
                    -cos * slant * stretchY - sin * stretchY,
                    sin * stretchX,
                    -sin * slant * stretchY + cos * stretchY,
                    CANVAS * (0.5 + draws.normal(0.03)),
                    CANVAS * (0.5 + draws.normal(0.03)));
        }

        /** Where a point of the unit square comes to lie on the canvas; its centre near the canvas's. */
        Plane.Point place(Plane.Point point) {
            double u = point.x() - 0.5;
            double v = point.y() - 0.5;
            return new Plane.Point(x + xx * u + xy * v, y + yx * u + yy * v);
        }
    }
}
