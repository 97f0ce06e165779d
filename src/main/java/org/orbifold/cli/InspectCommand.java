package org.orbifold.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Architecture;
import org.orbifold.net.ParameterTensor;
import org.orbifold.symmetry.SymmetryStructure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a file of networks holds. */
@Command(name = "inspect", description = "Tell what a file of networks holds, and which symmetries they have.")
final class InspectCommand implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(
            paramLabel = "MODEL",
            description = "A .safetensors, .npz or .onnx file; ZOO#17 for one network of a zoo.")
    private String location;

    @Override
    public void run() {
        Report report = common.report();
        ModelFile model = models.read(location);
        Architecture architecture = model.architecture();
        SymmetryStructure symmetries = SymmetryStructure.of(architecture);
        report.put("model", location)
                .put("networks", model.networks().size())
                .put("architecture", architecture.shape())
                .put("activation", architecture.activation().id())
                .put("parameters", architecture.trainedParameters())
                .put("log10Permutations", symmetries.log10Permutations())
                .put("scalingDimensions", symmetries.scalingDimensions())
                .put("layers", architecture.isPerceptron() ? layers(model) : nodes(model))
                .put("symmetries", symmetries(model, symmetries))
                .put("metadata", model.metadata())
                .print(System.out);
    }

    private static List<Map<String, Object>> layers(ModelFile model) {
        Architecture architecture = model.architecture();
        List<Map<String, Object>> layers = new ArrayList<>();
        for (int l = 0; l < architecture.layers(); l++) {
            Map<String, Object> layer = new LinkedHashMap<>();
            layer.put("weight", weightsOf(model, architecture.weights(l).node()));
            layer.put("in", architecture.in(l));
            layer.put("out", architecture.out(l));
            layer.put("activation", architecture.activationAfter(l).id());
            layers.add(layer);
        }
        return layers;
    }

    private static String weightsOf(ModelFile model, int node) {
        List<ParameterTensor> tensors = model.architecture().tensors();
        return IntStream.range(0, tensors.size())
                .filter(i -> tensors.get(i).node() == node)
                .mapToObj(i -> model.names().get(i).name())
                .findFirst()
                .orElse("");
    }

    private static List<Map<String, Object>> nodes(ModelFile model) {
        Architecture architecture = model.architecture();
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (int k = 1; k <= architecture.nodes().size(); k++) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("node", k);
            node.put("layer", architecture.token(k));
            node.put("from", architecture.nodes().get(k - 1).from());
            node.put("gives", architecture.shape(k).toString());
            node.put("weight", weightsOf(model, k));
            nodes.add(node);
        }
        return nodes;
    }

    /** What moves together: for every hidden layer its size, and the tensors whose rows and whose columns it permutes. */
    private static List<Map<String, Object>> symmetries(ModelFile model, SymmetryStructure structure) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (int g = 0; g < structure.groups().size(); g++) {
            List<String> rows = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < structure.carriers().size(); i++) {
                SymmetryStructure.Carrier carrier = structure.carriers().get(i);
                String name = model.names().get(i).name();
                if (carrier.rows().group() == g) {
                    rows.add(name);
                }
                if (carrier.columns().group() == g) {
                    columns.add(name);
                }
            }
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("size", structure.groups().get(g).size());
            group.put("rows", rows);
            group.put("columns", columns);
            groups.add(group);
        }
        return groups;
    }
}
