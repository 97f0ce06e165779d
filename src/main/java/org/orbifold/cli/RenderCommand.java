package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.orbifold.align.Alignment;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.FlowFigure;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.GraphFigure;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.figure.Particles;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.SpheresFigure;
import org.orbifold.figure.Theme;
import org.orbifold.figure.TrainingFigure;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Solver;
import org.orbifold.flow.Task;
import org.orbifold.flow.Trajectories;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.LossBarrier;
import org.orbifold.ui.WorkbenchPicture;
import org.orbifold.ui.session.Workspace;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a view to a file. */
@Command(
        name = "render",
        description = "Draw a view to a picture, without a display: network, function, path, spheres, weight graph,"
                + " flow, or the whole workbench.")
final class RenderCommand implements Runnable {
    private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
    private static final int GRID = 192;

    /** Networks that a flow is seen by. */
    private static final int PARTICLES = 100;

    private static final Sampler EULER = new Sampler(Solver.EULER, 64, Noise.none());

    private enum View {
        NETWORK,
        FUNCTION,
        PATH,
        SPHERES,
        GRAPH,
        FLOW,
        WORKBENCH
    }

    @Mixin
    private ComputeOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(
            index = "0",
            paramLabel = "VIEW",
            description = "network, function, path, spheres, graph, flow or workbench.")
    private View view;

    @Parameters(
            index = "1..*",
            paramLabel = "MODEL",
            description = "The networks: A, and B where there is one; or the flow.")
    private List<String> locations = List.of();

    @Option(
            names = "--out",
            paramLabel = "P",
            required = true,
            description = "A .png or .svg file; .csv for the curves of a path or a flow's training.")
    private Path out;

    @Option(names = "--data", paramLabel = "D", description = "Data (default: ${DEFAULT-VALUE}).")
    private String data = "moons";

    @Option(names = "--zoo", paramLabel = "ZOO", description = "Flow: the networks that it was trained on.")
    private Optional<String> zoo = Optional.empty();

    @Option(
            names = "--tau",
            paramLabel = "T",
            description = "Flow: the flow time at which its networks are seen, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double tau = 1;

    @Option(
            names = "--show",
            paramLabel = "WHAT",
            split = ",",
            description = "Flow: over its networks, velocities (of each, projected), density (of all).")
    private List<String> shown = List.of();

    @Option(
            names = "--workspace",
            paramLabel = "W",
            description = "Workbench: learn, or flow, with a flow as MODEL (default: ${DEFAULT-VALUE}).")
    private String workspace = "learn";

    @Option(
            names = "--layer",
            paramLabel = "L",
            description = "Spheres: the hidden layer, from 0; the number after the last one is the last layer (default:"
                    + " ${DEFAULT-VALUE}).")
    private int layer = 0;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "Spheres: angle, the largest first, or neuron (default: ${DEFAULT-VALUE}).")
    private String sort = "angle";

    @Option(
            names = "--t",
            paramLabel = "T",
            description = "Spheres: the place on geodesics and chords that is marked, 0 to 1 (default:"
                    + " ${DEFAULT-VALUE}).")
    private double t = 0.5;

    @Option(names = "--label", paramLabel = "COL", description = "Table: column of the class.")
    private Optional<String> label = Optional.empty();

    @Option(names = "--drop", paramLabel = "COL", split = ",", description = "Table: columns to leave out.")
    private List<String> drop = List.of();

    @Option(names = "--size", paramLabel = "WxH", description = "In points (default: ${DEFAULT-VALUE}).")
    private String size = "1280x800";

    @Option(names = "--scale", paramLabel = "S", description = "Pixels a point (default: ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--theme", description = "light or dark (default: ${DEFAULT-VALUE}).")
    private String themeId = "light";

