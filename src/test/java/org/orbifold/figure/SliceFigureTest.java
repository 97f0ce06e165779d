package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;
import org.orbifold.path.LossSlice;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.path.WeightPlane;

class SliceFigureTest {
    private static final int N = 20;

    @TempDir
    private Path folder;

    private static Weights network(long seed) {
        return new Initialization.Normal(1)
                .draw(new Architecture(List.of(2, 3, 2), Activation.RELU), new SplittableRandom(seed));
    }

    /** Low on the left, high on the right; known where asked for. */
    private static LossSlice slice(WeightPlane plane, double known) {
        double[] losses = new double[N * N];
        double[] accuracies = new double[N * N];
        for (int i = 0; i < losses.length; i++) {
            boolean isKnown = i % N < known * N;
            losses[i] = isKnown ? Math.pow(10, -2 + 4.0 * (i % N) / (N - 1)) : Double.NaN;
            accuracies[i] = isKnown ? 0.5 : Double.NaN;
        }
        Measures.Outcome outcome = new Measures.Outcome(0.125, 0.75);
        List<LossSlice.Anchor> anchors = List.of(
                new LossSlice.Anchor("a.safetensors", new WeightPlane.Place(0, 0, 0), outcome, outcome),
                new LossSlice.Anchor("b.safetensors", new WeightPlane.Place(0.5, 0, 0), outcome, outcome),
                new LossSlice.Anchor("c.safetensors", new WeightPlane.Place(0, 0.5, 0), outcome, outcome),
                new LossSlice.Anchor(
                        "d.safetensors",
                        new WeightPlane.Place(-0.5, -0.5, 0.375),
                        outcome,
                        new Measures.Outcome(2.5, 0.25)));
        return new LossSlice(plane, LossSlice.Window.centered(1), N, losses, accuracies, anchors);
    }

    private static WeightPlane plane() {
        return WeightPlane.through(network(1), network(2), network(3));
    }

    private static int pixel(BufferedImage image, Rectangle2D window, double x, double y) {
        return image.getRGB(
                (int) (window.getX() + x * window.getWidth()), (int) (window.getY() + y * window.getHeight()));
    }

    @Test
    void coloursRunWithTheLogarithmOfTheLoss() {
        SliceFigure figure = new SliceFigure(slice(plane(), 1));
        Rectangle2D window = figure.window(0, 800, 500);
        BufferedImage image = FigureFile.image(figure, 800, 500, 1, Theme.LIGHT);
        assertEquals(window.getWidth(), window.getHeight(), 1e-9);
        for (double share : new double[] {0.13, 0.31, 0.63, 0.91}) {
            int expected = ColorMap.BATLOW.argb((share * N - 0.5) / (N - 1));
            assertNear(expected, pixel(image, window, share, 0.93));
        }
    }

    /** From above, where heights are not seen, a surface's places lie as on the map; a loss raises them from the side. */
    @Test
    void surfacesRiseWithTheLogarithmOfTheLoss() {
        SliceFigure flat = new SliceFigure(slice(plane(), 1));
        WeightPlane.Place[] corners = {
            new WeightPlane.Place(-0.9, -0.9, 0),
            new WeightPlane.Place(0.9, -0.9, 0),
            new WeightPlane.Place(-0.9, 0.9, 0),
            new WeightPlane.Place(0, -0.9, 0)
        };
        Point2D[] above = at(new SurfaceFigure(flat, 0, Math.PI / 2), corners);
        assertTrue(above[1].getX() > above[0].getX() + 100);
        assertEquals(above[0].getY(), above[1].getY(), 1e-9);
        assertEquals(above[0].distance(above[1]), above[0].getY() - above[2].getY(), 1e-9);
        Point2D[] beside = at(new SurfaceFigure(flat, 0, 0), corners);
        assertEquals(beside[0].getY(), beside[2].getY(), 1e-9);
        double rise = beside[0].getY() - beside[1].getY();
        assertTrue(rise > 100);
        assertEquals(rise / 2, beside[0].getY() - beside[3].getY(), 1e-6 * rise);
        Point2D[] turned = at(new SurfaceFigure(flat, Math.PI / 2, Math.PI / 2), corners);
        assertTrue(turned[1].getY() < turned[0].getY() - 100, "x runs away from the eye");
    }

    private static Point2D[] at(SurfaceFigure figure, WeightPlane.Place[] places) {
        return Arrays.stream(places)
                .map(place -> figure.at(place, 900, 600).orElseThrow())
                .toArray(Point2D[]::new);
    }

