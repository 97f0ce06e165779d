package org.orbifold.zoo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

/**
 * Networks of one architecture, and what is known of each. One file holds both: the tensors stacked, and among its
 * metadata a list each of runs, iterations, losses and test losses, separated by commas, in the order of the networks.
 *
 * @param file the networks; its metadata, without those lists, say how they were made and from which data
 * @param origins what is known of the networks, in their order
 */
public record Zoo(ModelFile file, List<Origin> origins) {
    private static final String RUNS = "orbifold.zoo.runs";
    private static final String ITERATIONS = "orbifold.zoo.iterations";
    private static final String LOSSES = "orbifold.zoo.losses";
    private static final String TEST_LOSSES = "orbifold.zoo.testLosses";

    /**
     * What is known of a network.
     *
     * @param run the training run that it is from; networks of one run are not independent
     * @param iteration the steps that the run had taken
     * @param loss mean cross-entropy over the training rows, in nats
     * @param testLoss the same over the test rows
     */
    public record Origin(int run, Optional<Long> iteration, Optional<Double> loss, Optional<Double> testLoss) {}

    /** @throws IllegalArgumentException if there is not one origin a network */
    public Zoo {
        origins = List.copyOf(origins);
        if (origins.size() != file.networks().size()) {
            throw new IllegalArgumentException(
                    origins.size() + " origins of " + file.networks().size() + " networks");
        }
    }

    /**
     * The zoo that a file holds. Where the file tells of no runs, every network is a run of its own.
     *
     * @throws Fault if a list is not one of numbers, one a network
     */
    public static Zoo of(ModelFile file) {
        List<Integer> runs = list(file, RUNS, Integer::valueOf);
        List<Long> iterations = list(file, ITERATIONS, Long::valueOf);
        List<Double> losses = list(file, LOSSES, Zoo::finite);
        List<Double> testLosses = list(file, TEST_LOSSES, Zoo::finite);
        List<Origin> origins = IntStream.range(0, file.networks().size())
                .mapToObj(k -> new Origin(at(runs, k).orElse(k), at(iterations, k), at(losses, k), at(testLosses, k)))
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        List.of(RUNS, ITERATIONS, LOSSES, TEST_LOSSES).forEach(metadata::remove);
        return new Zoo(file.withMetadata(metadata), origins);
    }

    /**
     * A new zoo, or a network if it is only one.
     *
     * @param path the file that it is meant for
     * @param metadata how the snapshots were made and from which data
     */
    public static Zoo of(Path path, List<ZooTraining.Snapshot> snapshots, Map<String, String> metadata) {
        List<Weights> networks =
                snapshots.stream().map(ZooTraining.Snapshot::weights).toList();
        ModelFile file = networks.size() == 1 ? ModelFile.of(path, networks.getFirst()) : ModelFile.zoo(path, networks);
        List<Origin> origins = snapshots.stream()
                .map(s -> new Origin(s.run(), Optional.of(s.iteration()), Optional.empty(), Optional.empty()))
                .toList();
        return new Zoo(file.withMetadata(metadata), origins);
    }

    /** A list of the metadata: empty if it is not there, else of a value a network. */
    private static <T> List<T> list(ModelFile file, String key, Function<String, T> parse) {
        if (!file.metadata().containsKey(key)) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (String text : file.metadata().get(key).split(",", -1)) {
            try {
                values.add(parse.apply(text.strip()));
            } catch (NumberFormatException e) {
                throw new Fault(file.label() + ": '" + text + "' among its " + key + " is no number of that kind", e);
            }
        }
        int networks = file.networks().size();
        if (file.number().isPresent() && file.number().getAsInt() < values.size()) {
            return List.of(values.get(file.number().getAsInt()));
        }
        if (values.size() != networks) {
            throw Fault.in(file.label(), "holds " + networks + " networks, but " + values.size() + " " + key);
        }
        return values;
    }

    private static double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static <T> Optional<T> at(List<T> list, int k) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(k));
    }

    /** The networks. */
    public List<Weights> networks() {
        return file.networks();
    }

    /** Each run's network at its end. */
    public List<Weights> lastOfRuns() {
        Map<Integer, Weights> last = new LinkedHashMap<>();
        for (int k = 0; k < origins.size(); k++) {
            last.put(origins.get(k).run(), networks().get(k));
        }
        return List.copyOf(last.values());
    }

    /** The number of the network with the lowest loss over the training rows; 0 if losses are not known. */
    public int lowestLoss() {
        return IntStream.range(0, origins.size())
                .boxed()
                .min(Comparator.comparing(k -> origins.get(k).loss().orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }

    /**
     * The same zoo with the losses of its networks, evaluated as one population.
     *
     * @throws Fault if a loss is not finite
     */
    public Zoo evaluated(Examples training, Examples test, Progress progress) {
        List<Measures.Outcome> seen = Evaluation.outcomes(networks(), training, progress);
        List<Measures.Outcome> unseen = Evaluation.outcomes(networks(), test, progress);
        for (int k = 0; k < origins.size(); k++) {
            if (!Double.isFinite(seen.get(k).loss() + unseen.get(k).loss())) {
                throw Fault.in(file.label(), "the loss of network " + k + " is not finite");
            }
        }
        return withLosses(
                k -> Optional.of(seen.get(k).loss()),
                k -> Optional.of(unseen.get(k).loss()));
    }

    /** The same zoo with networks in place of its own, one for one, that compute the same functions. */
    public Zoo with(List<Weights> moved) {
        return new Zoo(file.with(moved), origins);
    }

    /** The same zoo with its losses forgotten: for networks whose functions have changed. */
    public Zoo withoutLosses() {
        return withLosses(k -> Optional.empty(), k -> Optional.empty());
    }

    private Zoo withLosses(Function<Integer, Optional<Double>> loss, Function<Integer, Optional<Double>> testLoss) {
        List<Origin> others = IntStream.range(0, origins.size())
                .mapToObj(k ->
                        new Origin(origins.get(k).run(), origins.get(k).iteration(), loss.apply(k), testLoss.apply(k)))
                .toList();
        return new Zoo(file, others);
    }

    /**
     * Writes the zoo, whole or not at all, as {@link ModelFile#write} does.
     *
     * @param extra metadata that go over its own
     */
    public void write(Path target, Map<String, String> extra) {
        Map<String, String> metadata = new LinkedHashMap<>();
        putList(metadata, RUNS, origin -> Optional.of(origin.run()));
        putList(metadata, ITERATIONS, Origin::iteration);
        putList(metadata, LOSSES, Origin::loss);
        putList(metadata, TEST_LOSSES, Origin::testLoss);
        metadata.putAll(extra);
        file.write(target, metadata);
    }

    private void putList(Map<String, String> metadata, String key, Function<Origin, Optional<?>> field) {
        List<Optional<?>> values = origins.stream().<Optional<?>>map(field).toList();
        if (values.stream().allMatch(Optional::isPresent)) {
            metadata.put(
                    key,
                    values.stream().map(value -> value.orElseThrow().toString()).collect(Collectors.joining(",")));
        }
    }
}
