package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

/** What the picture of a large network holds, and says that it does not. */
class SheetsFigureTest {
    private static Weights network(String shape) {
        return new Initialization.Normal(1).draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(1));
    }

    private static SheetImages images(Weights weights) {
        return new SheetImages(weights, SheetImages.limits(List.of(weights)));
    }

    private static StrongEdges edges(Weights weights, Optional<Neuron> selection) {
        SheetImages images = images(weights);
        return StrongEdges.of(images, new SheetsLayout(images.layers(), 740, 560), selection);
    }

    @Test
    void smallNetworksAreDrawnNeuronByNeuronAndLargeOnesInSheets() {
        assertFalse(SheetsFigure.isFor(network("30-16-16-2").architecture()));
        assertTrue(SheetsFigure.isFor(network("784-10-10").architecture()));
        assertTrue(SheetsFigure.isFor(network("30-100-2").architecture()));
        assertTrue(SheetsFigure.isFor(network("1x8x8-c4k3-relu-gap-3").architecture()));
    }

    @Test
    void fewEdgesAreAllDrawnAndOfManyTheStrongest() {
        assertTrue(edges(network("784-10-10"), Optional.empty()).note().startsWith("showing 100 of 7,940 edges"));
        StrongEdges many = edges(network("784-64-64-10"), Optional.empty());
        assertTrue(many.note().startsWith("showing 64 of 54,912 edges"), many.note());
        double weakest = many.drawn().stream()
                .filter(edge -> edge.to().panel() == 2)
                .mapToDouble(edge -> Math.abs(edge.weight()))
                .min()
                .orElseThrow();
        Weights weights = network("784-64-64-10");
        int stronger = 0;
        for (float w : weights.layerWeights(2)) {
            stronger += Math.abs(w) > weakest ? 1 : 0;
        }
        assertEquals(31, stronger);
    }

    @Test
    void edgesOfTheSelectionAreItsOwn() {
        Neuron selected = new Neuron(2, 7);
        StrongEdges edges = edges(network("784-64-64-10"), Optional.of(selected));
        assertTrue(edges.drawn().size() == 32 + 10);
        for (StrongEdges.Edge edge : edges.drawn()) {
            boolean into = edge.to().equals(new SheetsLayout.Place(1, 7));
            boolean outOf = edge.from().equals(new SheetsLayout.Place(1, 7));
            assertTrue(into || outOf, edge.toString());
        }
    }

    @Test
    void aMatrixHasAPixelForEachWeight() {
        Weights weights = network("784-64-64-10");
        SheetImages images = images(weights);
        BufferedImage matrix = images.matrix(1, 1, 1, Theme.LIGHT);
        assertEquals(64, matrix.getWidth());
        assertEquals(Theme.LIGHT.signed().signed(weights.weight(1, 17, 40), images.limit(1)), matrix.getRGB(40, 17));
        BufferedImage small = images.matrix(1, 2, 2, Theme.LIGHT);
        float strongest = 0;
        for (int k = 0; k < 4; k++) {
            float w = weights.weight(1, 16 + k / 2, 40 + k % 2);
            strongest = Math.abs(w) > Math.abs(strongest) ? w : strongest;
        }
        assertEquals(Theme.LIGHT.signed().signed(strongest, images.limit(1)), small.getRGB(20, 8));
    }

    @Test
    void aTileHoldsTheFiltersOfAChannelSideBySide() {
        Weights weights = network("1x8x8-c4k3-relu-c6k3-relu-gap-3");
        SheetImages images = images(weights);
        BufferedImage tile = images.unit(1, 5, Theme.LIGHT);
        assertEquals(7, tile.getWidth());
        int kernel = 3;
        int row = 2;
        int column = 1;
        assertEquals(
                Theme.LIGHT.signed().signed(weights.weight(1, 5, kernel * 9 + row * 3 + column), images.limit(1)),
                tile.getRGB(4 + column, 4 + row));
        assertEquals(0, tile.getRGB(3, 0));
    }

    @Test
    void unitsAreFoundWhereTheyStand() {
        for (String shape :
                List.of("784-10-10", "784-512-512-10", "30-100-60-2", "1x8x8-c16k3-bn-relu-c32k3-relu-gap-10")) {
            SheetsLayout layout = new SheetsLayout(network(shape).architecture(), 740, 560);
            for (SheetsLayout.Panel panel : layout.panels()) {
                for (int i = 0; i < panel.shown(); i++) {
                    SheetsLayout.Place place =
                            new SheetsLayout.Place(layout.panels().indexOf(panel), i);
                    Point2D middle = layout.center(place);
                    assertEquals(Optional.of(place), layout.at(middle.getX(), middle.getY()), shape);
                    assertTrue(middle.getX() < 740 && middle.getY() < 560 && middle.getY() > 0, shape);
                }
            }
            assertEquals(
                    Optional.empty(),
                    layout.neuron(new SheetsLayout.Place(layout.panels().size() - 1, 0)));
        }
    }

    @Test
    void channelsThatAreTiedStandInAllTheirLayers() {
        SheetsLayout layout =
                new SheetsLayout(network("1x8x8-c4k3p1-relu-r4-gap-3").architecture(), 740, 560);
        Neuron neuron = layout.neuron(new SheetsLayout.Place(0, 2)).orElseThrow();
        assertTrue(layout.places(neuron).size() > 1, "the residual block adds to the first layer's channels");
    }
}
