package org.orbifold.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * The weights of the first layer of a network over images, a tile a neuron, on one symmetric scale. Of many neurons the
 * first are drawn, and the picture says how many of how many.
 *
 * @param weights of a network that {@link #isOverImages}
 */
public record ReceptiveFieldsFigure(Weights weights) implements Figure {
    private static final int MOST = 16;
    private static final int LEAST_INPUTS = 16;
    private static final double GAP = 4;
    private static final double MARGIN = 8;

    /** Whether a network's neurons see a square of inputs, as perceptrons over images do. */
    public static boolean isOverImages(Architecture architecture) {
        return architecture.isPerceptron()
                && architecture.inputs() >= LEAST_INPUTS
                && side(architecture) * side(architecture) == architecture.inputs();
    }

    private static int side(Architecture architecture) {
        return (int) Math.round(Math.sqrt(architecture.inputs()));
    }

    private int shown() {
        return Math.min(MOST, weights.architecture().out(0));
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        int columns = (int) Math.ceil(Math.sqrt(shown()));
        int rows = (shown() + columns - 1) / columns;
        double size = Math.min((width - 2 * MARGIN) / columns, (height - 2 * MARGIN - 36) / rows);
        double left = (width - size * columns) / 2;
        double limit = limit();
        for (int k = 0; k < shown(); k++) {
            int row = k / columns;
            Rectangle2D tile =
                    new Rectangle2D.Double(left + k % columns * size, MARGIN + row * size, size - GAP, size - GAP);
            Raster.draw(g, tile(k, limit, theme), tile);
        }
        paintKey(g, limit, width, height - 36, theme);
    }

    private double limit() {
        double most = 0;
        for (float weight : weights.layerWeights(0)) {
            most = Math.max(most, Math.abs(weight));
        }
        return NetworkFigure.niceLimit(most);
    }

    private BufferedImage tile(int neuron, double limit, Theme theme) {
        int side = side(weights.architecture());
        float[] all = weights.layerWeights(0);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, theme.signed().signed(all[neuron * side * side + i], limit));
        }
        return image;
    }

    private void paintKey(Graphics2D g, double limit, double width, double y, Theme theme) {
        Rectangle2D bar = new Rectangle2D.Double(MARGIN, y + 4, 72, 8);
        Raster.paintScale(g, bar, theme.signed(), 0, 1);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, "\u00b1" + Type.number(limit), bar.getMinX(), y + 26, Type.Anchor.START);
        Type.draw(
                g,
                shown() + " of " + weights.architecture().out(0) + " first neurons",
                width - MARGIN,
                y + 14,
                Type.Anchor.END);
    }

    @Override
    public String caption() {
        return "First-layer weights of " + shown() + " of "
                + weights.architecture().out(0) + " neurons of a network " + weights.architecture();
    }
}
