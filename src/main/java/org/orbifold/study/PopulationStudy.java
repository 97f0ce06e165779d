package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.figure.ChartFigure;
import org.orbifold.figure.Figure;
import org.orbifold.job.Fault;

/**
 * Flows over trained networks (Erdogan 2025, chapter 5): every geometry with and without couplings, held against the
 * networks that they learn from and against simpler models, by accuracy and by novelty.
 */
public final class PopulationStudy extends Study {
    static final String REPETITION = "repetition";

    private static final String ACCURACY = "accuracy, mean";
    private static final String NEAREST = "nearest training network";
    private static final String LOSSES = "Losses in nats, on test rows.";

    private final PopulationPlan plan;
    private final DataRequest request;
    private final DataSet data;
    private final int repetitions;
    private final Optional<Double> minutes;
    private final long seed;

    PopulationStudy(PopulationPlan plan, DataRequest request, int repetitions, Optional<Double> minutes, long seed) {
        this.plan = plan;
        this.request = request;
        this.repetitions = repetitions;
        this.minutes = minutes;
        this.seed = seed;
        data = DataSets.load(request);
        try {
            plan.split(data.rows(), 0);
        } catch (Fault fault) {
            throw new Fault(data.name() + ": " + fault.getMessage(), fault);
        }
    }

    /**
     * The thesis's first experiment, on a table of any width.
     *
     * @param repetitions each with a split and seeds of its own
     * @param minutes for training flows in all; where they are not given, each takes 3000 steps
     * @throws Fault if the data cannot be loaded
     */
    public static PopulationStudy wdbc(DataRequest request, int repetitions, Optional<Double> minutes, long seed) {
        return new PopulationStudy(PopulationPlan.wdbc(), request, repetitions, minutes, seed);
    }

    /**
     * The thesis's second experiment, on 10,000 images: 8,000 to train on.
     *
     * @param repetitions each with seeds of its own
     * @param minutes for training flows in all; where they are not given, each takes 3000 steps
     * @throws Fault if the data cannot be loaded, or has fewer rows
     */
    public static PopulationStudy mnist(DataRequest request, int repetitions, Optional<Double> minutes, long seed) {
        return new PopulationStudy(PopulationPlan.mnist(), request, repetitions, minutes, seed);
    }

    /** A model's name in tables. */
    static String inWords(String rival) {
        return switch (rival) {
            case "meanNetwork" -> "mean network";
            case "diagonalGaussian" -> "diagonal Gaussian";
            case "pcaGaussian" -> "full Gaussian";
            case "pcaFlow" -> "PCA flow";
            default -> rival;
        };
    }

    private Stream<PopulationFiles> files(Path folder) {
        return IntStream.range(0, repetitions).mapToObj(r -> new PopulationFiles(folder, r));
    }

    @Override
    List<Step> steps(Path folder) {
        Optional<Double> seconds =
                minutes.map(m -> m * 60 / repetitions / plan.flows().size());
        return files(folder)
                .flatMap(files -> new PopulationRun(plan, request, data, seconds, files, seed).steps().stream())
                .toList();
    }

