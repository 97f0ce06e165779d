package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.orbifold.figure.ChartFigure;
import org.orbifold.figure.Type;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Solver;
import org.orbifold.flow.Source;
import org.orbifold.flow.StepRule;
import org.orbifold.flow.TimeLaw;
import org.orbifold.flow.VelocityField;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.Json;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;

/**
 * A check with a known answer: flows are trained on networks whose weights are independent and normal, and the weights of
 * their samples are held against that law. Beside it the flow map of the solvers alone, without any training: it is affine
 * from N(0, 1) to N(1, 1), so its slope, which should be 1, is the deviation that samples get.
 */
public final class GaussianStudy extends Study {
    /** Of more than two inputs: on circles, what starts at the antipode of its target is undecided for long. */
    private static final Architecture NETWORK = Architecture.parse("8-6-4", Activation.RELU);

    private static final double MEAN = 1;
    private static final double DEVIATION = 0.3;
    private static final int SAMPLING_STEPS = 64;
    private static final List<Integer> SLOPE_STEPS = List.of(8, 16, 32, 64, 100);
    private static final List<Solver> SOLVERS = List.of(Solver.EULER, Solver.HEUN);
    private static final long STEPS = 3000;

    /** Of the graph networks: what is to be learned is next to nothing, and what is learned besides is noise. */
    private static final int WIDTH = 8;

    private static final String REPETITION = "repetition";

    private final Size size;
    private final int repetitions;
    private final Optional<Double> minutes;
    private final long seed;

    /** How many networks a flow learns from, and how many it is then asked for; for how many steps, where no time is given. */
    record Size(int networks, int samples, long steps) {}

    /**
     * The study.
     *
     * @param repetitions with other seeds
     * @param minutes for training in all; where they are not given, each flow takes 3000 steps
     */
    public GaussianStudy(int repetitions, Optional<Double> minutes, long seed) {
        this(new Size(20_000, 4000, STEPS), repetitions, minutes, seed);
    }

    GaussianStudy(Size size, int repetitions, Optional<Double> minutes, long seed) {
        this.size = size;
        this.repetitions = repetitions;
        this.minutes = minutes;
        this.seed = seed;
    }

    private static String in(int repetition, String file) {
        return REPETITION + "-" + repetition + "/" + file;
    }

    private static String samples(int repetition, Geometry geometry, Solver solver) {
        return in(repetition, "samples-" + geometry.id() + "-" + solver.id() + ".safetensors");
    }

    private FlowPlan plan(Geometry geometry, int repetition) {
        return new FlowPlan(
                NETWORK,
                geometry,
                new Source.Initialization(DEVIATION),
                Coupling.INDEPENDENT,
                false,
                TimeLaw.UNIFORM,
                0,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                2,
                WIDTH,
                128,
                size.steps,
                2e-3,
                FlowPlan.Conditions.NONE,
                seed + repetition);
    }