    /** A surface is drawn of the points that are known, coarse ones first, and of nothing else. */
    @Test
    void surfacesAreAsFineAsWhatIsKnown() {
        LossSlice whole = slice(plane(), 1);
        LossSlice coarse = slice(plane(), 0);
        for (int i = 0; i < N * N; i++) {
            if (i % N % 4 == 0 && i / N % 4 == 0) {
                coarse.losses()[i] = whole.losses()[i];
                coarse.accuracies()[i] = whole.accuracies()[i];
            }
        }
        WeightPlane.Place known = new WeightPlane.Place(whole.x(5), whole.y(6), 0);
        Point2D fine =
                new SurfaceFigure(new SliceFigure(whole)).at(known, 900, 600).orElseThrow();
        Point2D rough =
                new SurfaceFigure(new SliceFigure(coarse)).at(known, 900, 600).orElseThrow();
        assertTrue(fine.distance(rough) < 25, fine + " and " + rough);
        SurfaceFigure none = new SurfaceFigure(new SliceFigure(slice(plane(), 0)));
        assertTrue(none.at(known, 900, 600).isEmpty());
        for (LossSlice slice : List.of(whole, coarse, slice(plane(), 0))) {
            FigureFile.image(new SurfaceFigure(new SliceFigure(slice)), 300, 200, 1, Theme.DARK);
        }
    }

    private static void assertNear(int expected, int actual) {
        Color a = new Color(expected);
        Color b = new Color(actual);
        assertTrue(
                Math.abs(a.getRed() - b.getRed()) < 8
                        && Math.abs(a.getGreen() - b.getGreen()) < 8
                        && Math.abs(a.getBlue() - b.getBlue()) < 8,
                a + " and " + b);
    }

    @Test
    void whatIsNotComputedIsBlankAndHasNoContours() throws IOException {
        SliceFigure figure = new SliceFigure(slice(plane(), 0.5));
        Rectangle2D window = figure.window(0, 800, 500);
        BufferedImage image = FigureFile.image(figure, 800, 500, 1, Theme.LIGHT);
        for (double y : new double[] {0.1, 0.5, 0.93}) {
            assertEquals(Theme.LIGHT.surface().getRGB(), pixel(image, window, 0.97, y));
            assertNotEquals(Theme.LIGHT.surface().getRGB(), pixel(image, window, 0.02, y));
        }
        SliceFigure complete = new SliceFigure(slice(plane(), 1));
        int contours = complete.scale().levels().size();
        assertTrue(contours > 2);
        assertEquals(contours, paths(complete) - paths(figure));
    }

    private int paths(SliceFigure figure) throws IOException {
        return svg(figure).split("<path", -1).length;
    }

    private String svg(SliceFigure figure) throws IOException {
        Path file = folder.resolve("s.svg");
        FigureFile.write(file, figure, 800, 500, 1, Theme.LIGHT, "made by a test");
        return Files.readString(file);
    }

    @Test
    void everyNetworkIsNamedWithItsLossAndOneBesideThePlaneWithItsDistance() throws IOException {
        String text = svg(new SliceFigure(slice(plane(), 1)));
        for (String part : List.of(">A<", ">B<", ">C<", ">1<", ">a.safetensors<", ">d.safetensors<", "(nats)")) {
            assertTrue(text.contains(part), part);
        }
        String caption = new SliceFigure(slice(plane(), 1)).caption();
        assertTrue(caption.contains("A loss 0.125, accuracy 0.750; B"), caption);
        assertTrue(
                caption.contains("1 loss 0.125, accuracy 0.750; 0.375 off the plane, where the loss is 2.500"),
                caption);
    }

    /** A letter of its own is kept by a network that the plane is not made of; others are numbered. */
    @Test
    void marksAreLettersOrNumbersAndTheLegendTellsThem() {
        LossSlice slice = slice(WeightPlane.random(network(0), 3), 1);
        List<String> names = List.of("A", "B", "B aligned", "curve");
        LossSlice named = new LossSlice(
                slice.plane(),
                slice.window(),
                slice.resolution(),
                slice.losses(),
                slice.accuracies(),
                names.stream()
                        .map(name -> new LossSlice.Anchor(
                                name,
                                slice.anchors().getFirst().place(),
                                slice.anchors().getFirst().outcome(),
                                slice.anchors().getFirst().onPlane()))
                        .toList());
        assertEquals(
                List.of("A", "B", "1", "2"),
                IntStream.range(0, 4).mapToObj(k -> SliceFigure.mark(named, k)).toList());
        assertEquals("1: B aligned, 2: curve", SliceFigure.legend(named));
        assertEquals(Theme.DARK.networkB(), SliceFigure.color(named, 1, Theme.DARK));
    }

