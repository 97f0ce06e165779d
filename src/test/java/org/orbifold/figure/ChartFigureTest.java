package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartFigureTest {
    private static ChartFigure chart(ChartFigure.Style style, double lastY) {
        return new ChartFigure(
                "a caption",
                new ChartFigure.Axis("integration steps", true),
                new ChartFigure.Axis("accuracy", false),
                List.of(new ChartFigure.Series(
                        "euler", 1, style, List.of(new ChartFigure.Point(4, 0.2), new ChartFigure.Point(64, lastY)))));
    }

    private static long coloured(ChartFigure chart) {
        BufferedImage image = FigureFile.image(chart, 400, 300, 1, Theme.LIGHT);
        int color = Theme.LIGHT.classColor(1).getRGB();
        long found = 0;
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 400; x++) {
                found += image.getRGB(x, y) == color ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void aLineIsDrawnWhereDotsAreNot() {
        long dots = coloured(chart(ChartFigure.Style.DOTS, 0.8));
        long line = coloured(chart(ChartFigure.Style.LINE, 0.8));
        assertTrue(dots > 20, dots + " pixels of dots");
        assertTrue(line > dots + 100, line + " pixels of a line, " + dots + " of dots");
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        assertEquals(
                1,
                chart(ChartFigure.Style.LINE, Double.NaN)
                        .series()
                        .getFirst()
                        .points()
                        .size());
    }
}
