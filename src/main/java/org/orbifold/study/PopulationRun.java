package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
import org.orbifold.flow.StepRule;
import org.orbifold.generative.Audit;
import org.orbifold.generative.GenerativeModel;
import org.orbifold.generative.Novelty;
import org.orbifold.generative.PcaFlow;
import org.orbifold.io.Json;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.EnsembleMeasures;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;
import org.orbifold.zoo.ZooTraining;

/** One repetition of a study of flows over trained networks: its steps, from the training of the networks on. */
final class PopulationRun {
    /** Numbers of networks whose predictions are averaged. */
    private static final List<Integer> AVERAGED = List.of(1, 2, 5, 10, 20, 50, 100);

    /** Networks that are trained on, at most, and for how long. */
    private static final int TRAINED_ON = 20;

    private static final int EPOCHS = 5;

    private final PopulationPlan plan;
    private final DataRequest request;
    private final DataSet data;
    private final Split split;
    private final Examples training;
    private final Examples test;
    private final Optional<Double> secondsPerFlow;
    private final long seed;
    private final PopulationFiles files;
    private Optional<Audit> audit = Optional.empty();

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
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                files.in(PopulationFiles.ZOO),
                recipe() + data.hash() + split.rule(),
                List.of(),
                20,
                (file, progress) -> zoo(file, progress)));
        steps.add(step(PopulationFiles.ALIGNED, "seed " + seed, List.of(PopulationFiles.ZOO), 2, this::aligned));
        for (String zoo : List.of(PopulationFiles.ZOO, PopulationFiles.ALIGNED)) {
            steps.add(step(
                    PopulationFiles.pairs(zoo),
                    plan.pairs() + " pairs",
                    List.of(zoo),
                    5,
                    (file, progress) -> pairs(zoo, file, progress)));
        }
        for (FlowChoice choice : plan.flows()) {
            steps.add(flow(choice));
            plan.sets().stream().filter(set -> set.flow().equals(choice)).forEach(set -> {
                steps.add(samples(set));
                steps.add(measures(set.file(), set.way() != SampleSet.Way.WIDER));
            });
        }
        for (String rival : plan.rivals()) {
            String file = rival + ".safetensors";
            steps.add(step(
                    file,
                    "seed " + seed,
                    List.of(PopulationFiles.ZOO),
                    5,
                    (path, progress) -> rival(rival, path, progress)));
            steps.add(measures(file, true));
        }
        List<String> sets = Stream.concat(
                        plan.sets().stream()
                                .filter(set -> set.way() == SampleSet.Way.PLAIN && set.steps() == plan.fullSteps())
                                .map(SampleSet::file),
                        plan.rivals().stream().map(rival -> rival + ".safetensors"))
                .toList();
        steps.add(step(
                PopulationFiles.measures(PopulationFiles.ZOO),
                "seed " + seed,
                List.of(PopulationFiles.ZOO),
                10,
                (file, progress) -> Json.write(file, trained(progress))));
        for (String set : sets) {
            steps.add(step(
                    PopulationFiles.averages(set),
                    "of " + AVERAGED,
                    List.of(PopulationFiles.ZOO, set),
                    1,
                    (file, progress) -> Json.write(file, averages(networks(set), progress))));
        }
        steps.add(step(
                PopulationFiles.averages(PopulationFiles.ZOO),
                "of " + AVERAGED,
                List.of(PopulationFiles.ZOO),
                1,
                (file, progress) -> Json.write(file, averages(lastOfRuns(read(PopulationFiles.ZOO)), progress))));
        String plain =
                new SampleSet(FlowChoice.plain(Geometry.GEOMETRIC), plan.fullSteps(), SampleSet.Way.PLAIN).file();
        steps.add(step(
                PopulationFiles.BEGINNINGS,
                "seed " + seed,
                List.of(PopulationFiles.ZOO, plain),
                5,
                (file, progress) -> Json.write(file, beginnings(networks(plain), progress))));
        plan.otherTask().ifPresent(spec -> steps.add(otherTask(spec)));
        return steps;
    }

    private Step measures(String set, boolean audited) {
        return step(
                PopulationFiles.measures(set),
                "seed " + seed,
                List.of(PopulationFiles.ZOO, set),
                2,
                (file, progress) -> Json.write(file, measured(networks(set), audited, progress)));
    }

    private Step step(String file, String settings, List<String> from, int effort, Step.Work work) {
        return new Step(files.in(file), settings, from.stream().map(files::in).toList(), effort, work);
    }

    private Zoo read(String zoo) {
        return Zoo.of(ModelFile.read(files.path(zoo).toString(), Optional.of(Activation.RELU)));
    }

    private List<Weights> networks(String file) {
        return ModelFile.read(files.path(file).toString(), Optional.of(Activation.RELU))
                .networks();
    }

    /** Each run's network at its end. */
    private static List<Weights> lastOfRuns(Zoo zoo) {
        Map<Integer, Weights> last = new LinkedHashMap<>();
        for (int k = 0; k < zoo.networks().size(); k++) {
            last.put(zoo.origins().get(k).run(), zoo.networks().get(k));
        }
        return List.copyOf(last.values());
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
        Zoo zoo = read(PopulationFiles.ZOO);
        Weights reference = zoo.networks().get(zoo.lowestLoss());
        zoo.with(ZooAlignment.of(zoo.networks(), reference, false, seed, 1, progress)
                        .networks())
                .write(file, Map.of());
    }

    private void pairs(String zoo, Path file, Progress progress) {
        PairwiseBarriers found =
                PairwiseBarriers.of(lastOfRuns(read(zoo)), plan.pairs(), LossBarrier.POINTS, test, seed, progress);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("networks", zoo.equals(PopulationFiles.ZOO) ? "as trained" : "aligned");
        row.put("pairs", found.pairs().size());
        row.put("loss at the midpoint, mean", found.midpointLoss().mean());
        row.put("loss at the midpoint, standard deviation", found.midpointLoss().deviation());
        row.put("barrier, mean", found.barrier().mean());
        row.put("barrier, standard deviation", found.barrier().deviation());
        Json.write(file, row);
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
                        FlowWork.train(flow, secondsPerFlow, read(zoo), Optional.of(training), file, progress));
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
                switch (set.way()) {
                    case NORMALIZED_PREDICTION -> StepRule.NORMALIZED_PREDICTION;
                    case RELEASED -> StepRule.RELEASED;
                    case PLAIN, GUIDED, ASKED, ASKED_AND_GUIDED, WIDER -> StepRule.FLOW_MATCHING;
                },
                set.way().isAsked() ? Optional.of(new Sampling.Asked(medianLoss(), 1)) : Optional.empty(),
                Optional.empty(),
                set.way().isGuided() ? Optional.of(new Sampling.Guide(rows, rows.rows())) : Optional.empty());
        Flow flow = FlowFile.read(files.path(PopulationFiles.flow(set.flow()))).flow();
        return FlowWork.sample(flow, architecture(hidden), plan.samples(), sampling, seed, progress);
    }

    /** Half of the training networks have a lower training loss. */
    private double medianLoss() {
        double[] losses = read(PopulationFiles.ZOO).origins().stream()
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
                                    ? networks(set.file())
                                    : sampled(made, plan.hidden(), rows, progress);
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("source", set.flow().words());
                            row.put("task", spec);
                            row.put("guided", way.isGuided());
                            row.putAll(quality(networks, unseen, progress));
                            found.add(row);
                        }
                    }
                    Json.write(file, found);
                });
    }

    /** Test losses of networks that are trained on from samples, and from nothing, epoch by epoch. */
    private List<Map<String, Object>> beginnings(List<Weights> samples, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = Math.min(TRAINED_ON, samples.size());
        PopulationTraining.Plan recipe = new PopulationTraining.Plan(
                plan.training().optimizer(),
                plan.training().learningRate(),
                plan.training().batch(),
                Math.min(EPOCHS, plan.training().epochs()));
        Map<String, List<Weights>> beginnings = new LinkedHashMap<>();
        beginnings.put(FlowChoice.plain(Geometry.GEOMETRIC).words(), samples.subList(0, count));
        beginnings.put(
                "untrained networks",
                Stream.generate(() -> new Initialization.Normal(PopulationPlan.DEVIATION)
                                .draw(architecture(plan.hidden()), random))
                        .limit(count)
                        .toList());
        PopulationTraining trainer = new PopulationTraining(recipe, training, architecture(plan.hidden()));
        List<Map<String, Object>> rows = new ArrayList<>();
        beginnings.forEach((source, initial) -> {
            List<List<Weights>> byEpoch = new ArrayList<>();
            byEpoch.add(initial);
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                byEpoch.add(new ArrayList<>(initial));
            }
            int steps = trainer.stepsPerEpoch();
            trainer.train(
                    initial,
                    random.longs(count).toArray(),
                    new PopulationTraining.Observer() {
                        @Override
                        public boolean wants(long iteration) {
                            return iteration % steps == 0;
                        }

                        @Override
                        public void accept(int n, long iteration, Weights weights) {
                            byEpoch.get((int) (iteration / steps)).set(n, weights);
                        }
                    },
                    progress);
            for (int epoch = 0; epoch < byEpoch.size(); epoch++) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("source", source);
                row.put("epochs", epoch);
                row.putAll(quality(byEpoch.get(epoch), test, progress));
                rows.add(row);
            }
        });
        return rows;
    }

    /** The training networks with typical norms, to hold samples against. */
    private Audit audit(Progress progress) {
        if (audit.isEmpty()) {
            Zoo zoo = read(PopulationFiles.ZOO);
            TypicalNorms norms = TypicalNorms.of(zoo.networks());
            Zoo fixed = zoo.with(zoo.networks().stream().map(norms::applyTo).toList());
            audit = Optional.of(new Audit(fixed, fixed.networks().get(fixed.lowestLoss()), seed, progress));
        }
        return audit.get();
    }

    private void rival(String name, Path file, Progress progress) {
        List<Weights> networks = audit(progress).training();
        GenerativeModel model = name.equals("pcaFlow")
                ? PcaFlow.train(networks, PcaFlow.COMPONENTS, PcaFlow.STEPS, seed, progress)
                : GenerativeModel.nullModels(networks).stream()
                        .filter(rival -> rival.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new Fault("no model " + name));
        ModelFile.zoo(file, model.sample(plan.samples(), new SplittableRandom(seed)))
                .write(file, Map.of());
    }

    private Map<String, Object> trained(Progress progress) {
        List<Weights> networks = lastOfRuns(read(PopulationFiles.ZOO));
        Map<String, Object> row = quality(networks, test, progress);
        put(audit(progress).trainingNovelty(), row);
        return row;
    }

    private Map<String, Object> measured(List<Weights> networks, boolean audited, Progress progress) {
        Map<String, Object> row = quality(networks, test, progress);
        if (audited) {
            TypicalNorms norms = TypicalNorms.of(read(PopulationFiles.ZOO).networks());
            put(audit(progress).novelty(networks.stream().map(norms::applyTo).toList(), progress), row);
        }
        return row;
    }

    private Map<String, Object> quality(List<Weights> networks, Examples rows, Progress progress) {
        EnsembleMeasures found = EnsembleMeasures.of(networks, rows, seed, progress);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("networks", found.networks());
        row.put("accuracy, mean", found.accuracy().mean());
        row.put("accuracy, standard deviation", found.accuracy().deviation());
        row.put("loss, mean", found.loss().mean());
        row.put("loss, standard deviation", found.loss().deviation());
        row.put("accuracy of the averaged predictions", found.average().accuracy());
        row.put("loss of the averaged predictions", found.average().loss());
        row.put("calibration error of the averaged predictions", found.calibrationError());
        row.put("diversity of predictions", found.diversity().meanDivergence());
        return row;
    }

    private static void put(Novelty novelty, Map<String, Object> row) {
        row.put("nearest training network", novelty.nearestTrainingDistance());
        row.put("dispersion ratio", novelty.dispersionRatio());
    }

    private List<Map<String, Object>> averages(List<Weights> networks, Progress progress) {
        return AVERAGED.stream()
                .filter(n -> n <= networks.size())
                .map(n -> {
                    EnsembleMeasures found = EnsembleMeasures.of(networks.subList(0, n), test, seed, progress);
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("networks averaged", n);
                    row.put("accuracy", found.average().accuracy());
                    row.put("loss", found.average().loss());
                    return row;
                })
                .toList();
    }
}