    @Test
    void theTableHasARowAPoint() {
        String csv = new SliceFigure(slice(plane(), 1)).table().orElseThrow().csv("");
        assertEquals(1 + N * N, csv.lines().count());
        assertTrue(csv.startsWith("x,y,loss,accuracy\n-0.95,-0.95,0.01,0.5\n"), csv.substring(0, 60));
        SliceFigure rerolls = new SliceFigure(
                IntStream.range(4, 8)
                        .mapToObj(seed -> slice(WeightPlane.random(network(1), seed), 1))
                        .toList(),
                List.of(),
                true);
        String all = rerolls.table().orElseThrow().csv("");
        assertEquals(1 + 4 * N * N, all.lines().count());
        assertTrue(all.contains("\n7,-0.95,"));
        assertTrue(rerolls.caption().contains("seed 4, seed 5, seed 6, seed 7"), rerolls.caption());
    }

    @Test
    void ticksAreRoundAndFew() {
        assertEquals(List.of("0.01", "0.1", "1", "10"), labels(Ticks.logarithmic(0.005, 20, 4)));
        assertEquals(List.of("0.01", "0.03", "0.1", "0.3", "1"), labels(Ticks.logarithmic(0.005, 2, 6)));
        assertEquals(List.of("0", "0.5", "1", "1.5"), labels(Ticks.linear(0, 1.9, 4)));
        assertEquals(List.of("\u22120.4", "\u22120.2", "0", "0.2"), labels(Ticks.linear(-0.5, 0.3, 6)));
        assertEquals(List.of("0.68", "0.69", "0.7"), labels(Ticks.logarithmic(0.675, 0.706, 4)));
        assertEquals("1e-4", Ticks.label(1e-4));
        for (int most = 1; most < 9; most++) {
            assertTrue(Ticks.linear(-3, 1234.5, most).size() <= most + 1);
            assertTrue(Ticks.logarithmic(1e-6, 1e5, most).size() <= most + 1);
        }
    }

    private static List<String> labels(List<Double> ticks) {
        return ticks.stream().map(Ticks::label).toList();
    }

    @Test
    void aScaleHoldsWhatIsFinite() {
        LossScale scale = LossScale.logarithmic(DoubleStream.of(0, 1e-2, 100, Double.POSITIVE_INFINITY, Double.NaN));
        assertEquals(0, scale.share(0));
        assertEquals(0.75, scale.share(1), 1e-12);
        assertEquals(1, scale.share(Double.POSITIVE_INFINITY));
        assertEquals(1, scale.share(Double.NaN));
        assertEquals(0.25, LossScale.linear(DoubleStream.of(3, 8, 1)).share(2), 1e-12);
    }

    @Test
    void pairsAreSymmetricAndTheDiagonalIsBlank() {
        PairwiseBarriers pairs = new PairwiseBarriers(
                List.of(new PairwiseBarriers.Pair(0, 1, 1, 0.5), new PairwiseBarriers.Pair(1, 2, 0.1, 2)));
        PairsFigure figure = new PairsFigure(pairs, 3);
        BufferedImage image = FigureFile.image(figure, 900, 600, 1, Theme.LIGHT);
        int[] low = {ColorMap.BATLOW.argb(0), 0};
        int[] high = {ColorMap.BATLOW.argb(1), 0};
        for (int y = 0; y < 470; y++) {
            for (int x = 0; x < 450; x++) {
                low[1] += image.getRGB(x, y) == low[0] ? 1 : 0;
                high[1] += image.getRGB(x, y) == high[0] ? 1 : 0;
            }
        }
        assertEquals(low[1], high[1], 0.01 * low[1]);
        double cell = Math.sqrt(low[1] / 2.0);
        assertTrue(cell > 100, "two cells each: " + Arrays.toString(low));
        assertTrue(figure.caption().contains("2 of 3 pairs, the others blank"), figure.caption());
        assertEquals(
                "i,j,midpointLoss,barrier\n0,1,1.0,0.5\n1,2,0.1,2.0\n",
                figure.table().orElseThrow().csv(""));
    }
}
