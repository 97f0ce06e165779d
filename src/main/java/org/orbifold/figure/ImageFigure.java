package org.orbifold.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A picture that was painted elsewhere, drawn to fill its place. */
public record ImageFigure(BufferedImage image, String caption) implements Figure {
    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Raster.draw(g, image, new Rectangle2D.Double(0, 0, width, height));
    }
}