    @Override
    List<Step> steps(Path folder) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                "slopes.json", "solvers " + SLOPE_STEPS, List.of(), 1, (file, progress) -> Json.write(file, slopes())));
        for (int r = 0; r < repetitions; r++) {
            int repetition = r;
            String zoo = in(r, "zoo.safetensors");
            steps.add(new Step(
                    zoo,
                    size.networks + " networks " + NETWORK + " of N(" + MEAN + ", " + DEVIATION + "^2), seed "
                            + (seed + r),
                    List.of(),
                    1,
                    (file, progress) ->
                            ModelFile.zoo(file, targets(seed + repetition)).write(file, Map.of())));
            for (Geometry geometry : Geometry.values()) {
                String flow = in(r, geometry.id() + ".flow");
                steps.add(new Step(
                        flow,
                        plan(geometry, r)
                                + minutes.map(m -> " in " + m + " minutes").orElse(""),
                        List.of(zoo),
                        60,
                        (file, progress) -> FlowWork.train(
                                plan(geometry, repetition),
                                minutes.map(m -> m * 60 / (repetitions * Geometry.values().length)),
                                zoo(folder.resolve(zoo)),
                                Optional.empty(),
                                file,
                                progress)));
                for (Solver solver : SOLVERS) {
                    steps.add(new Step(
                            samples(r, geometry, solver),
                            size.samples + " samples, " + SAMPLING_STEPS + " steps, seed " + (seed + r),
                            List.of(flow),
                            5,
                            (file, progress) ->
                                    sample(folder.resolve(flow), solver, seed + repetition, file, progress)));
                }
            }
        }
        return steps;
    }

    private List<Weights> targets(long of) {
        SplittableRandom random = new SplittableRandom(of);
        return IntStream.range(0, size.networks)
                .mapToObj(k -> {
                    float[] block = new float[NETWORK.parameters()];
                    for (int i = 0; i < block.length; i++) {
                        block[i] = (float) (MEAN + DEVIATION * random.nextGaussian());
                    }
                    return Weights.wrap(NETWORK, block);
                })
                .toList();
    }

    private static Zoo zoo(Path file) {
        return Zoo.of(ModelFile.read(file.toString(), Optional.of(NETWORK.activation())));
    }

    private void sample(Path flow, Solver solver, long of, Path file, Progress progress) {
        List<Weights> made = FlowWork.sample(
                FlowFile.read(flow).flow(),
                NETWORK,
                size.samples,
                Sampling.plain(new Sampler(solver, SAMPLING_STEPS, Noise.none())),
                of,
                progress);
        ModelFile.zoo(file, made).write(file, Map.of());
    }

    /** The slopes of the solvers' flow maps. */
    private static List<Map<String, Object>> slopes() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int steps : SLOPE_STEPS) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("integration steps", steps);
            for (Solver solver : Solver.values()) {
                row.put("slope, " + solver.id(), slope(solver, steps, StepRule.FLOW_MATCHING));
            }
            row.put("slope, euler by x1 - x0", slope(Solver.EULER, steps, StepRule.RELEASED));
            rows.add(row);
        }
        return rows;
    }

    /** Of the affine flow map from N(0, 1) to N(1, 1), from two trajectories. */
    private static double slope(Solver solver, int steps, StepRule rule) {
        Manifold line = new Euclidean(1);
        List<float[]> start = List.of(new float[] {-1}, new float[] {1});
        VelocityField exact = (points, t) -> points.stream()
                .map(x -> {
                    double target = 1 + t * (x[0] - t) / ((1 - t) * (1 - t) + t * t);
                    return new float[] {(float) ((target - x[0]) / (1 - t))};
                })
                .toList();
        List<float[]> ends = new Sampler(solver, steps, Noise.none())
                .sample(
                        rule.applyTo(exact, line, line, start),
                        line,
                        start,
                        new SplittableRandom(0),
                        Progress.NONE,
                        (t, points) -> {});
        return (ends.get(1)[0] - ends.get(0)[0]) / 2;
    }

    @Override
    StudyReport report(Path folder) {
        Table slopes = Table.of(Json.read(folder.resolve("slopes.json")));
        Table moments = Table.of(IntStream.range(0, repetitions).mapToObj(r -> moments(folder, r)));
        Table flows = Table.of(IntStream.range(0, repetitions).mapToObj(r -> flows(folder, r)));
        return new StudyReport(
                "gaussian",
                "Flows are trained on " + size.networks + " networks " + NETWORK.shape()
                        + " whose weights and biases are independent and normal with mean " + Type.number(MEAN)
                        + " and standard deviation " + Type.number(DEVIATION)
                        + ", from a source of mean 0 and the same standard"
                        + " deviation. The weights of " + size.samples + " samples, made in " + SAMPLING_STEPS
                        + " deterministic steps, are held against those of the networks learned from."
                        + (repetitions > 1 ? " Figures are means over " + repetitions + " repetitions." : ""),
                List.of(
                        new StudyReport.Section(
                                "moments",
                                "Mean and standard deviation of generated weights",
                                "Block by block. Errors are in percent of the target's standard deviation; the aim is"
                                        + " 3. The weights of the normalized and the geometric flow are compared with"
                                        + " the same networks scaled to the same hidden norms, which changes no"
                                        + " function. Euler's method alone makes deviations too small by 2 percent, as"
                                        + " the slopes below show.",
                                moments.meanOver(REPETITION),
                                Optional.of(errors(moments.meanOver(REPETITION)))),
                        new StudyReport.Section(
                                "worst",
                                "The largest error of each flow",
                                "Over all blocks, in percent.",
                                worst(moments.meanOver(REPETITION)),
                                Optional.empty()),
                        new StudyReport.Section(
                                "slopes",
                                "What the solvers do by themselves",
                                "The slope of the flow map from N(0, 1) to N(1, 1) with the exact velocity: 1 without"
                                        + " error. Stepping by the predicted target less the start, as in the code"
                                        + " released with the thesis, loses half the deviation however many steps are"
                                        + " taken.",
                                slopes,
                                Optional.of(slopeChart(slopes))),
                        new StudyReport.Section(
                                "training",
                                "The trainings",
                                "A loss of 1 is that of the best velocity that is affine in each coordinate alone. For"
                                        + " the Euclidean flow that is the exact one.",
                                flows.meanOver(REPETITION),
                                Optional.empty())));
    }

    private Table moments(Path folder, int repetition) {
        List<Weights> targets =
                zoo(folder.resolve(in(repetition, "zoo.safetensors"))).networks();
        TypicalNorms norms = TypicalNorms.of(targets);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Geometry geometry : Geometry.values()) {
            List<Weights> asTarget = geometry.isCanonical()
                    ? targets.stream().map(norms::applyTo).toList()
                    : targets;
            for (Solver solver : SOLVERS) {
                List<Weights> made = zoo(folder.resolve(samples(repetition, geometry, solver)))
                        .networks();
                for (int l = 0; l < NETWORK.layers(); l++) {
                    for (boolean bias : new boolean[] {false, true}) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        row.put(REPETITION, repetition);
                        row.put("flow", geometry.id());
                        row.put("solver", solver.id());
                        row.put("block", (bias ? "biases" : "weights") + " of layer " + (l + 1));
                        compare(spread(asTarget, l, bias), spread(made, l, bias), row);
                        rows.add(row);
                    }
                }
            }
        }
        return new Table(rows);
    }

    private static Spread spread(List<Weights> networks, int layer, boolean bias) {
        return Spread.of(networks.stream().flatMapToDouble(network -> {
            float[] block = bias ? network.layerBias(layer) : network.layerWeights(layer);
            return IntStream.range(0, block.length).mapToDouble(i -> block[i]);
        }));
    }

    private static void compare(Spread target, Spread made, Map<String, Object> row) {
        row.put("mean, target", target.mean());
        row.put("mean, samples", made.mean());
        row.put("mean, error (%)", 100 * (made.mean() - target.mean()) / target.deviation());
        row.put("standard deviation, target", target.deviation());
        row.put("standard deviation, samples", made.deviation());
        row.put("standard deviation, error (%)", 100 * (made.deviation() - target.deviation()) / target.deviation());
    }

    private static Table worst(Table moments) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Geometry geometry : Geometry.values()) {
            for (Solver solver : SOLVERS) {
                Table own = moments.where("flow", geometry.id()).where("solver", solver.id());
                double worst = own.rows().stream()
                        .flatMapToDouble(row -> DoubleStream.of(
                                ((Number) row.get("mean, error (%)")).doubleValue(),
                                ((Number) row.get("standard deviation, error (%)")).doubleValue()))
                        .map(Math::abs)
                        .max()
                        .orElse(Double.NaN);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("flow", geometry.id());
                row.put("solver", solver.id());
                row.put("largest error (%)", worst);
                row.put("within 3 percent", worst <= 3);
                rows.add(row);
            }
        }
        return new Table(rows);
    }

    private static ChartFigure errors(Table moments) {
        List<ChartFigure.Series> series = new ArrayList<>();
        for (Geometry geometry : Geometry.values()) {
            for (Solver solver : SOLVERS) {
                Table own = moments.where("flow", geometry.id()).where("solver", solver.id());
                series.add(new ChartFigure.Series(
                        geometry.id() + ", " + solver.id(),
                        series.size(),
                        ChartFigure.Style.DOTS,
                        own.points("mean, error (%)", "standard deviation, error (%)")));
            }
        }
        return new ChartFigure(
                "Errors of generated weights, a dot a block of weights or biases",
                new ChartFigure.Axis("error of the mean (%)", false),
                new ChartFigure.Axis("error of the standard deviation (%)", false),
                series);
    }

    private static ChartFigure slopeChart(Table slopes) {
        List<String> columns = slopes.columns().subList(1, slopes.columns().size());
        return new ChartFigure(
                "Slope of the flow map by solver and number of steps",
                new ChartFigure.Axis("integration steps", true),
                new ChartFigure.Axis("slope", false),
                IntStream.range(0, columns.size())
                        .mapToObj(k -> new ChartFigure.Series(
                                columns.get(k),
                                k,
                                ChartFigure.Style.LINE,
                                slopes.points("integration steps", columns.get(k))))
                        .toList());
    }

    private static Table flows(Path folder, int repetition) {
        return new Table(Arrays.stream(Geometry.values())
                .map(geometry -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put(REPETITION, repetition);
                    row.put("flow", geometry.id());
                    FlowWork.describe(folder.resolve(in(repetition, geometry.id() + ".flow")), row);
                    return row;
                })
                .toList());
    }
}