    @Override
    StudyReport report(Path folder) {
        Function<Function<PopulationTables, Table>, Table> all =
                part -> Table.of(files(folder).map(files -> part.apply(new PopulationTables(plan, files))))
                        .meanOver(REPETITION);
        Table full = all.apply(run -> run.qualities(plan.fullSteps(), SampleSet.Way.PLAIN));
        Table guided = all.apply(run -> run.qualities(plan.fullSteps(), SampleSet.Way.GUIDED));
        Table beginnings = all.apply(run -> run.rowsOf(PopulationFiles.BEGINNINGS));
        Table bySteps = all.apply(PopulationTables::bySteps);
        Table averaged = all.apply(PopulationTables::averaged);
        List<StudyReport.Section> sections = new ArrayList<>();
        sections.add(section(
                "pairs",
                "Trained networks and the paths between them",
                "Straight paths between the last networks of different runs. " + LOSSES
                        + " Alignment is by weight matching to the network of the lowest training loss.",
                all.apply(PopulationTables::pairTable),
                Optional.empty()));
        sections.add(section(
                "quality",
                "Samples after " + plan.fullSteps() + " Euler steps",
                LOSSES + " Nearest training network: the mean distance of a network to the training network that is"
                        + " nearest, over the mean distance between training networks of different runs; 0 for"
                        + " copies. Dispersion ratio: the spread of the networks over that of the training networks."
                        + " Both with neurons aligned and scalings taken out. The last column is accuracy and loss in"
                        + " the thesis.",
                withThesis(full),
                Optional.of(accuracyAgainstNovelty(full))));
        int few = plan.fewSteps();
        sections.add(section(
                "quality-few-steps",
                "Samples after " + few + " Euler steps",
                LOSSES,
                withThesis(all.apply(run -> run.qualities(few, SampleSet.Way.PLAIN))),
                Optional.empty()));
        sections.add(section(
                "guided",
                "Guided samples after " + plan.fullSteps() + " Euler steps",
                "Guided by the likelihood of all training rows.",
                guided,
                Optional.of(accuracyAgainstNovelty(guided))));
        sections.add(section(
                "steps",
                "Quality against integration steps",
                LOSSES,
                bySteps.only(
                        "source", "guided", "integration steps", ACCURACY, "loss, mean", NEAREST, "dispersion ratio"),
                Optional.of(accuracyBySteps(bySteps))));
        sections.add(section(
                "averages",
                "Averages of predicted probabilities",
                "Accuracy and loss of the average over some networks.",
                averaged,
                Optional.of(accuracyByNumber(averaged))));
        sections.add(section(
                "transfer",
                "Networks of other widths",
                "The same flows, asked for networks of hidden widths " + plan.transfer() + " instead of "
                        + plan.hidden() + ".",
                all.apply(PopulationTables::wider),
                Optional.empty()));
        sections.add(section(
                "asked",
                "Networks asked for by their loss",
                "A geometric flow that is told the training losses of its networks, asked for their median, and asked for"
                        + " nothing.",
                all.apply(PopulationTables::asked),
                Optional.empty()));
        sections.add(section(
                "rules",
                "The thesis's rules of a step",
                "normalized-prediction puts every predicted target on the spheres first; released steps by the predicted"
                        + " target less the start, as the code released with the thesis does.",
                all.apply(PopulationTables::rules),
                Optional.empty()));
        if (!plan.widths().isEmpty()) {
            Table sizes = all.apply(PopulationTables::bySize);
            sections.add(section(
                    "sizes",
                    "Graph networks of other sizes",
                    "The same number of steps for all.",
                    sizes,
                    Optional.of(lossBySize(sizes))));
        }
        plan.otherTask()
                .ifPresent(task -> sections.add(section(
                        "other-task",
                        "Another task",
                        "Networks of the same flows on the test rows of " + task
                                + ": as they are, and guided by the likelihood of its training rows.",
                        all.apply(run -> run.rowsOf(PopulationFiles.OTHER_TASK)),
                        Optional.empty())));
        sections.add(section(
                "beginnings",
                "Training from samples, and from nothing",
                LOSSES + " Networks sampled from the geometric flow, and untrained ones, trained on for some epochs.",
                beginnings,
                Optional.of(accuracyByEpoch(beginnings))));
        sections.add(section(
                "training",
                "The trainings of the flows",
                "A loss of 1 is that of the best velocity that is affine in each coordinate alone.",
                all.apply(PopulationTables::trainings),
                Optional.empty()));
        return new StudyReport(plan.name(), introduction(), sections);
    }

    private static StudyReport.Section section(
            String id, String heading, String text, Table table, Optional<Figure> figure) {
        return new StudyReport.Section(id, heading, text, table, figure);
    }

