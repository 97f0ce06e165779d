package org.orbifold.cli;

import java.nio.file.Path;
import java.util.List;
import org.orbifold.graph.Automorphisms;
import org.orbifold.graph.GraphFormat;
import org.orbifold.graph.Twins;
import org.orbifold.graph.WeightGraph;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a network's weight graph. */
@Command(
        name = "graph",
        description =
                "Write a network's weight graph: nodes are neurons and channels with their biases and norms, edges"
                        + " are weights and filters. Its automorphisms are the permutations of hidden neurons (Lim et al. 2023).")
final class GraphCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(paramLabel = "MODEL", description = "A file of one network, or ZOO#17.")
    private String location;

    @Option(names = "--out", paramLabel = "G", required = true, description = "A .graphml or .dot file.")
    private Path out;

    @Override
    public void run() {
        Report report = common.report();
        GraphFormat format = GraphFormat.toWrite(out);
        ModelFile model = models.readOne(location);
        WeightGraph graph = new WeightGraph(model.network());
        Automorphisms automorphisms = new Automorphisms(model.architecture());
        Console progress = new Console();
        AtomicFile.write(out, stream -> format.write(graph, stream, progress));
        progress.finish();
        List<List<String>> twins = Twins.of(graph).groups().stream()
                .map(group -> group.stream().map(graph::name).toList())
                .toList();
        report.put("model", location)
                .put("out", out.toString())
                .put("architecture", model.architecture().shape())
                .put("nodes", graph.nodes())
                .put("edges", graph.edges())
                .put("nodeClasses", graph.nodeClasses())
                .put("automorphisms", automorphisms.group())
                .put("log10Automorphisms", automorphisms.log10Order())
                .put("equalNeurons", twins)
                .print(System.out);
    }
}
