package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.net.Measures;
import org.orbifold.path.LossBarrier;

class PathFigureTest {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 260;

    @TempDir
    private Path folder;

    private static PathFigure.Curve curve(PathFigure.Kind kind, DoubleUnaryOperator loss) {
        List<Double> t = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
        return new PathFigure.Curve(
                kind,
                true,
                new LossBarrier(
                        t,
                        t.stream()
                                .map(at -> new Measures.Outcome(loss.applyAsDouble(at), 0.5))
                                .toList(),
                        loss.applyAsDouble(0.5)));
    }

    /** The baselines of the barriers' labels. */
    private List<Double> labels(PathFigure figure) throws IOException {
        Path file = folder.resolve("path.svg");
        FigureFile.write(file, figure, WIDTH, HEIGHT, 1, Theme.LIGHT, "made by a test");
        return Pattern.compile("<text[^>]*y=\"([-0-9.]+)\"[^>]*>barrier")
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> Double.parseDouble(found.group(1)))
                .toList();
    }

    /** Where a loss falls from the start it has its label at the upper edge, and where several do, one below the other. */
    @Test
    void labelsOfBarriersStayInThePlotAndApart() throws IOException {
        PathFigure figure = new PathFigure(List.of(
                curve(PathFigure.Kind.NAIVE, t -> 8 - 8 * t),
                curve(PathFigure.Kind.ALIGNED, t -> 8 - 8 * t),
                curve(PathFigure.Kind.BEZIER, t -> 8 - 8 * t)));
        Rectangle2D plots = figure.paintAndLocate(
                new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB).createGraphics(),
                WIDTH,
                HEIGHT,
                Theme.LIGHT);
        List<Double> labels = labels(figure).stream().sorted().toList();
        assertEquals(3, labels.size());
        assertTrue(labels.getFirst() > plots.getMinY() + 8, "%s in %s".formatted(labels, plots));
        DoubleStream.of(labels.get(1) - labels.get(0), labels.get(2) - labels.get(1))
                .forEach(gap -> assertTrue(gap >= 15, labels::toString));
    }
}
