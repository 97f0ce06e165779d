package org.orbifold.figure;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the pictures of predictions lie: images on the left, the confusion matrix above the margins on the right; of two
 * networks, both matrices side by side below images and margins.
 *
 * @param gallery of images, if rows are images
 * @param confusion the matrix of the network, and of the other
 */
public record PredictionsLayout(Optional<Rectangle2D> gallery, List<Rectangle2D> confusion, Rectangle2D margins) {
    /** In points. */
    public static PredictionsLayout of(boolean images, boolean two, double width, double height) {
        List<Rectangle2D> confusion = new ArrayList<>();
        double upper = Math.round((two ? 0.42 : 0.64) * height);
        double left = Math.round(0.5 * width);
        if (two) {
            confusion.add(new Rectangle2D.Double(0, upper, left, height - upper));
            confusion.add(new Rectangle2D.Double(left, upper, width - left, height - upper));
            return new PredictionsLayout(
                    images ? Optional.of(new Rectangle2D.Double(0, 0, left, upper)) : Optional.empty(),
                    confusion,
                    new Rectangle2D.Double(images ? left : 0, 0, images ? width - left : width, upper));
        }
        if (images) {
            confusion.add(new Rectangle2D.Double(left, 0, width - left, upper));
            return new PredictionsLayout(
                    Optional.of(new Rectangle2D.Double(0, 0, left, height)),
                    confusion,
                    new Rectangle2D.Double(left, upper, width - left, height - upper));
        }
        confusion.add(new Rectangle2D.Double(0, 0, left, height));
        return new PredictionsLayout(
                Optional.empty(), confusion, new Rectangle2D.Double(left, 0, width - left, height));
    }

    public PredictionsLayout {
        confusion = List.copyOf(confusion);
    }
}
