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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
 * {@code class} (of {@link WeightGraph#nodeClass}) and, unless they are inputs, {@code bias}; edges carry {@code layer}
 * and {@code weight}. Numbers are the shortest decimals that read back as the same float.
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
            exporter.registerAttribute("bias", GraphMLExporter.AttributeCategory.NODE, AttributeType.FLOAT);
            exporter.registerAttribute("weight", GraphMLExporter.AttributeCategory.EDGE, AttributeType.FLOAT);
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
        if (node.layer() > 0) {
            attributes.put("bias", DefaultAttribute.createAttribute(graph.bias(node)));
        }
        return attributes;
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
            attributes.put("layer", DefaultAttribute.createAttribute(edge.layer()));
            attributes.put("weight", DefaultAttribute.createAttribute(graph.weight(edge)));
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
