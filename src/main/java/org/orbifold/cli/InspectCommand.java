package org.orbifold.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Architecture;
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

    @Parameters(paramLabel = "MODEL", description = "A .safetensors or .npz file; ZOO#17 for one network of a zoo.")
    private String location;

    @Override
    public void run() {
        Report report = common.report();
        ModelFile model = models.read(location);
        Architecture architecture = model.architecture();
        SymmetryStructure symmetries = SymmetryStructure.of(architecture);
        List<Map<String, Object>> layers = new ArrayList<>();
        for (int l = 0; l < architecture.layers(); l++) {
            Map<String, Object> layer = new LinkedHashMap<>();
            layer.put("weight", model.layers().get(l).weight());
            layer.put("in", architecture.in(l));
            layer.put("out", architecture.out(l));
            layer.put("activation", architecture.activationAfter(l).id());
            layers.add(layer);
        }
        report.put("model", location)
                .put("networks", model.networks().size())
                .put("architecture", architecture.shape())
                .put("activation", architecture.activation().id())
                .put("parameters", architecture.parameters())
                .put("log10Permutations", symmetries.log10Permutations())
                .put("scalingDimensions", symmetries.scalingDimensions())
                .put("layers", layers)
                .put("metadata", model.metadata())
                .print(System.out);
    }
}
