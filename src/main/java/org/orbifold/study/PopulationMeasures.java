package org.orbifold.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.orbifold.flow.Geometry;
import org.orbifold.generative.Audit;
import org.orbifold.generative.GenerativeModel;
import org.orbifold.generative.Novelty;
import org.orbifold.generative.PcaFlow;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
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

/** What one repetition of a study of flows over trained networks measures, and what its flows are held against. */
final class PopulationMeasures {
    /** Numbers of networks whose predictions are averaged. */
    static final List<Integer> AVERAGED = List.of(1, 2, 5, 10, 20, 50, 100);

    /** Networks that are trained on, at most, and for how long. */
    private static final int TRAINED_ON = 20;

    private static final int EPOCHS = 5;

    private final PopulationPlan plan;
    private final PopulationFiles files;
    private final Architecture architecture;
    private final Examples training;
    private final Examples test;
    private final long seed;
    private Optional<Audit> audit = Optional.empty();

    PopulationMeasures(
            PopulationPlan plan,
            PopulationFiles files,
            Architecture architecture,
            Examples training,
            Examples test,
            long seed) {
        this.plan = plan;
        this.files = files;
        this.architecture = architecture;
        this.training = training;
        this.test = test;
        this.seed = seed;
    }

    /** What lies on the straight paths between the last networks of pairs of runs. */
    Map<String, Object> pairs(String zoo, Progress progress) {
        PairwiseBarriers found = PairwiseBarriers.of(
                files.zoo(zoo).lastOfRuns(), plan.pairs(), LossBarrier.POINTS, test, seed, progress);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("networks", zoo.equals(PopulationFiles.ZOO) ? "as trained" : "aligned");
        row.put("pairs", found.pairs().size());
        row.put("loss at the midpoint, mean", found.midpointLoss().mean());
        row.put("loss at the midpoint, standard deviation", found.midpointLoss().deviation());
        row.put("barrier, mean", found.barrier().mean());
        row.put("barrier, standard deviation", found.barrier().deviation());
        return row;
    }

    /** Test losses of networks that are trained on from samples, and from nothing, epoch by epoch. */
    List<Map<String, Object>> beginnings(List<Weights> samples, Progress progress) {
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
                Stream.generate(() -> new Initialization.Normal(PopulationPlan.DEVIATION).draw(architecture, random))
                        .limit(count)
                        .toList());
        PopulationTraining trainer = new PopulationTraining(recipe, training, architecture);
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
            Zoo zoo = files.zoo(PopulationFiles.ZOO);
            TypicalNorms norms = TypicalNorms.of(zoo.networks());
            Zoo fixed = zoo.with(zoo.networks().stream().map(norms::applyTo).toList());
            audit = Optional.of(new Audit(fixed, fixed.networks().get(fixed.lowestLoss()), seed, progress));
        }
        return audit.get();
    }

    /** Networks drawn from a model that flows are compared with. */
    List<Weights> rival(String name, Progress progress) {
        List<Weights> networks = audit(progress).training();
        GenerativeModel model = name.equals("pcaFlow")
                ? PcaFlow.train(networks, PcaFlow.COMPONENTS, PcaFlow.STEPS, seed, progress)
                : GenerativeModel.nullModels(networks).stream()
                        .filter(rival -> rival.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new Fault("no model " + name));
        return model.sample(plan.samples(), new SplittableRandom(seed));
    }

    /** The last networks of the runs: how good they are, and how new each would be among the other runs. */
    Map<String, Object> trained(Progress progress) {
        Map<String, Object> row = quality(files.zoo(PopulationFiles.ZOO).lastOfRuns(), test, progress);
        put(audit(progress).trainingNovelty(), row);
        return row;
    }

    /** How good the networks of a file are. */
    Map<String, Object> quality(String set, Progress progress) {
        return quality(files.networks(set), test, progress);
    }

    /** How good the networks of a file are, and how new. */
    Map<String, Object> qualityAndNovelty(String set, Progress progress) {
        List<Weights> networks = files.networks(set);
        Map<String, Object> row = quality(networks, test, progress);
        TypicalNorms norms = TypicalNorms.of(files.networks(PopulationFiles.ZOO));
        put(audit(progress).novelty(networks.stream().map(norms::applyTo).toList(), progress), row);
        return row;
    }

    /** How good networks are on some rows. */
    Map<String, Object> quality(List<Weights> networks, Examples rows, Progress progress) {
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

    /** What averages of the first networks' predictions reach. */
    List<Map<String, Object>> averages(List<Weights> networks, Progress progress) {
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
