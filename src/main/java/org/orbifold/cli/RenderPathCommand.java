package org.orbifold.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.orbifold.align.Alignment;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.figure.Figure;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.PathFigure.Kind;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the loss along paths. */
@Command(
        name = "path",
        description = "Loss and accuracy along paths from A to B, on training rows (solid) and on test rows (dashed).")
final class RenderPathCommand extends PictureCommand {
    @Mixin
    private PictureDataOptions data;

    @Mixin
    private SplitOptions splits;

    @Mixin
    private CurveOptions curves;

    @Option(
            names = "--path",
            paramLabel = "KIND",
            split = ",",
            description =
                    "linear, to B and to B aligned; geodesic, with its chord; bezier and chain, trained, beside the"
                            + " straight path (default: ${DEFAULT-VALUE}).")
    private List<String> kindIds = List.of(PathKind.LINEAR.id());

    @Override
    Figure figure(Canvas canvas) {
        List<PathKind> kinds = kindIds.stream()
                .map(id -> Faults.named("--path", id, PathKind.values(), PathKind::id))
                .toList();
        curves.require(kinds);
        List<ModelFile> ends = read(2);
        DataSet loaded = data.load(seed());
        DataOptions.requireFit(locations().getFirst(), ends.getFirst().architecture(), loaded);
        Split split = splits.rule(seed()).split(loaded.rows());
        Examples rows = data.scaled(loaded, split).examples();
        Examples training = rows.gather(split.train());
        Examples test = rows.gather(split.test());
        Console progress = new Console();
        Map<Kind, Path> paths = new EnumMap<>(Kind.class);
        for (PathKind kind : kinds) {
            paths.putAll(paths(kind, ends.get(0).network(), ends.get(1).network(), training, progress));
        }
        List<PathFigure.Curve> drawn = new ArrayList<>();
        paths.forEach((kind, path) -> {
            drawn.add(
                    new PathFigure.Curve(kind, true, LossBarrier.along(path, LossBarrier.POINTS, training, progress)));
            drawn.add(new PathFigure.Curve(kind, false, LossBarrier.along(path, LossBarrier.POINTS, test, progress)));
        });
        progress.finish();
        return new PathFigure(drawn);
    }

    private Map<Kind, Path> paths(PathKind kind, Weights a, Weights b, Examples training, Progress progress) {
        String locationB = locations().get(1);
        return switch (kind) {
            case LINEAR -> {
                Alignment aligned =
                        Faults.in(locationB, () -> Alignment.byWeights(a, b, false, seed(), 1, Progress.NONE));
                yield Map.of(Kind.NAIVE, new Path.Linear(a, b), Kind.ALIGNED, new Path.Linear(a, aligned.aligned()));
            }
            case GEODESIC -> {
                CanonicalPair pair = Faults.in(locationB, () -> new CanonicalPair(a, b));
                yield Map.of(Kind.GEODESIC, new Path.Geodesic(pair), Kind.CHORD, new Path.Chord(pair));
            }
            case BEZIER, CHAIN ->
                Map.of(
                        Kind.NAIVE,
                        new Path.Linear(a, b),
                        kind == PathKind.BEZIER ? Kind.BEZIER : Kind.CHAIN,
                        curves.train(kind, a, b, training, seed(), progress));
        };
    }
}