    @Override
    public void run() {
        Report report = common.report();
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new Fault("--size " + size + ": write WIDTHxHEIGHT, as 1280x800");
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        if (!(scale >= 0.25 && scale <= 8) || width * scale * height * scale > 2e8) {
            throw new Fault("--scale " + scale + ": a quarter to 8, and at most 200 million pixels in all");
        }
        Theme theme = Theme.of(themeId).orElseThrow(() -> new Fault("--theme " + themeId + ": there are light, dark"));
        List<Weights> networks = new ArrayList<>();
        if (!isOfFlow()) {
            locations.forEach(location -> networks.add(models.readOne(location).network()));
        }
        Figure figure = figure(networks, width, height, scale, theme);
        FigureFile.write(out, figure, width, height, scale, theme, provenance());
        report.put("view", name())
                .put("models", locations)
                .put("out", out.toString())
                .put("caption", figure.caption())
                .print(System.out);
    }

    private String name() {
        return view.name().toLowerCase(Locale.ROOT);
    }

    private String provenance() {
        String options = switch (view) {
            case SPHERES -> " --layer " + layer + " --sort " + sort + " --t " + t;
            case FLOW, NETWORK, FUNCTION, PATH, GRAPH, WORKBENCH ->
                isOfFlow()
                        ? zoo.map(location -> " --zoo " + location).orElse("") + " --tau " + tau + " --seed "
                                + common.seed()
                                + (shown.isEmpty() ? "" : " --show " + String.join(",", shown))
                        : " --data " + data;
        };
        return "orbifold render " + name() + " " + String.join(" ", locations)
                + (view == View.WORKBENCH ? " --workspace " + workspace : "") + options + " --size " + size
                + " --theme " + themeId;
    }

    private Figure figure(List<Weights> networks, int width, int height, double pixels, Theme theme) {
        return switch (view) {
            case NETWORK -> {
                Weights network = need(networks, 1).getFirst();
                Optional<FunctionField> field = network.architecture().inputs() == 2
                        ? Optional.of(FunctionField.sample(network, domain(network), 40))
                        : Optional.empty();
                yield NetworkFigure.of(network, field, List.of());
            }
            case FUNCTION -> {
                Weights network = need(networks, 1).getFirst();
                if (network.architecture().inputs() != 2) {
                    throw Fault.in(
                            locations.getFirst(),
                            "has " + network.architecture().inputs()
                                    + " inputs: the function is drawn for networks with two");
                }
                DataSet set = set();
                DataOptions.requireFit(locations.getFirst(), network.architecture(), set);
                yield new FunctionFigure(
                        FunctionField.sample(network, Domain.around(set.examples()), GRID),
                        Optional.of(set.examples()),
                        Optional.empty(),
                        Optional.empty(),
                        set.classNames(),
                        Optional.empty());
            }
            case PATH -> path(need(networks, 2));
            case SPHERES -> spheres(need(networks, 2));
            case GRAPH -> GraphFigure.of(need(networks, 1).getFirst(), Optional.empty());
            case FLOW -> {
                if (locations.size() != 1) {
                    throw new Fault("render flow takes one flow, not " + locations.size());
                }
                yield flow(Path.of(locations.getFirst()));
            }
            case WORKBENCH -> workbench(networks, width, height, pixels, theme);
        };
    }

    private boolean isOfFlow() {
        return view == View.FLOW || (view == View.WORKBENCH && room() == Workspace.FLOW);
    }

    private Workspace room() {
        return Faults.named(
                "--workspace",
                workspace,
                Workspace.values(),
                each -> each.label().toLowerCase(Locale.ROOT));
    }

