package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.InputBasis;
import org.orbifold.flow.PrincipalPlane;
import org.orbifold.flow.PrincipalPlane.Place;
import org.orbifold.flow.StepSeen;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

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
    void velocitiesAreTheSlopesOfTracks() {
        assertEquals(new Place(4, 0), particles(0).particles().velocity(3, 0.25));
        assertEquals(new Place(4, 6), particles(0).particles().velocity(3, 0.75));
        assertEquals(new Place(4, 6), particles(0).particles().velocity(3, 1));
    }

    @Test
    void whatIsDrawnOverParticlesHasAKeyAndIsToldOf() {
        ParticlesFigure plain = particles(0.5);
        ParticlesFigure full = new ParticlesFigure(
                plain.particles(),
                0.5,
                Optional.empty(),
                Set.of(ParticlesFigure.Overlay.VELOCITIES, ParticlesFigure.Overlay.DENSITY),
                Optional.of(new SeenPair(
                        List.of(new Place(0, 8), new Place(4, 8)),
                        new Place(2, 8),
                        new Place(3, 8),
                        new Place(2, 7),
                        4)));
        BufferedImage without = FigureFile.image(plain, WIDTH, HEIGHT, 1, Theme.LIGHT);
        BufferedImage with = FigureFile.image(full, WIDTH, HEIGHT, 1, Theme.LIGHT);
        for (Color color : List.of(Theme.LIGHT.accent(), Theme.LIGHT.aligned(), Theme.LIGHT.classColor(3))) {
            assertTrue(has(with, color.getRGB()));
            assertFalse(has(without, color.getRGB()));
        }
        assertTrue(full.caption().contains("projected on the plane")
                && full.caption().contains("50 % and 90 %"));
        assertFalse(plain.caption().contains("arrows"));
    }

    @Test
    void aPairIsSeenFromItsSourceToItsTarget() {
        FlowSpace space =
                new FlowSpace(Architecture.parse("2-2", Activation.RELU), Geometry.EUCLIDEAN, InputBasis.identity(2));
        float[] source = {0, 0, 0, 0, 0, 0};
        float[] target = {4, 2, 0, 0, 0, 0};
        PrincipalPlane plane = PrincipalPlane.of(List.of(source, target, new float[] {0, 1, 0, 0, 0, 0}));
        StepSeen step = new StepSeen(
                1, 1, 0, source, target, 0.5, new float[] {2, 1, 0, 0, 0, 0}, target, new float[6], 1, 1, 1, 1);
        SeenPair pair = SeenPair.of(step, space, plane, 4);
        assertClose(plane.place(source), pair.path().getFirst());
        assertClose(plane.place(target), pair.path().getLast());
        assertClose(plane.place(new float[] {3.6f, 1.8f, 0, 0, 0, 0}), pair.velocity());
        assertClose(pair.point(), pair.prediction());
    }

    private static void assertClose(Place expected, Place found) {
        assertEquals(expected.x(), found.x(), 1e-5);
        assertEquals(expected.y(), found.y(), 1e-5);
    }

    @Test
    void curvesAreWrittenAsColumns() throws Exception {
        Path file = folder.resolve("loss.csv");
        FigureFile.write(file, training(2), WIDTH, HEIGHT, 1, Theme.LIGHT, "by a test");
        assertEquals(
                List.of(
                        "# " + training(2).caption(),
                        "# by a test",
                        "step,loss,heldOut,gradientNorm,seconds",
                        "4,5.0,6.0,1.0,0.0",
                        "8,2.5,,1.0,1.0"),
                Files.readAllLines(file));
        Figure picture = new ReceptiveFieldsFigure(new Initialization.Normal(1)
                .draw(Architecture.parse("16-3-2", Activation.RELU), new SplittableRandom(1)));
        assertThrows(Fault.class, () -> FigureFile.write(file, picture, WIDTH, HEIGHT, 1, Theme.LIGHT, "by a test"));
    }

    @Test
    void firstWeightsOverImagesAreTiles() {
        Architecture images = Architecture.parse("16-30-2", Activation.RELU);
        assertTrue(ReceptiveFieldsFigure.isOverImages(images));
        assertFalse(ReceptiveFieldsFigure.isOverImages(Architecture.parse("30-3-2", Activation.RELU)));
        float[] block = new float[images.parameters()];
        block[images.weightOffset(0)] = 2;
        ReceptiveFieldsFigure figure = new ReceptiveFieldsFigure(Weights.wrap(images, block));
        BufferedImage image = FigureFile.image(figure, WIDTH, HEIGHT, 1, Theme.LIGHT);
        assertTrue(has(image, Theme.LIGHT.signed().argb(1)), "the largest weight is at the end of the scale");
        assertTrue(figure.caption().contains("16 of 30 neurons"));
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