    private String introduction() {
        Split split = plan.split(data.rows(), 0);
        return plan.runs() + " networks with hidden widths " + plan.hidden() + " are trained on " + data.name() + " ("
                + split.train().length + " training rows, " + split.test().length + " test rows) for "
                + plan.training().epochs() + " epochs; about " + plan.runs() * plan.snapshots()
                + " snapshots are kept, evenly from epoch " + plan.burnIn()
                + " on, where the thesis keeps many more of each run. Flows learn from them: graph networks of "
                + plan.layers() + " layers and width " + plan.width() + ", " + plan.batch() + " pairs a step"
                + minutes.map(m -> ", with " + m + " minutes of training for all flows together")
                        .orElse(", " + plan.steps() + " steps")
                + ". Of each, " + plan.samples() + " networks are sampled."
                + (repetitions > 1 ? " Figures are means over " + repetitions + " repetitions." : "");
    }

    private Table withThesis(Table table) {
        return new Table(table.rows().stream()
                .map(row -> {
                    Map<String, Object> extended = new LinkedHashMap<>(row);
                    Optional.ofNullable(plan.thesis().get(row.get("source").toString()))
                            .ifPresent(figures -> extended.put("in the thesis", figures));
                    return extended;
                })
                .toList());
    }

    private static List<String> sources(Table table) {
        return table.rows().stream()
                .map(row -> row.get("source").toString())
                .distinct()
                .toList();
    }

    private static ChartFigure accuracyAgainstNovelty(Table table) {
        List<String> sources = sources(table);
        return new ChartFigure(
                "Accuracy against novelty, for flows and all that they are compared with",
                new ChartFigure.Axis("distance to the nearest training network (1: as between runs)", false),
                new ChartFigure.Axis("accuracy", false),
                IntStream.range(0, sources.size())
                        .mapToObj(k -> new ChartFigure.Series(
                                sources.get(k),
                                k,
                                ChartFigure.Style.DOTS,
                                table.where("source", sources.get(k)).points(NEAREST, ACCURACY)))
                        .toList());
    }

    /** Of the plain flows: the others would hide them. */
    private static ChartFigure accuracyBySteps(Table table) {
        List<ChartFigure.Series> series = new ArrayList<>();
        List<String> sources =
                sources(table).stream().filter(source -> !source.contains(",")).toList();
        for (int k = 0; k < sources.size(); k++) {
            for (boolean guided : new boolean[] {false, true}) {
                series.add(new ChartFigure.Series(
                        sources.get(k) + (guided ? ", guided" : ""),
                        k,
                        guided ? ChartFigure.Style.DASHED : ChartFigure.Style.LINE,
                        table.where("source", sources.get(k))
                                .where("guided", guided)
                                .points("integration steps", ACCURACY)));
            }
        }
        return new ChartFigure(
                "Accuracy against integration steps",
                new ChartFigure.Axis("integration steps", true),
                new ChartFigure.Axis("accuracy", false),
                series);
    }

    private static ChartFigure lossBySize(Table table) {
        return new ChartFigure(
                "Loss of samples against the size of the graph network",
                new ChartFigure.Axis("parameters", true),
                new ChartFigure.Axis("loss (nats)", false),
                List.of(new ChartFigure.Series(
                        "geometric flow", 0, ChartFigure.Style.LINE, table.points("parameters", "loss, mean"))));
    }

    private static ChartFigure accuracyByEpoch(Table table) {
        List<String> sources = sources(table);
        return new ChartFigure(
                "Accuracy of networks trained on from samples, and from nothing",
                new ChartFigure.Axis("epochs", false),
                new ChartFigure.Axis("accuracy", false),
                IntStream.range(0, sources.size())
                        .mapToObj(k -> new ChartFigure.Series(
                                sources.get(k),
                                k,
                                ChartFigure.Style.LINE,
                                table.where("source", sources.get(k)).points("epochs", ACCURACY)))
                        .toList());
    }

    private static ChartFigure accuracyByNumber(Table table) {
        List<String> sources =
                sources(table).stream().filter(source -> !source.contains(",")).toList();
        return new ChartFigure(
                "Accuracy of averaged predictions against the number of networks",
                new ChartFigure.Axis("networks averaged", true),
                new ChartFigure.Axis("accuracy", false),
                IntStream.range(0, sources.size())
                        .mapToObj(k -> new ChartFigure.Series(
                                sources.get(k),
                                k,
                                ChartFigure.Style.LINE,
                                table.where("source", sources.get(k)).points("networks averaged", "accuracy")))
                        .toList());
    }
}