    private Set<ParticlesFigure.Overlay> overlays() {
        return shown.stream()
                .map(name -> Faults.named(
                        "--show",
                        name,
                        ParticlesFigure.Overlay.values(),
                        each -> each.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private Figure workbench(List<Weights> networks, int width, int height, double pixels, Theme theme) {
        return switch (room()) {
            case LEARN -> WorkbenchPicture.of(networks, locations, set(), theme, width, height, pixels);
            case FLOW -> {
                if (locations.size() > 1) {
                    throw new Fault(
                            "render workbench --workspace flow takes one flow at most, not " + locations.size());
                }
                requireTau();
                yield WorkbenchPicture.ofFlow(
                        locations.stream().map(Path::of).findFirst(),
                        zoo.map(Path::of),
                        tau,
                        overlays(),
                        theme,
                        width,
                        height,
                        pixels);
            }
        };
    }

    private void requireTau() {
        if (!(tau >= 0 && tau <= 1)) {
            throw new Fault("--tau " + tau + ": 0 to 1");
        }
    }

    private Domain domain(Weights network) {
        DataSet set = set();
        return set.examples().width() == network.architecture().inputs()
                ? Domain.around(set.examples())
                : new Domain(-3, -3, 3, 3);
    }

    private DataSet set() {
        DataRequest plain = DataRequest.of(data);
        return DataSets.load(new DataRequest(data, label, drop, plain.standardize(), plain.rows(), common.seed()));
    }

    private List<Weights> need(List<Weights> networks, int count) {
        if (networks.size() != count) {
            throw new Fault("render " + name() + " takes " + (count == 1 ? "one model" : count + " models") + ", not "
                    + networks.size());
        }
        return networks;
    }

    private Figure flow(Path file) {
        requireTau();
        Checkpoint checkpoint = FlowFile.read(file);
        Flow flow = checkpoint.flow();
        List<float[]> training = zoo.map(location -> {
                    Zoo known = Zoo.of(models.read(location));
                    if (!checkpoint.learnsFrom(List.of(new Task(known, Optional.empty())))) {
                        throw Fault.in(location, "not the zoo that the flow was trained on");
                    }
                    return flow.space().points(known.networks());
                })
                .orElse(List.of());
        Console progress = new Console();
        Trajectories sampled = Trajectories.of(flow, PARTICLES, EULER, common.seed(), progress);
        progress.finish();
        return new FlowFigure(
                new TrainingFigure(checkpoint.history(), flow.plan().steps()),
                new ParticlesFigure(
                        Particles.of(sampled, training), tau, Optional.empty(), overlays(), Optional.empty()));
    }

    private Figure spheres(List<Weights> networks) {
        SpheresFigure.Order order = Faults.named(
                "--sort",
                sort,
                SpheresFigure.Order.values(),
                known -> known.name().toLowerCase(Locale.ROOT));
        if (!(t >= 0 && t <= 1)) {
            throw new Fault("--t " + t + ": 0 to 1");
        }
        CanonicalPair pair = Faults.in(locations.get(1), () -> new CanonicalPair(networks.get(0), networks.get(1)));
        int last = pair.architecture().hiddenLayers();
        if (layer < 0 || layer > last) {
            throw new Fault("--layer " + layer + ": 0 to " + last + ", which is the last layer");
        }
        return SpheresFigure.of(pair, layer, order, t);
    }

    private Figure path(List<Weights> networks) {
        DataSet set = set();
        DataOptions.requireFit(locations.getFirst(), networks.getFirst().architecture(), set);
        Weights a = networks.get(0);
        Weights b = networks.get(1);
        Alignment aligned =
                Faults.in(locations.get(1), () -> Alignment.byWeights(a, b, false, common.seed(), 1, Progress.NONE));
        Console progress = new Console();
        List<PathFigure.Curve> curves = new ArrayList<>();
        for (PathFigure.Kind kind : List.of(PathFigure.Kind.NAIVE, PathFigure.Kind.ALIGNED)) {
            Weights end = kind == PathFigure.Kind.NAIVE ? b : aligned.aligned();
            LossBarrier barrier = LossBarrier.along(
                    new org.orbifold.path.Path.Linear(a, end), LossBarrier.POINTS, set.examples(), progress);
            curves.add(new PathFigure.Curve(kind, true, barrier));
        }
        progress.finish();
        return new PathFigure(curves);
    }
}
