package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

class FigureTest {
    @TempDir
    private Path folder;

    private static Weights network() {
        return new Initialization.Normal(1)
                .draw(new Architecture(List.of(2, 5, 2), Activation.RELU), new SplittableRandom(1));
    }

    private static NetworkFigure figure() {
        return NetworkFigure.of(network(), Optional.empty(), List.of("no", "yes"));
    }

    @Test
    void pngHasTheSizeAskedForAndItsCaption() throws IOException {
        Path file = folder.resolve("n.png");
        FigureFile.write(file, figure(), 300, 200, 2, Theme.LIGHT, "made by a test");
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(600, image.getWidth());
        assertEquals(400, image.getHeight());
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("made by a test") && bytes.contains("2-5-2 relu"));
    }

    @Test
    void svgIsXmlWithItsDescriptionAndVectors() throws Exception {
        Path file = folder.resolve("n.svg");
        FigureFile.write(file, figure(), 300, 200, 1, Theme.DARK, "made by a test");
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var document = parsers.newDocumentBuilder().parse(file.toFile());
        assertEquals("0 0 300 200", document.getDocumentElement().getAttribute("viewBox"));
        assertTrue(
                document.getElementsByTagName("desc").item(0).getTextContent().contains("made by a test"));
        assertTrue(document.getElementsByTagName("line").getLength() >= 20, "an edge is a line");
    }

    @Test
    void otherEndingsAreRefused() {
        Path file = folder.resolve("n.bmp");
        assertThrows(Fault.class, () -> FigureFile.write(file, figure(), 300, 200, 1, Theme.LIGHT, ""));
        assertTrue(Files.notExists(file));
    }

    @Test
    void themesPaintDifferently() {
        BufferedImage light = FigureFile.image(figure(), 100, 100, 1, Theme.LIGHT);
        BufferedImage dark = FigureFile.image(figure(), 100, 100, 1, Theme.DARK);
        assertNotEquals(light.getRGB(1, 1), dark.getRGB(1, 1));
    }

    /** WCAG 2: (L1 + 0.05) / (L2 + 0.05) of relative luminances. */
    @Test
    void textContrastIsAtLeastFourAndAHalf() {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            for (Color ink : List.of(
                    theme.text(),
                    theme.muted(),
                    theme.accent(),
                    theme.networkA(),
                    theme.networkB(),
                    theme.aligned(),
                    theme.naive())) {
                for (Color ground : List.of(theme.surface(), theme.background())) {
                    double a = luminance(ink);
                    double b = luminance(ground);
                    double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                    assertTrue(contrast >= 4.5, theme.id() + " " + ink + " on " + ground + ": " + contrast);
                }
            }
        }
    }

    private static double luminance(Color color) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        float[] rgb = color.getRGBColorComponents(null);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += weights[i] * (rgb[i] <= 0.04045 ? rgb[i] / 12.92 : Math.pow((rgb[i] + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    /** The contour of a distance is a circle, in one closed line. */
    @Test
    void contourOfADistanceIsACircle() {
        int size = 64;
        float[] values = new float[size * size];
        for (int i = 0; i < values.length; i++) {
            double x = (i % size + 0.5) / size - 0.5;
            int row = i / size;
            double y = (row + 0.5) / size - 0.5;
            values[i] = (float) Math.hypot(x, y);
        }
        Path2D contour = Contour.of(values, size, 0.3);
        int starts = 0;
        int points = 0;
        double[] at = new double[6];
        for (PathIterator it = contour.getPathIterator(null); !it.isDone(); it.next()) {
            starts += it.currentSegment(at) == PathIterator.SEG_MOVETO ? 1 : 0;
            points++;
            assertEquals(0.3, Math.hypot(at[0] - 0.5, at[1] - 0.5), 1e-3);
        }
        assertEquals(1, starts);
        assertTrue(points > 100);
    }

    @Test
    void layoutFindsWhatItPlaces() {
        NetworkLayout layout = new NetworkLayout(network().architecture(), 600, 400);
        for (int c = 0; c < layout.columns(); c++) {
            for (int i = 0; i < layout.shown(c); i++) {
                Neuron neuron = new Neuron(c, i);
                var center = layout.center(neuron);
                assertEquals(Optional.of(neuron), layout.at(center.getX(), center.getY()));
                assertEquals(i, layout.slotAt(c, center.getY()));
            }
        }
        assertEquals(Optional.empty(), layout.at(5, 5));
    }

    @Test
    void numbersAreNeverRoundedToZero() {
        assertEquals("2.4e-7", Type.number(2.4e-7));
        assertEquals("0", Type.number(0));
        assertEquals("0.125", Type.number(0.125));
        assertEquals("\u22121.2e-4", Type.number(-1.2e-4));
        assertEquals("12.3", Type.number(12.34));
        assertEquals("1.2e6", Type.number(1.2e6));
    }
}
