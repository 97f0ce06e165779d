package org.orbifold.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Files of weight graphs, read by parsers that know nothing of what wrote them. */
class GraphFormatTest {
    private static final WeightGraph GRAPH = new WeightGraph(awkward());

    /** Floats of every size, with 0, 1 (the weight that exporters leave out) and the extremes among them. */
    private static Weights awkward() {
        Architecture architecture = Architecture.parse("3-6-5-2", Activation.TANH);
        SplittableRandom random = new SplittableRandom(2);
        float[] block = new float[architecture.parameters()];
        for (int i = 0; i < block.length; i++) {
            do {
                block[i] = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(block[i]));
        }
        float[] special = {0, -0f, 1, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, 1e-5f, 16777216};
        System.arraycopy(special, 0, block, 4, special.length);
        return Weights.wrap(architecture, block);
    }

    private static String text(GraphFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(GRAPH, out, Progress.NONE);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Attributes by name: GraphML keeps the names in keys of its own. */
    private static Map<String, String> data(Element element, Map<String, String> names) {
        Map<String, String> data = new HashMap<>();
        NodeList entries = element.getElementsByTagName("data");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            data.put(names.get(entry.getAttribute("key")), entry.getTextContent());
        }
        return data;
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void graphMlHoldsTheNetworkExactly() throws Exception {
        byte[] bytes = text(GraphFormat.GRAPHML).getBytes(StandardCharsets.UTF_8);
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultNSInstance();
        Document document = parsers.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        assertEquals(
                "http://graphml.graphdrawing.org/xmlns",
                document.getDocumentElement().getNamespaceURI());
        assertEquals("directed", elements(document, "graph").getFirst().getAttribute("edgedefault"));
        Map<String, String> names = new HashMap<>();
        elements(document, "key").forEach(key -> names.put(key.getAttribute("id"), key.getAttribute("attr.name")));
        Map<String, Map<String, String>> nodes = new HashMap<>();
        elements(document, "node").forEach(node -> nodes.put(node.getAttribute("id"), data(node, names)));
        Held held = new Held(nodes);
        for (Element edge : elements(document, "edge")) {
            held.edge(edge.getAttribute("source"), edge.getAttribute("target"), data(edge, names));
        }
        held.check();
    }

    @Test
    void dotHoldsTheNetworkExactly() throws IOException {
        Pattern line = Pattern.compile("  (\\w+)(?: -> (\\w+))? \\[ (.*) ];");
        Pattern attribute = Pattern.compile("(\\w+)=\"([^\"]*)\" ?");
        List<String> lines = text(GraphFormat.DOT).lines().toList();
        assertEquals("strict digraph G {", lines.getFirst());
        assertEquals("  rankdir=LR;", lines.get(1));
        assertEquals("}", lines.getLast());
        Map<String, Map<String, String>> nodes = new HashMap<>();
        Held held = new Held(nodes);
        for (String statement : lines.subList(2, lines.size() - 1)) {
            Matcher matcher = line.matcher(statement);
            assertTrue(matcher.matches(), statement);
            Map<String, String> data = new HashMap<>();
            attribute.matcher(matcher.group(3)).results().forEach(match -> data.put(match.group(1), match.group(2)));
            if (matcher.group(2) == null) {
                nodes.put(matcher.group(1), data);
            } else {
                held.edge(matcher.group(1), matcher.group(2), data);
            }
        }
        held.check();
    }

    /** What a file holds, against the network bit by bit. */
    private static final class Held {
        private final Map<String, Map<String, String>> nodes;
        private final Set<Edge> edges = new HashSet<>();

        Held(Map<String, Map<String, String>> nodes) {
            this.nodes = nodes;
        }

        private int number(String node, String attribute) {
            return Integer.parseInt(nodes.get(node).get(attribute));
        }

        void edge(String source, String target, Map<String, String> data) {
            int layer = Integer.parseInt(data.get("layer"));
            assertEquals(layer, number(source, "layer"));
            assertEquals(layer + 1, number(target, "layer"));
            Edge edge =
                    new Edge(new Node(layer, number(source, "index")), new Node(layer + 1, number(target, "index")));
            assertTrue(edges.add(edge));
            assertSameFloat(GRAPH.weight(edge), data.get("weight"));
        }

        void check() {
            assertEquals(GRAPH.nodes(), nodes.size());
            assertEquals(GRAPH.edges(), edges.size());
            for (String name : nodes.keySet()) {
                Node node = new Node(number(name, "layer"), number(name, "index"));
                assertEquals(GRAPH.name(node), name);
                assertEquals(GRAPH.kind(node.layer()).id(), nodes.get(name).get("kind"));
                assertEquals(GRAPH.nodeClass(node), number(name, "class"));
                if (node.layer() == 0) {
                    assertFalse(nodes.get(name).containsKey("bias"));
                } else {
                    assertSameFloat(GRAPH.bias(node), nodes.get(name).get("bias"));
                }
            }
        }
    }

    /** Read as a double, as most tools do, and rounded. */
    private static void assertSameFloat(float wanted, String text) {
        assertEquals(Float.floatToIntBits(wanted), Float.floatToIntBits((float) Double.parseDouble(text)), text);
    }

    /** The exporters' print writers would go on as if nothing had happened. */
    @ParameterizedTest
    @EnumSource
    void aFailureToWriteIsToldAsItIs(GraphFormat format) {
        IOException full = new IOException("No space left on device");
        OutputStream disk = new OutputStream() {
            private int written;

            @Override
            public void write(int value) throws IOException {
                if (++written > 1000) {
                    throw full;
                }
            }
        };
        assertSame(full, assertThrows(IOException.class, () -> format.write(GRAPH, disk, Progress.NONE)));
    }

    @ParameterizedTest
    @EnumSource
    void writingCanBeCancelled(GraphFormat format) {
        Architecture wide = Architecture.parse("100-100-2", Activation.RELU);
        WeightGraph graph = new WeightGraph(Weights.wrap(wide, new float[wide.parameters()]));
        Progress cancelled = new Progress() {
            @Override
            public void report(long done, long total, String message) {
                assertEquals(graph.edges(), total);
                throw new CancellationException();
            }

            @Override
            public void checkCancelled() {}
        };
        assertThrows(
                CancellationException.class, () -> format.write(graph, OutputStream.nullOutputStream(), cancelled));
    }

    @Test
    void formatsAreToldByTheEndingOfTheName() {
        assertEquals(GraphFormat.GRAPHML, GraphFormat.toWrite(Path.of("a.b/N.GraphML")));
        assertEquals(GraphFormat.DOT, GraphFormat.toWrite(Path.of("n.dot")));
        Fault fault = assertThrows(Fault.class, () -> GraphFormat.toWrite(Path.of("n.gml")));
        assertEquals("n.gml: a weight graph's name ends in .graphml or .dot", fault.getMessage());
    }
}
