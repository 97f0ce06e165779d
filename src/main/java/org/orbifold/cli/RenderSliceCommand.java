package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Figure;
import org.orbifold.figure.SliceFigure;
import org.orbifold.figure.SurfaceFigure;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.path.Curve;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws slices through the loss. */
@Command(
        name = "slice",
        description = "The loss over the plane through A, B and C, or along random directions around A.")
final class RenderSliceCommand extends PictureCommand {
    private static final int TRACK = 101;

    @Mixin
    private DataOptions data;

    @Mixin
    private SliceOptions options;

    @Option(
            names = "--curve",
            paramLabel = "KIND",
            description = "Three networks: also draw the curve from A to B with C as its bend, bezier or chain.")
    private Optional<String> curveId = Optional.empty();

    @Option(
            names = "--rerolls",
            paramLabel = "N",
            description =
                    "One network: so many slices, of successive seeds of directions (default:" + " ${DEFAULT-VALUE}).")
    private int rerolls = 1;

    @Option(names = "--surface", description = "Draw the slice as a surface whose height is the loss.")
    private boolean surface;

    @Option(
            names = "--azimuth",
            paramLabel = "DEG",
            description = "Surface: how far the plane is turned, in degrees (default: ${DEFAULT-VALUE}).")
    private double azimuth = Math.toDegrees(SurfaceFigure.AZIMUTH);

    @Option(
            names = "--elevation",
            paramLabel = "DEG",
            description = "Surface: how high the eye stands, 0 to 90 degrees (default: ${DEFAULT-VALUE}).")
    private double elevation = Math.toDegrees(SurfaceFigure.ELEVATION);

    @Override
    Figure figure(Canvas canvas) {
        int count = locations().size();
        options.require(count);
        Optional<PathKind> curve = curve();
        if (rerolls < 1 || rerolls > 100) {
            throw new Fault("--rerolls " + rerolls + ": at least 1, at most 100");
        }
        if (surface && rerolls > 1) {
            throw new Fault("--surface is for one slice, not for --rerolls " + rerolls);
        }
        if (!(elevation >= 0 && elevation <= 90) || !Double.isFinite(azimuth)) {
            throw new Fault("--azimuth " + azimuth + ", --elevation " + elevation + ": elevation is 0 to 90 degrees");
        }
        if (count == 3 && rerolls > 1) {
            throw new Fault("--rerolls is for one network: there is one plane through three");
        }
        List<LossSlice.Named> networks = options.networks(locations(), models());
        DataSet set = data.load(seed());
        Console progress = new Console();
        List<LossSlice> slices = count == 3
                ? List.of(options.through(networks, set, progress))
                : IntStream.range(0, rerolls)
                        .mapToObj(reroll -> options.around(networks, set, seed(), reroll, progress))
                        .toList();
        progress.finish();
        List<Place> track = curve.map(kind -> slices.getFirst().plane().track(bent(kind, networks), TRACK))
                .orElse(List.of());
        SliceFigure flat = new SliceFigure(slices, track, true);
        return surface ? new SurfaceFigure(flat, Math.toRadians(azimuth), Math.toRadians(elevation)) : flat;
    }

    private Optional<PathKind> curve() {
        Optional<PathKind> kind = curveId.map(
                id -> Faults.named("--curve", id, new PathKind[] {PathKind.BEZIER, PathKind.CHAIN}, PathKind::id));
        if (kind.isPresent() && locations().size() != 3) {
            throw new Fault("--curve is for three networks: two ends, and a bend");
        }
        return kind;
    }

    private static Curve bent(PathKind kind, List<LossSlice.Named> networks) {
        Weights a = networks.get(0).network();
        Weights b = networks.get(1).network();
        Weights bend = networks.get(2).network();
        return kind == PathKind.BEZIER ? new Curve.Bezier(a, bend, b) : new Curve.Chain(List.of(a, bend, b));
    }
}
