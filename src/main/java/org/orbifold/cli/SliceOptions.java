package org.orbifold.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane;
import picocli.CommandLine.Option;

/** Which slices through the loss are evaluated. */
final class SliceOptions {
    private static final double MARGIN = 0.2;
    private static final double RADIUS = 1;

    @Option(
            names = "--project",
            paramLabel = "MODEL",
            description = "Another network, or a zoo of them, to be seen from the plane; may be given again.")
    private List<String> projected = List.of();

    @Option(names = "--resolution", paramLabel = "N", description = "Points each way (default: ${DEFAULT-VALUE}).")
    private int resolution = LossSlice.RESOLUTION;

    @Option(
            names = "--margin",
            paramLabel = "M",
            description = "Three networks: room around what is seen, as a share of its longer side (default: " + MARGIN
                    + ").")
    private Optional<Double> margin = Optional.empty();

    @Option(
            names = "--radius",
            paramLabel = "R",
            description = "One network: how far to go each way, where 1 is the norm of each neuron's weights (default: "
                    + RADIUS + ").")
    private Optional<Double> radius = Optional.empty();

    @Option(
            names = "--directions",
            paramLabel = "S",
            description = "One network: seed of the random directions (default: --seed, which also makes the data).")
    private Optional<Long> directions = Optional.empty();

    /**
     * Makes sure that the options fit that many networks, before there is any work.
     *
     * @throws Fault if they do not
     */
    void require(int networks) {
        if (networks != 1 && networks != 3) {
            throw new Fault(
                    "a slice goes through three networks, or along random directions around one: not " + networks);
        }
        if (networks == 1 && margin.isPresent()) {
            throw new Fault("--margin is for three networks; around one, --radius");
        }
        if (networks == 3 && radius.isPresent()) {
            throw new Fault("--radius is for one network; around three, --margin");
        }
        if (networks == 3 && directions.isPresent()) {
            throw new Fault("--directions is for one network: the plane through three has none to draw");
        }
        if (resolution < 2 || resolution > 1000) {
            throw new Fault("--resolution " + resolution + ": at least 2, at most 1000");
        }
        margin.filter(m -> !(m >= 0 && m <= 100)).ifPresent(m -> {
            throw new Fault("--margin " + m + ": 0 to 100");
        });
        radius.filter(r -> !(r > 0 && r <= 1000)).ifPresent(r -> {
            throw new Fault("--radius " + r + ": above 0, at most 1000");
        });
    }

    /** The networks that make the plane, and after them those that are to be seen from it. */
    List<LossSlice.Named> networks(List<String> locations, ModelOptions models) {
        List<LossSlice.Named> networks = new ArrayList<>();
        locations.forEach(location -> add(networks, location, models.readOne(location)));
        projected.forEach(location -> add(networks, location, models.read(location)));
        return networks;
    }

    private static void add(List<LossSlice.Named> networks, String location, ModelFile file) {
        if (!networks.isEmpty()) {
            Architecture first = networks.getFirst().network().architecture();
            if (!first.equals(file.architecture())) {
                throw Fault.in(
                        location,
                        "its architecture " + file.architecture() + " is not " + first + " of "
                                + networks.getFirst().name());
            }
        }
        int count = file.networks().size();
        for (int k = 0; k < count; k++) {
            networks.add(new LossSlice.Named(
                    count == 1 ? location : location + "#" + k, file.networks().get(k)));
        }
    }

    /** The slice through the first three of the networks. */
    LossSlice through(List<LossSlice.Named> networks, DataSet set, Progress progress) {
        WeightPlane plane = WeightPlane.through(
                networks.get(0).network(),
                networks.get(1).network(),
                networks.get(2).network());
        List<WeightPlane.Place> places =
                networks.stream().map(named -> plane.project(named.network())).toList();
        return evaluate(plane, LossSlice.Window.around(places, margin.orElse(MARGIN)), networks, set, progress);
    }

    /**
     * A slice around the first of the networks, along random directions.
     *
     * @param seed of all that is random
     * @param reroll added to the seed of the directions
     */
    LossSlice around(List<LossSlice.Named> networks, DataSet set, long seed, int reroll, Progress progress) {
        WeightPlane plane = WeightPlane.random(networks.getFirst().network(), directions.orElse(seed) + reroll);
        return evaluate(plane, LossSlice.Window.centered(radius.orElse(RADIUS)), networks, set, progress);
    }

    private LossSlice evaluate(
            WeightPlane plane,
            LossSlice.Window window,
            List<LossSlice.Named> networks,
            DataSet set,
            Progress progress) {
        DataOptions.requireFit(networks.getFirst().name(), plane.origin().architecture(), set);
        return LossSlice.of(plane, window, resolution, networks, set.examples(), seen -> {}, progress);
    }
}
