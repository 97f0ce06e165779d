package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Solver;
import org.orbifold.io.Json;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;
import org.orbifold.zoo.ZooTraining;

/** One repetition of a study of flows over trained networks: its steps, from the training of the networks on. */
final class PopulationRun {
    private final PopulationPlan plan;
    private final DataRequest request;
    private final DataSet data;
    private final Split split;
    private final Examples training;
    private final Examples test;
    private final Optional<Double> secondsPerFlow;
    private final long seed;
    private final PopulationFiles files;
    private final PopulationMeasures measures;

    PopulationRun(
            PopulationPlan plan,
            DataRequest request,
            DataSet loaded,
            Optional<Double> secondsPerFlow,
            PopulationFiles files,
            long seed) {
        this.plan = plan;
        this.request = request;
        this.secondsPerFlow = secondsPerFlow;
        this.files = files;
        this.seed = seed + files.repetition();
        split = plan.split(loaded.rows(), files.repetition());
        data = loaded.standardizedOver(split.train());
        training = data.examples().gather(split.train());
        test = data.examples().gather(split.test());
        measures = new PopulationMeasures(plan, files, architecture(plan.hidden()), training, test, this.seed);
    }

    private Architecture architecture(List<Integer> hidden) {
        return PopulationPlan.architecture(
                data.examples().width(), hidden, data.examples().classes());
    }

    private ZooTraining.Recipe recipe() {
        int steps = Math.ceilDiv(training.rows(), plan.training().batch());
        int every = Math.max(1, (plan.training().epochs() - plan.burnIn()) * steps / plan.snapshots());
        return new ZooTraining.Recipe(
                architecture(plan.hidden()),
                new Initialization.Normal(PopulationPlan.DEVIATION),
                plan.training(),
                plan.runs(),
                plan.burnIn(),
                every,
                seed);
    }

    List<Step> steps() {
        return Stream.of(trainedNetworks(), flows(), rivals(), averages(), others())
                .flatMap(List::stream)
                .toList();
    }

    /** The networks that flows learn from, and the paths between them. */
    private List<Step> trainedNetworks() {
        return List.of(
                new Step(
                        files.in(PopulationFiles.ZOO),
                        recipe() + data.hash() + split.rule(),
                        List.of(),
                        20,
                        (file, progress) -> zoo(file, progress)),
                step(PopulationFiles.ALIGNED, List.of(PopulationFiles.ZOO), 2, this::aligned),
                pairs(PopulationFiles.ZOO),
                pairs(PopulationFiles.ALIGNED),
                step(
                        PopulationFiles.measures(PopulationFiles.ZOO),
                        List.of(PopulationFiles.ZOO),
                        10,
                        (file, progress) -> Json.write(file, measures.trained(progress))));
    }

    private Step pairs(String zoo) {
        return step(
                PopulationFiles.pairs(zoo),
                plan.pairs() + " pairs",
                List.of(zoo),
                5,
                (file, progress) -> Json.write(file, measures.pairs(zoo, progress)));
    }

    private List<Step> flows() {
        List<Step> steps = new ArrayList<>();
        for (FlowChoice choice : plan.flows()) {
            steps.add(flow(choice));
            plan.sets().stream().filter(set -> set.flow().equals(choice)).forEach(set -> {
                steps.add(samples(set));
                steps.add(
                        set.way() == SampleSet.Way.WIDER
                                ? measured(set.file(), measures::quality)
                                : measured(set.file(), measures::qualityAndNovelty));
            });
        }
        return steps;
    }

    private List<Step> rivals() {
        return plan.rivals().stream()
                .flatMap(rival -> Stream.of(
                        step(
                                PopulationFiles.samples(rival),
                                List.of(PopulationFiles.ZOO),
                                5,
                                (file, progress) -> ModelFile.zoo(file, measures.rival(rival, progress))
                                        .write(file, Map.of())),
                        measured(PopulationFiles.samples(rival), measures::qualityAndNovelty)))
                .toList();
    }

    private Step measured(String set, BiFunction<String, Progress, Map<String, Object>> measure) {
        return step(
                PopulationFiles.measures(set),
                List.of(PopulationFiles.ZOO, set),
                2,
                (file, progress) -> Json.write(file, measure.apply(set, progress)));
    }

    /** Averages of predictions: of all plain sets and of the trained networks. */
    private List<Step> averages() {
        Stream<Step> ofSets = Stream.concat(
                        plan.sets().stream()
                                .filter(set -> set.way() == SampleSet.Way.PLAIN && set.steps() == plan.fullSteps())
                                .map(SampleSet::file),
                        plan.rivals().stream().map(PopulationFiles::samples))
                .map(set -> average(set, () -> files.networks(set)));
        Step ofTrained = average(
                PopulationFiles.ZOO, () -> files.zoo(PopulationFiles.ZOO).lastOfRuns());
        return Stream.concat(ofSets, Stream.of(ofTrained)).toList();
    }

    private Step average(String set, Supplier<List<Weights>> networks) {
        return step(
                PopulationFiles.averages(set),
                "of " + PopulationMeasures.AVERAGED,
                List.of(set),
                1,
                (file, progress) -> Json.write(file, measures.averages(networks.get(), progress)));
    }

