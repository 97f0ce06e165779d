package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.PrincipalPlane;
import org.orbifold.flow.PrincipalPlane.Place;

class FlowFigureTest {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 400;

    @TempDir
    private Path folder;

    private static ParticlesFigure particles(double tau) {
        PrincipalPlane plane =
                PrincipalPlane.of(List.of(new float[] {3, 0, 0}, new float[] {-3, 1, 0}, new float[] {0, -1, 0.5f}));
        List<List<Place>> tracks = IntStream.range(0, 5)
                .mapToObj(k -> List.of(new Place(0, k), new Place(2, k), new Place(4, 2 * k)))
                .toList();
        return new ParticlesFigure(
                new Particles(tracks, List.of(new Place(1, 1)), plane, new Domain(-1, -1, 5, 9)), tau);
    }

    private static TrainingFigure training(int entries) {
        return new TrainingFigure(
                IntStream.range(0, entries)
                        .mapToObj(k -> new Checkpoint.Seen(
                                4L * k + 4, 5.0 / (k + 1), k % 10 == 0 ? 6.0 / (k + 1) : Double.NaN, 1, k))
                        .toList(),
                400);
    }

    @Test
    void particlesAreBetweenTheTimesAtWhichTheyWereSeen() {
        assertEquals(new Place(1, 3), particles(0).particles().at(3, 0.25));
        assertEquals(new Place(3, 4.5), particles(0).particles().at(3, 0.75));
        assertEquals(new Place(4, 6), particles(0).particles().at(3, 1));
    }

    @Test
    void aParticleIsFoundWhereItIsPainted() {
        for (double tau : new double[] {0, 0.6, 1}) {
            ParticlesFigure figure = particles(tau);
            BufferedImage image = FigureFile.image(figure, WIDTH, HEIGHT, 1, Theme.LIGHT);
            for (int k = 1; k < 5; k++) {
                Point2D at = figure.center(k, WIDTH, HEIGHT);
                assertEquals(Optional.of(k), figure.nearest(at.getX() + 2, at.getY(), WIDTH, HEIGHT));
                assertEquals(Theme.LIGHT.networkB().getRGB(), image.getRGB((int) Math.round(at.getX()), (int)
                        Math.round(at.getY())));
            }
            assertEquals(Optional.empty(), figure.nearest(45, 15, WIDTH, HEIGHT));
        }
    }

    @Test
    void theVarianceShownIsTold() {
        assertTrue(particles(1).caption().contains("100 % of the variance of 1 training networks"));
    }

    @Test
    void theLossIsToldAndDrawnInEveryTheme() {
        assertEquals(
                "Loss of a flow in training: 0.050 at step 400 of 400, 0.066 on networks of runs held out",
                training(100).caption());
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            BufferedImage full = FigureFile.image(training(100), WIDTH, HEIGHT, 1, theme);
            assertTrue(has(full, theme.accent().getRGB()));
            assertFalse(has(
                    FigureFile.image(training(0), WIDTH, HEIGHT, 1, theme),
                    theme.accent().getRGB(),
                    HEIGHT / 3));
        }
        assertNotEquals(training(3).caption(), training(0).caption());
    }

    private static boolean has(BufferedImage image, int rgb) {
        return has(image, rgb, 0);
    }

    /** Whether a colour is found from a row on. */
    private static boolean has(BufferedImage image, int rgb, int from) {
        return IntStream.range(from * WIDTH, WIDTH * HEIGHT).anyMatch(i -> image.getRGB(i % WIDTH, i / WIDTH) == rgb);
    }

    @Test
    void aFlowIsWrittenAsVectors() throws Exception {
        Path file = folder.resolve("f.svg");
        FigureFile.write(file, new FlowFigure(training(100), particles(0.5)), 1000, HEIGHT, 1, Theme.DARK, "by a test");
        String svg = Files.readString(file);
        assertTrue(svg.contains("\u03c4 = 0.50") && svg.contains("training step k") && !svg.contains("<image"));
    }
}
