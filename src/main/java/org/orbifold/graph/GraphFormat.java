package org.orbifold.graph;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.BaseExporter;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.ExportException;
import org.jgrapht.nio.GraphExporter;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;

/**
 * Files of weight graphs, for the tools that read them. Nodes carry {@code layer}, {@code index}, {@code kind},
 * {@code class} (of {@link WeightGraph#nodeClass}) and what parameters they have: {@code bias}, and {@code gain},
 * {@code shift}, {@code mean} and {@code variance} of a norm, with {@code _2} of a second one. Edges carry {@code layer},
 * that of their source, and {@code weight}, or {@code filter}, several numbers with spaces between them, or neither where
 * a channel goes into a sum. Numbers are the shortest decimals that read back as the same float.
 */
public enum GraphFormat {
    /** GraphML, an XML. */
    GRAPHML {
        @Override
        void export(NeuralDag dag, Edges edges, Writer writer) {
            GraphMLExporter<Node, Edge> exporter = new GraphMLExporter<>(dag.graph()::name);
            // The exporter's own weights are doubles, with 1 left out: the name is wanted for the float as it is.
            exporter.setEdgeWeightAttributeName("double weight");
            exporter.registerAttribute("layer", GraphMLExporter.AttributeCategory.ALL, AttributeType.INT);
            exporter.registerAttribute("index", GraphMLExporter.AttributeCategory.NODE, AttributeType.INT);
            exporter.registerAttribute("kind", GraphMLExporter.AttributeCategory.NODE, AttributeType.STRING);
            exporter.registerAttribute("class", GraphMLExporter.AttributeCategory.NODE, AttributeType.INT);
            parameters(dag.graph())
                    .forEach((name, type) ->
                            exporter.registerAttribute(name, GraphMLExporter.AttributeCategory.NODE, type));
            exporter.registerAttribute("weight", GraphMLExporter.AttributeCategory.EDGE, AttributeType.FLOAT);
            if (dag.graph().parameters().edgeFeatures() > 1) {
                exporter.registerAttribute("filter", GraphMLExporter.AttributeCategory.EDGE, AttributeType.STRING);
            }
            run(exporter, dag, edges, writer);
        }
    },

    /** Graphviz's DOT, drawn from left to right. */
    DOT {
        @Override
        void export(NeuralDag dag, Edges edges, Writer writer) {
            DOTExporter<Node, Edge> exporter = new DOTExporter<>(dag.graph()::name);
            exporter.setGraphAttributeProvider(() -> Map.of("rankdir", DefaultAttribute.createAttribute("LR")));
            run(exporter, dag, edges, writer);
        }
    };

    private static final int REPORT_EVERY = 8192;

    /**
     * The format to write to a file of that name.
     *
     * @throws Fault if the name ends in neither .graphml nor .dot
     */
    public static GraphFormat toWrite(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".graphml")) {
            return GRAPHML;
        }
        if (name.endsWith(".dot")) {
            return DOT;
        }
        throw Fault.in(path, "a weight graph's name ends in .graphml or .dot");
    }

    abstract void export(NeuralDag dag, Edges edges, Writer writer);

    /**
     * Writes a graph, edge by edge.
     *
     * @param out is left open
     */
    public void write(WeightGraph graph, OutputStream out, Progress progress) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(new Faithful(out), StandardCharsets.UTF_8));
        try {
            export(new NeuralDag(graph), new Edges(graph, progress), writer);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (ExportException e) {
            switch (e.getCause()) {
                case UncheckedIOException failed -> throw failed.getCause();
                case RuntimeException failed -> throw failed;
                case null, default -> throw e;
            }
        }
        writer.flush();
    }

    private static <X extends BaseExporter<Node, Edge> & GraphExporter<Node, Edge>> void run(
            X exporter, NeuralDag dag, Edges edges, Writer writer) {
        exporter.setVertexAttributeProvider(node -> attributes(dag.graph(), node));
        exporter.setEdgeAttributeProvider(edges::attributes);
        exporter.exportGraph(dag, writer);
    }

    private static Map<String, Attribute> attributes(WeightGraph graph, Node node) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("layer", DefaultAttribute.createAttribute(node.layer()));
        attributes.put("index", DefaultAttribute.createAttribute(node.index()));
        attributes.put(
                "kind",
                DefaultAttribute.createAttribute(graph.kind(node.layer()).id()));
        attributes.put("class", DefaultAttribute.createAttribute(graph.nodeClass(node)));
        float[] features = graph.features(node);
        names(graph.parameters(), node.layer()).forEach((name, parameter) -> {
            float[] own = Arrays.copyOfRange(features, parameter.feature(), parameter.feature() + parameter.each());
            attributes.put(name, attribute(own));
        });
        return attributes;
    }

    private static Attribute attribute(float[] numbers) {
        return numbers.length == 1
                ? DefaultAttribute.createAttribute(numbers[0])
                : DefaultAttribute.createAttribute(IntStream.range(0, numbers.length)
                        .mapToObj(k -> Float.toString(numbers[k]))
                        .collect(Collectors.joining(" ")));
    }

    /** What a layer's nodes carry, by the names of the attributes. */
    private static Map<String, ParameterGraph.NodeParameter> names(ParameterGraph graph, int layer) {
        Map<String, ParameterGraph.NodeParameter> names = new LinkedHashMap<>();
        for (ParameterGraph.NodeParameter parameter : graph.parameters(layer)) {
            String role = parameter.tensor().role().name().toLowerCase(Locale.ROOT);
            String name = role;
            for (int k = 2; names.containsKey(name); k++) {
                name = role + "_" + k;
            }
            names.put(name, parameter);
        }
        return names;
    }

    /** The names of all that nodes carry: numbers, unless somewhere a node has several. */
    private static Map<String, AttributeType> parameters(WeightGraph graph) {
        Map<String, AttributeType> types = new LinkedHashMap<>();
        for (int layer = 0; layer < graph.layers(); layer++) {
            names(graph.parameters(), layer)
                    .forEach((name, parameter) -> types.merge(
                            name,
                            parameter.each() == 1 ? AttributeType.FLOAT : AttributeType.STRING,
                            (a, b) -> a == b ? a : AttributeType.STRING));
        }
        return types;
    }

    /** The attributes of edges, counted as they are written. */
    static final class Edges {
        private final WeightGraph graph;
        private final Progress progress;
        private final int all;
        private int written;

        Edges(WeightGraph graph, Progress progress) {
            this.graph = graph;
            this.progress = progress;
            all = graph.edges();
        }

        Map<String, Attribute> attributes(Edge edge) {
            if (++written % REPORT_EVERY == 0) {
                progress.report(written, all, "edges");
            }
            Map<String, Attribute> attributes = new LinkedHashMap<>();
            attributes.put(
                    "layer", DefaultAttribute.createAttribute(edge.source().layer()));
            float[] filter = graph.filter(edge);
            if (filter.length > 0) {
                attributes.put(filter.length == 1 ? "weight" : "filter", attribute(filter));
            }
            return attributes;
        }
    }

    /** Throws through the exporters' print writers, which would swallow a failure to write and leave half a file. */
    private static final class Faithful extends FilterOutputStream {
        Faithful(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) {
            try {
                out.write(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
