package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.graph.Automorphisms;
import org.orbifold.graph.Twins;
import org.orbifold.graph.WeightGraph;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the picture of a weight graph says, read from its SVG and its pixels. */
class GraphFigureTest {
    @TempDir
    private Path folder;

    private static Weights network(String shape) {
        return new Initialization.Normal(1).draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(1));
    }

    private Document svg(Figure figure) throws Exception {
        Path file = folder.resolve("g.svg");
        FigureFile.write(file, figure, 800, 600, 1, Theme.LIGHT, "");
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return parsers.newDocumentBuilder().parse(file.toFile());
    }

    private static List<String> texts(Document document) {
        NodeList found = document.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }

    private static int lines(Document document) {
        return document.getElementsByTagName("line").getLength();
    }

    @Test
    void aSmallGraphIsDrawnWholeWithItsClassesDegreesAndGroup() throws Exception {
        Document document = svg(GraphFigure.of(network("2-8-8-2"), Optional.empty()));
        assertEquals(2 * 8 + 8 * 8 + 8 * 2, lines(document));
        List<String> texts = texts(document);
        assertTrue(texts.contains("S8 \u00d7 S8, 10^9.2 automorphisms"), texts.toString());
        assertTrue(texts.containsAll(List.of("2 classes", "1 class: S8", "degree 2 in, 8 out")), texts.toString());
        assertTrue(texts.stream().noneMatch(text -> text.startsWith("showing")), texts.toString());
    }

    @Test
    void aLargeGraphSaysWhatItHides() throws Exception {
        Document document = svg(GraphFigure.of(network("784-64-10"), Optional.empty()));
        assertEquals(2 * 64, lines(document));
        List<String> texts = texts(document);
        assertTrue(texts.contains("showing 128 of 50,816 edges"), texts.toString());
        assertTrue(texts.contains("32 of 784 nodes"), texts.toString());
    }

    /** Filters are edges, sums have a column and bent edges of their own, and the group counts tied layers once. */
    @Test
    void aResidualNetworkIsDrawnWithItsSums() throws Exception {
        Weights weights = Networks.random(Architecture.parse("1x6x6-c4k3n-bn-relu-r4-gap-3", Activation.RELU), 1);
        Document document = svg(GraphFigure.of(weights, Optional.empty()));
        List<String> texts = texts(document);
        assertEquals(4 + 2 * 16 + 4 + 12, lines(document));
        assertEquals(Math.log10(24 * 24), new Automorphisms(weights.architecture()).log10Order(), 1e-12);
        assertTrue(texts.contains("S4 \u00d7 S4, 576 automorphisms"), texts.toString());
        assertTrue(texts.contains("degree 4 in, 4 out") && texts.contains("degree 2 in, 3 out"), texts.toString());
        assertTrue(texts.contains("edge: norm of filter, sign of its sum"), texts.toString());
    }

    @Test
    void smallGroupsAreCountedAndEqualNodesTold() throws Exception {
        Architecture architecture = Architecture.parse("2-3-4-1", Activation.RELU);
        Weights equal = Weights.wrap(architecture, new float[architecture.parameters()]);
        List<String> texts = texts(svg(GraphFigure.of(equal, Optional.empty())));
        assertTrue(texts.contains("S3 \u00d7 S4, 144 automorphisms; 7 hidden nodes have an equal"), texts.toString());
        assertTrue(texts(svg(GraphFigure.of(network("3-2"), Optional.empty()))).contains("1 automorphism"));
    }

    @Test
    void edgesBeyondTheScaleAreCounted() throws Exception {
        Architecture architecture = Architecture.parse("2-2-2", Activation.RELU);
        float[] block = {1, 2, -3, 4, 0, 0, 1, 2, -2.5f, -1, 9, 9};
        WeightGraph graph = new WeightGraph(Weights.wrap(architecture, block));
        List<String> texts = texts(svg(new GraphFigure(graph, 2, 9, Twins.of(graph), Optional.empty())));
        assertTrue(texts.contains("3 beyond the scale"), texts.toString());
    }

    /** Of nodes without room the weakest are left out, but never the selected one, which brings its edges. */
    @Test
    void theStrongestNodesAndTheSelectedOneAreShown() throws Exception {
        Architecture architecture = Architecture.parse("300-4-2", Activation.RELU);
        float[] block = new float[architecture.parameters()];
        for (int i = 0; i < block.length; i++) {
            block[i] = i < 1200 ? 1e-3f * (i % 300) : 1;
        }
        WeightGraph graph = new WeightGraph(Weights.wrap(architecture, block));
        GraphLayout plain = new GraphLayout(graph, Optional.empty(), 800, 600);
        assertEquals(32, plain.shown(0).length);
        assertEquals(268, plain.shown(0)[0]);
        assertEquals(Optional.empty(), plain.center(new Neuron(0, 7)));
        Neuron weak = new Neuron(0, 7);
        GraphLayout selected = new GraphLayout(graph, Optional.of(weak), 800, 600);
        assertEquals(7, selected.shown(0)[0]);
        for (Neuron node : List.of(weak, new Neuron(0, 299), new Neuron(1, 3), new Neuron(2, 0))) {
            Point2D at = selected.center(node).orElseThrow();
            assertEquals(Optional.of(node), selected.at(at.getX(), at.getY()));
        }
        int with = lines(svg(new GraphFigure(graph, 1, 1, new Twins(List.of()), Optional.of(weak))));
        int without = lines(svg(new GraphFigure(graph, 1, 1, new Twins(List.of()), Optional.empty())));
        assertEquals(without + 4, with);
    }

    @Test
    void nodesHaveTheColourOfTheirBias() {
        Weights weights = network("2-3-2");
        GraphFigure figure = GraphFigure.of(weights, Optional.empty());
        BufferedImage image = FigureFile.image(figure, 600, 400, 1, Theme.LIGHT);
        GraphLayout layout = new GraphLayout(new WeightGraph(weights), Optional.empty(), 600, 400);
        for (Neuron node : List.of(new Neuron(1, 0), new Neuron(1, 2), new Neuron(2, 1))) {
            Point2D at = layout.center(node).orElseThrow();
            int wanted = Theme.LIGHT
                    .signed()
                    .signed(weights.bias(node.column() - 1, node.index()), GraphFigure.biasLimit(weights));
            assertEquals(wanted, image.getRGB((int) at.getX(), (int) at.getY()));
        }
        Point2D input = layout.center(new Neuron(0, 0)).orElseThrow();
        assertEquals(Color.WHITE.getRGB(), image.getRGB((int) input.getX(), (int) input.getY()));
        BufferedImage dark = FigureFile.image(figure, 600, 400, 1, Theme.DARK);
        assertNotEquals(image.getRGB(1, 1), dark.getRGB(1, 1));
    }
}
