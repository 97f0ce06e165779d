package org.orbifold.cli;

import java.util.List;
import java.util.Locale;
import org.orbifold.figure.Figure;
import org.orbifold.figure.SpheresFigure;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.path.CanonicalPair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws the spheres that two canonical networks lie on. */
@Command(
        name = "spheres",
        description = "The spheres that the canonical forms of A and B lie on, with geodesics and chords.")
final class RenderSpheresCommand extends PictureCommand {
    @Option(
            names = "--layer",
            paramLabel = "L",
            description = "The hidden layer, from 0; the number after the last one is the last layer (default:"
                    + " ${DEFAULT-VALUE}).")
    private int layer = 0;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "angle, the largest first, or neuron (default: ${DEFAULT-VALUE}).")
    private String sort = "angle";

    @Option(
            names = "--t",
            paramLabel = "T",
            description = "The place on geodesics and chords that is marked, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double t = 0.5;

    @Override
    Figure figure(Canvas canvas) {
        SpheresFigure.Order order = Faults.named(
                "--sort",
                sort,
                SpheresFigure.Order.values(),
                known -> known.name().toLowerCase(Locale.ROOT));
        if (!(t >= 0 && t <= 1)) {
            throw new Fault("--t " + t + ": 0 to 1");
        }
        List<ModelFile> ends = read(2);
        CanonicalPair pair = Faults.in(
                locations().get(1),
                () -> new CanonicalPair(ends.get(0).network(), ends.get(1).network()));
        int last = pair.architecture().hiddenLayers();
        if (layer < 0 || layer > last) {
            throw new Fault("--layer " + layer + ": 0 to " + last + ", which is the last layer");
        }
        return SpheresFigure.of(pair, layer, order, t);
    }
}
