package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orbifold.data.ImageShape;
import org.orbifold.net.Examples;
import org.orbifold.net.Predictions;

/** What the pictures of predictions show, of six rows whose logits are known. */
class PredictionsFigureTest {
    /** Rows 1 and 4 are wrong; row 3 is the least certain. */
    private static final float[] LOGITS = {
        3, 0, 0,
        0, 2, 0,
        0, 5, 1,
        0, 0, 0.5f,
        4, 0, 1,
        0, 0, 6
    };

    private static final int[] LABELS = {0, 0, 1, 2, 2, 2};

    private static Probed probed(Optional<Probed.Other> other) {
        float[] pixels = new float[6 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.floorDiv(i, 4) / 5f;
        }
        return new Probed(
                "test rows",
                new Examples(pixels, LABELS, 4, 3),
                Optional.of(new ImageShape(2, 2)),
                List.of("a", "b", "c"),
                new Predictions(LOGITS, LABELS),
                "A",
                other);
    }

    private static Probed probed() {
        return probed(Optional.empty());
    }

    private static List<Integer> rows(ProbeChoice.Kind kind, Optional<ProbeChoice.Cell> cell) {
        return new ProbeChoice(kind, cell).of(probed().first());
    }

    @Test
    void marginsAreDifferencesOfLogarithmsAndNegativeWhereTheNetworkIsWrong() {
        Predictions predictions = probed().first();
        assertEquals(3, predictions.margin(0), 1e-6);
        assertEquals(-2, predictions.margin(1), 1e-6);
        assertEquals(4, predictions.margin(2), 1e-6);
        assertEquals(-3, predictions.margin(4), 1e-6);
        assertEquals(Math.exp(5) / (Math.exp(5) + Math.exp(1) + 1), predictions.probability(2), 1e-6);
        assertEquals(4, predictions.right());
    }

    @Test
    void theGalleryIsOfAllOrWrongOrTheLeastCertainAndOfOneCell() {
        assertEquals(List.of(0, 1, 2, 3, 4, 5), rows(ProbeChoice.Kind.ALL, Optional.empty()));
        assertEquals(List.of(1, 4), rows(ProbeChoice.Kind.WRONG, Optional.empty()));
        assertEquals(3, rows(ProbeChoice.Kind.LEAST_CERTAIN, Optional.empty()).getFirst());
        assertEquals(List.of(4), rows(ProbeChoice.Kind.ALL, Optional.of(new ProbeChoice.Cell(2, 0))));
        assertEquals(List.of(), rows(ProbeChoice.Kind.WRONG, Optional.of(new ProbeChoice.Cell(2, 2))));
    }

    @Test
    void theMatrixCountsAndItsTableSaysTheSame() {
        String csv = new ConfusionFigure(probed(), false, Optional.empty())
                .table()
                .orElseThrow()
                .csv("note");
        assertTrue(csv.contains("\na,a,1,0.5\n") && csv.contains("\na,b,1,0.5\n"), csv);
        assertTrue(csv.contains("\nc,c,2,0.666"), csv);
        assertTrue(csv.contains("\nb,c,0,0.0\n"), csv);
    }

    @Test
    void theTableOfMarginsHasARowForEachRow() {
        String csv = new MarginsFigure(probed()).table().orElseThrow().csv("");
        assertEquals(7, csv.lines().count());
        assertTrue(csv.contains("\n4,c,a,") && csv.contains(",-3.0\n"), csv);
    }

    @Test
    void aCellIsFoundWhereItIsPaintedInItsColour() {
        ConfusionFigure figure = new ConfusionFigure(probed(), false, Optional.empty());
        BufferedImage image = FigureFile.image(figure, 300, 240, 1, Theme.LIGHT);
        for (int label = 0; label < 3; label++) {
            for (int predicted = 0; predicted < 3; predicted++) {
                ProbeChoice.Cell cell = new ProbeChoice.Cell(label, predicted);
                Rectangle2D place = figure.cell(cell, 300, 240);
                assertEquals(Optional.of(cell), figure.at(place.getCenterX(), place.getCenterY(), 300, 240));
                int count = probed().first().count(label, predicted);
                int expected = count == 0
                        ? Theme.LIGHT.surface().getRGB()
                        : ColorMap.BATLOW.argb((double) count / probed().first().count(label));
                assertEquals(expected, image.getRGB((int) place.getMinX() + 4, (int) place.getMinY() + 4));
            }
        }
        assertEquals(Optional.empty(), figure.at(1, 1, 300, 240));
    }

    @Test
    void wrongImagesAreFramedInAnotherColour() {
        GalleryFigure wrong = new GalleryFigure(probed(), new ProbeChoice(ProbeChoice.Kind.WRONG, Optional.empty()), 0);
        GalleryFigure right = new GalleryFigure(
                probed(), new ProbeChoice(ProbeChoice.Kind.ALL, Optional.of(new ProbeChoice.Cell(2, 2))), 0);
        assertTrue(count(wrong, Theme.LIGHT.networkB()) > 100);
        assertEquals(0, count(right, Theme.LIGHT.networkB()));
        assertTrue(count(right, Theme.LIGHT.aligned()) > 5);
    }

    private static long count(Figure figure, Color color) {
        BufferedImage image = FigureFile.image(figure, 200, 200, 1, Theme.LIGHT);
        long count = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void twoNetworksAreToldApart() {
        Predictions second =
                new Predictions(new float[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1}, LABELS);
        Probed both = probed(Optional.of(new Probed.Other(second, "B")));
        assertTrue(new MarginsFigure(both).caption().contains("B: 6 of 6 right"));
        assertTrue(new ConfusionFigure(both, true, Optional.empty()).caption().contains("of B on 6 test rows"));
        assertTrue(new GalleryFigure(both, ProbeChoice.EVERYTHING, 0)
                .table()
                .orElseThrow()
                .csv("")
                .startsWith("row,class,predicted,probability,margin,otherPredicted"));
        PredictionsLayout layout = PredictionsLayout.of(true, true, 500, 300);
        assertEquals(2, layout.confusion().size());
        assertFalse(layout.confusion().get(0).intersects(layout.confusion().get(1)));
        assertFalse(layout.margins().intersects(layout.gallery().orElseThrow()));
    }
}
