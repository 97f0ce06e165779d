package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.SpherePair;

class SpheresFigureTest {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 600;

    @TempDir
    private Path folder;

    private static CanonicalPair pair(String shape, long seed) {
        return new CanonicalPair(network(shape, seed), network(shape, seed + 100));
    }

    private static Weights network(String shape, long seed) {
        return new Initialization.Normal(1)
                .draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(seed));
    }

    private static SpheresFigure figure(String shape, int layer) {
        return SpheresFigure.of(pair(shape, 1), layer, SpheresFigure.Order.ANGLE, 0.5);
    }

    private String svg(SpheresFigure figure) throws IOException {
        Path file = folder.resolve("s.svg");
        FigureFile.write(file, figure, (int) WIDTH, (int) HEIGHT, 1, Theme.LIGHT, "");
        String text = Files.readString(file);
        return text.substring(text.indexOf("</desc"));
    }

    /** The angle and the distance from the middle of the disc at which a point is drawn, in radii. */
    private static double[] polar(SpheresLayout.Panel panel, double[] point) {
        Point2D at = panel.at(point);
        double right = at.getX() - panel.disc().getCenterX();
        double up = panel.disc().getCenterY() - at.getY();
        return new double[] {Math.atan2(up, right), Math.hypot(right, up) / panel.radius()};
    }

    @Test
    void aGreatCircleIsTrueInEveryAngleAndLength() {
        for (SpheresLayout.Panel panel : figure("6-5-3", 0).panels(WIDTH, HEIGHT)) {
            SpherePair pair = panel.pair();
            assertArrayEquals(new double[] {0, 1}, polar(panel, pair.x()), 1e-9);
            assertArrayEquals(new double[] {pair.angle(), 1}, polar(panel, pair.y()), 1e-9);
            assertArrayEquals(
                    new double[] {pair.angle() / 2, Math.cos(pair.angle() / 2)}, polar(panel, pair.onChord(0.5)), 1e-9);
            assertArrayEquals(new double[] {0.3 * pair.angle(), 1}, polar(panel, pair.onGeodesic(0.3)), 1e-9);
        }
    }

    @Test
    void aCircleLiesAsTheWeightsDo() {
        List<SpheresLayout.Panel> panels = figure("2-5-3", 0).panels(WIDTH, HEIGHT);
        for (SpheresLayout.Panel panel : panels.subList(0, 5)) {
            SpherePair pair = panel.pair();
            assertArrayEquals(new double[] {Math.atan2(pair.x()[1], pair.x()[0]), 1}, polar(panel, pair.x()), 1e-9);
            assertArrayEquals(new double[] {Math.atan2(pair.y()[1], pair.y()[0]), 1}, polar(panel, pair.y()), 1e-9);
            assertTrue(panel.bounds().contains(panel.cylinder())
                    && panel.cylinder().getHeight() > 20);
        }
        assertTrue(panels.getLast().cylinder().isEmpty(), "the last layer has no cylinder");
        assertEquals(1, panels.getLast().pair().layer());
    }

    @Test
    void whatIsDrawnIsLiftedBack() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 200; k++) {
            Projection.Globe globe = new Projection.Globe(random.nextDouble(-7, 7), random.nextDouble(-1.5, 1.5));
            double[] point = new double[3];
            new Sphere(2).randomPoint(random, Coordinates.DOUBLE, point, 0);
            Projection.Place place = globe.place(point);
            assertEquals(1, Math.hypot(Math.hypot(place.right(), place.up()), place.towards()), 1e-12);
            assertArrayEquals(point, globe.lift(place.right(), place.up(), place.towards() > 0), 1e-6);
            double[] beyond = globe.lift(3 * Math.cos(k), 3 * Math.sin(k), true);
            assertEquals(0, globe.place(beyond).towards(), 1e-6);
        }
        assertArrayEquals(new double[] {0, 0, 1}, new Projection.Globe(1, Math.PI / 2).lift(0, 0, true), 1e-12);
    }

    @Test
    void panelsStandApartWithinThePictureLargestAngleFirst() {
        for (String shape : List.of("2-8-2", "3-11-2", "784-64-10", "1-3-2", "4-3")) {
            for (double[] size : new double[][] {{900, 600}, {480, 400}, {1280, 800}}) {
                List<SpheresLayout.Panel> panels = figure(shape, 0).panels(size[0], size[1]);
                Rectangle2D picture = new Rectangle2D.Double(0, 0, size[0], size[1]);
                for (int i = 0; i < panels.size(); i++) {
                    assertTrue(picture.contains(panels.get(i).bounds()), shape);
                    assertTrue(panels.get(i).bounds().contains(panels.get(i).disc()), shape);
                    for (int j = 0; j < i; j++) {
                        assertFalse(
                                panels.get(i).bounds().intersects(panels.get(j).bounds()), shape);
                    }
                }
                for (int i = 1; i < panels.size() - 1; i++) {
                    assertTrue(panels.get(i).pair().angle()
                            <= panels.get(i - 1).pair().angle());
                }
            }
        }
    }

    @Test
    void whatHasNoRoomIsCountedAndTheSelectedNeuronIsOnThePage() throws IOException {
        SpheresFigure figure = SpheresFigure.of(
                pair("4-400-2", 1),
                0,
                SpheresFigure.Order.NEURON,
                0.5,
                Projection.Globe.RESTING,
                Optional.of(new Neuron(1, 123)),
                Optional.empty());
        List<SpheresLayout.Panel> panels = figure.panels(WIDTH, HEIGHT);
        int shown = panels.size() - 1;
        int first = panels.getFirst().pair().neuron();
        assertTrue(shown > 20 && shown < 60);
        assertTrue(first <= 123 && 123 < first + shown);
        String text = svg(figure);
        assertTrue(text.contains(
                "Showing " + shown + " of 400 neurons (places " + (first + 1) + " to " + (first + shown) + ")"));
        assertTrue(svg(figure("4-6-2", 0)).contains("All 6 neurons, largest angle first"));
    }

    @Test
    void antipodesAndTheComponentsOfS0AreSaid() throws IOException {
        Architecture shape = Architecture.parse("2-2-2", Activation.RELU);
        Weights a = Weights.wrap(shape, new float[] {1, 2, 3, 4, 0, 0, 1, 2, 3, 4, 0, 0});
        Weights b = Weights.wrap(shape, new float[] {-2, -4, 3, 5, 0, 0, 1, 2, 3, 4, 0, 0});
        SpheresFigure figure = SpheresFigure.of(new CanonicalPair(a, b), 0, SpheresFigure.Order.ANGLE, 0);
        assertTrue(figure.caption().contains("1 antipodal"), figure.caption());
        assertTrue(figure.caption().contains("its log jumps at the antipode"), figure.caption());
        assertTrue(svg(figure).contains(">antipodes, |m| "));
        Architecture thin = Architecture.parse("1-2-2", Activation.RELU);
        Weights c = Weights.wrap(thin, new float[] {1, 2, 0, 0, 1, 2, 3, 4, 0, 0});
        Weights d = Weights.wrap(thin, new float[] {-1, 2, 0, 0, 1, 2, 3, 4, 0, 0});
        String text = svg(SpheresFigure.of(new CanonicalPair(c, d), 0, SpheresFigure.Order.ANGLE, 0));
        assertTrue(text.contains("different components") && text.contains("same component"));
        assertTrue(text.contains("1 in different components"));
    }

    @Test
    void textIsBrokenAtSpaces() {
        String text = "the quick brown fox jumps over the lazy dog";
        List<String> lines = Type.lines(text, Type.regular(Type.SMALL), 80);
        assertEquals(text, String.join(" ", lines));
        assertTrue(lines.size() > 2);
        assertTrue(lines.stream().allMatch(line -> Type.width(Type.regular(Type.SMALL), line) <= 80));
    }
}