    /** What else the flows' networks are good for. */
    private List<Step> others() {
        String plain =
                new SampleSet(FlowChoice.plain(Geometry.GEOMETRIC), plan.fullSteps(), SampleSet.Way.PLAIN).file();
        Step beginnings = step(
                PopulationFiles.BEGINNINGS,
                List.of(PopulationFiles.ZOO, plain),
                5,
                (file, progress) -> Json.write(file, measures.beginnings(files.networks(plain), progress)));
        return Stream.concat(Stream.of(beginnings), plan.otherTask().map(this::otherTask).stream())
                .toList();
    }

    private Step step(String file, List<String> from, int effort, Step.Work work) {
        return step(file, "seed " + seed, from, effort, work);
    }

    private Step step(String file, String settings, List<String> from, int effort, Step.Work work) {
        return new Step(files.in(file), settings, from.stream().map(files::in).toList(), effort, work);
    }

    private void zoo(Path file, Progress progress) {
        ZooTraining.Recipe recipe = recipe();
        Map<String, String> metadata = recipe.toMetadata();
        metadata.putAll(DataProvenance.of(request, data, split).toMetadata());
        Zoo.of(file, ZooTraining.train(recipe, training, progress), metadata)
                .evaluated(training, test, progress)
                .write(file, Map.of());
    }

    private void aligned(Path file, Progress progress) {
        Zoo zoo = files.zoo(PopulationFiles.ZOO);
        Weights reference = zoo.networks().get(zoo.lowestLoss());
        zoo.with(ZooAlignment.of(zoo.networks(), reference, false, seed, 1, progress)
                        .networks())
                .write(file, Map.of());
    }

    private Step flow(FlowChoice choice) {
        String zoo = choice.aligned() ? PopulationFiles.ALIGNED : PopulationFiles.ZOO;
        FlowPlan flow = plan.flow(choice, architecture(plan.hidden()), seed);
        return step(
                PopulationFiles.flow(choice),
                flow + secondsPerFlow.map(s -> " in " + s + " seconds").orElse(""),
                List.of(zoo),
                300,
                (file, progress) ->
                        FlowWork.train(flow, secondsPerFlow, files.zoo(zoo), Optional.of(training), file, progress));
    }

    private Step samples(SampleSet set) {
        List<Integer> hidden = set.way() == SampleSet.Way.WIDER ? plan.transfer() : plan.hidden();
        return step(
                set.file(),
                plan.samples() + " samples " + hidden + ", seed " + seed
                        + (set.way().isGuided() ? ", guided by " + training.rows() + " rows" : ""),
                List.of(PopulationFiles.flow(set.flow())),
                set.steps() * (set.way().isGuided() ? 2 : 1) / 4 + 1,
                (file, progress) -> ModelFile.zoo(file, sampled(set, hidden, training, progress))
                        .write(file, Map.of()));
    }

    /**
     * Samples a flow.
     *
     * @param rows to guide by, where the set is guided
     */
    private List<Weights> sampled(SampleSet set, List<Integer> hidden, Examples rows, Progress progress) {
        Sampling sampling = new Sampling(
                new Sampler(Solver.EULER, set.steps(), Noise.none()),
                set.way().rule(),
                set.way().isAsked() ? Optional.of(new Sampling.Asked(medianLoss(), 1)) : Optional.empty(),
                Optional.empty(),
                set.way().isGuided() ? Optional.of(new Sampling.Guide(rows, rows.rows())) : Optional.empty());
        Flow flow = FlowFile.read(files.path(PopulationFiles.flow(set.flow()))).flow();
        return FlowWork.sample(flow, architecture(hidden), plan.samples(), sampling, seed, progress);
    }

    /** Half of the training networks have a lower training loss. */
    private double medianLoss() {
        double[] losses = files.zoo(PopulationFiles.ZOO).origins().stream()
                .mapToDouble(origin -> origin.loss().orElseThrow())
                .sorted()
                .toArray();
        return losses[losses.length / 2];
    }

    /** How networks of the plain flows do on another task: as they are, and guided by its training rows. */
    private Step otherTask(String spec) {
        List<SampleSet> sets = plan.sets().stream()
                .filter(set ->
                        set.flow().isPlain() && set.way() == SampleSet.Way.PLAIN && set.steps() == plan.fullSteps())
                .toList();
        return step(
                PopulationFiles.OTHER_TASK,
                spec + ", seed " + seed,
                sets.stream().map(SampleSet::file).toList(),
                sets.size() * plan.fullSteps(),
                (file, progress) -> {
                    DataSet other = DataSets.load(DataRequest.of(spec));
                    Split parts = Split.random(other.rows(), 0.2, seed);
                    Examples rows = other.examples().gather(parts.train());
                    Examples unseen = other.examples().gather(parts.test());
                    List<Map<String, Object>> found = new ArrayList<>();
                    for (SampleSet set : sets) {
                        for (SampleSet.Way way : List.of(SampleSet.Way.PLAIN, SampleSet.Way.GUIDED)) {
                            SampleSet made = new SampleSet(set.flow(), set.steps(), way);
                            List<Weights> networks = way == SampleSet.Way.PLAIN
                                    ? files.networks(set.file())
                                    : sampled(made, plan.hidden(), rows, progress);
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("source", set.flow().words());
                            row.put("task", spec);
                            row.put("guided", way.isGuided());
                            row.putAll(measures.quality(networks, unseen, progress));
                            found.add(row);
                        }
                    }
                    Json.write(file, found);
                });
    }
}
