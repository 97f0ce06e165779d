package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
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
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.study.PopulationPlan.FlowChoice;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;
import org.orbifold.zoo.ZooTraining;

/** One repetition of a study of flows over trained networks: its steps, from the training of the networks on. */
final class PopulationRun {
    /** Numbers of networks whose predictions are averaged. */
    private static final List<Integer> AVERAGED = List.of(1, 2, 5, 10, 20, 50, 100);

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
        for (FlowChoice choice : PopulationPlan.flows()) {
            steps.add(flow(choice));
        }
        List<String> sets = new ArrayList<>();
        for (FlowChoice choice : PopulationPlan.flows()) {
            for (int n : plan.integrationSteps()) {
                steps.add(samples(choice, n, plan.hidden(), false));
                steps.add(samples(choice, n, plan.hidden(), true));
            }
            steps.add(samples(choice, plan.fullSteps(), plan.transfer(), false));
        }
        for (String rival : plan.rivals()) {
            steps.add(step(
                    rival + ".safetensors",
                    "seed " + seed,
                    List.of(PopulationFiles.ZOO),
                    5,
                    (file, progress) -> rival(rival, file, progress)));
        }
        for (Step step : List.copyOf(steps)) {
            String name = step.file().substring(files.in("").length());
            boolean isRival = plan.rivals().contains(name.replace(".safetensors", ""));
            if (name.startsWith("samples") || name.startsWith("transfer") || isRival) {
                boolean audited = !name.startsWith("transfer");
                steps.add(step(
                        PopulationFiles.measures(name),
                        "seed " + seed,
                        List.of(PopulationFiles.ZOO, name),
                        2,
                        (file, progress) -> Json.write(file, measured(networks(name), audited, progress))));
            }
            if (isRival || isFullAndPlain(name)) {
                sets.add(name);
            }
        }
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
        return steps;
    }

    private boolean isFullAndPlain(String name) {
        return PopulationPlan.flows().stream()
                .anyMatch(choice -> name.equals(PopulationFiles.samples(choice, plan.fullSteps(), false)));
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

    private Step samples(FlowChoice choice, int count, List<Integer> hidden, boolean guided) {
        boolean other = !hidden.equals(plan.hidden());
        String settings = plan.samples() + " samples " + hidden + ", " + count + " Euler steps, seed " + seed
                + (guided ? ", guided by " + training.rows() + " rows" : "");
        Optional<Sampling.Guide> guide =
                guided ? Optional.of(new Sampling.Guide(training, training.rows())) : Optional.empty();
        return step(
                other ? PopulationFiles.transfer(choice) : PopulationFiles.samples(choice, count, guided),
                settings,
                List.of(PopulationFiles.flow(choice)),
                Math.max(1, count / 8),
                (file, progress) -> {
                    Flow flow = FlowFile.read(files.path(PopulationFiles.flow(choice)))
                            .flow();
                    List<Weights> made = FlowWork.sample(
                            flow,
                            architecture(hidden),
                            plan.samples(),
                            new Sampling(
                                    new Sampler(Solver.EULER, count, Noise.none()),
                                    StepRule.FLOW_MATCHING,
                                    Optional.empty(),
                                    Optional.empty(),
                                    guide),
                            seed,
                            progress);
                    ModelFile.zoo(file, made).write(file, Map.of());
                });
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
        Map<String, Object> row = quality(networks, progress);
        put(audit(progress).trainingNovelty(), row);
        return row;
    }

    private Map<String, Object> measured(List<Weights> networks, boolean audited, Progress progress) {
        Map<String, Object> row = quality(networks, progress);
        if (audited) {
            TypicalNorms norms = TypicalNorms.of(read(PopulationFiles.ZOO).networks());
            put(audit(progress).novelty(networks.stream().map(norms::applyTo).toList(), progress), row);
        }
        return row;
    }

    private Map<String, Object> quality(List<Weights> networks, Progress progress) {
        EnsembleMeasures found = EnsembleMeasures.of(networks, test, seed, progress);
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
