package org.orbifold.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.data.DataSet;
import org.orbifold.figure.SliceFigure;
import org.orbifold.io.AtomicFile;
import org.orbifold.path.LossSlice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the loss over a plane in weight space. */
@Command(
        name = "slice",
        description =
                "Evaluate the loss over a plane in weight space: through A, B and C, in Euclidean distances from A;"
                        + " or where A is alone, along two random directions, filter-normalised (Li et al. 2018)."
                        + " Networks are seen from the plane with their true loss and that of their image.")
final class SliceCommand implements Runnable {
    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Mixin
    private DataOptions data;

    @Mixin
    private SliceOptions options;

    @Parameters(arity = "1..*", paramLabel = "A [B C]", description = "One network, or three.")
    private List<String> locations;

    @Option(names = "--out", paramLabel = "P.csv", description = "Write a row a point: x, y, loss, accuracy.")
    private Optional<Path> out = Optional.empty();

    @Override
    public void run() {
        Report report = common.report();
        options.require(locations.size());
        List<LossSlice.Named> networks = options.networks(locations, models);
        DataSet set = data.load(common.seed());
        Console progress = new Console();
        LossSlice slice = locations.size() == 1
                ? options.around(networks, set, common.seed(), 0, progress)
                : options.through(networks, set, progress);
        progress.finish();
        String rows = new SliceFigure(slice).table().orElseThrow().csv("");
        out.ifPresent(file -> AtomicFile.write(file, stream -> stream.write(rows.getBytes(StandardCharsets.UTF_8))));
        report.put("models", locations).put("data", set.name()).put("rows", set.rows());
        out.ifPresent(file -> report.put("out", file.toString()));
        report.put("resolution", slice.resolution())
                .put("x", axis(slice.resolution(), slice::x))
                .put("y", axis(slice.resolution(), slice::y))
                .put("loss", matrix(slice.losses(), slice.resolution()))
                .put("accuracy", matrix(slice.accuracies(), slice.resolution()))
                .put(
                        "anchors",
                        slice.anchors().stream().map(SliceCommand::fields).toList())
                .print(System.out);
    }

    private interface Axis {
        double at(int k);
    }

    private static List<Double> axis(int resolution, Axis axis) {
        return IntStream.range(0, resolution).mapToObj(axis::at).toList();
    }

    /** A row a y, a column an x. */
    private static List<List<Double>> matrix(double[] values, int resolution) {
        List<List<Double>> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += resolution) {
            rows.add(Arrays.stream(values, from, from + resolution).boxed().toList());
        }
        return rows;
    }

    private static Map<String, Object> fields(LossSlice.Anchor anchor) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", anchor.name());
        fields.put("x", anchor.place().x());
        fields.put("y", anchor.place().y());
        fields.put("distance", anchor.place().distance());
        fields.put("loss", anchor.outcome().loss());
        fields.put("accuracy", anchor.outcome().accuracy());
        fields.put("sliceLoss", anchor.onPlane().loss());
        fields.put("sliceAccuracy", anchor.onPlane().accuracy());
        return fields;
    }
}
