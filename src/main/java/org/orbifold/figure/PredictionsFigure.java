package org.orbifold.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

/**
 * What a network says of rows, in all pictures: images where rows are images, the confusion matrix, and the margins.
 *
 * @param from the first image that is shown, counted from 0 among those that are chosen
 */
public record PredictionsFigure(Probed probed, ProbeChoice choice, int from) implements Figure {
    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        PredictionsLayout layout =
                PredictionsLayout.of(probed.image().isPresent(), probed.other().isPresent(), width, height);
        layout.gallery().ifPresent(place -> paint(g, new GalleryFigure(probed, choice, from), place, theme));
        for (int k = 0; k < layout.confusion().size(); k++) {
            paint(
                    g,
                    new ConfusionFigure(probed, k == 1, choice.cell()),
                    layout.confusion().get(k),
                    theme);
        }
        paint(g, new MarginsFigure(probed), layout.margins(), theme);
    }

    private static void paint(Graphics2D g, Figure part, Rectangle2D place, Theme theme) {
        Graphics2D own = (Graphics2D) g.create();
        own.translate(place.getX(), place.getY());
        part.paint(own, place.getWidth(), place.getHeight(), theme);
        own.dispose();
    }

    @Override
    public String caption() {
        return new MarginsFigure(probed).caption() + ", with the confusion matrix"
                + (probed.image().isPresent() ? " and images" : "");
    }

    @Override
    public Optional<Table> table() {
        return Optional.of(probed.table());
    }
}
