package org.orbifold.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Optimizer;

/** A zoo and its file say the same. */
class ZooTest {
    private static final Architecture SHAPE = Architecture.parse("2-5-2", Activation.RELU);

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("zoo.safetensors");
    }

    private static Zoo read(Object location) {
        return Zoo.of(ModelFile.read(location.toString(), Optional.empty()));
    }

    private static List<Weights> networks(int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> new Initialization.Normal(1).draw(SHAPE, new SplittableRandom(k)))
                .toList();
    }

    private Path write(int networks, Map<String, String> metadata) {
        ModelFile.zoo(path(), networks(networks)).write(path(), metadata);
        return path();
    }

    @Test
    void trainedZooComesBackWithAllThatIsKnownOfIt() {
        DataRequest request = DataRequest.of("moons");
        DataSet data = DataSets.load(request);
        Split split = Split.random(data.rows(), 0.2, 3);
        Examples training = data.examples().gather(split.train());
        Examples test = data.examples().gather(split.test());
        ZooTraining.Recipe recipe = new ZooTraining.Recipe(
                SHAPE,
                new Initialization.Normal(0.5),
                new PopulationTraining.Plan(new Optimizer.Sgd(0.8, 1e-5), 0.05, 100, 2),
                3,
                1,
                4,
                7);
        Map<String, String> metadata = recipe.toMetadata();
        metadata.putAll(DataProvenance.of(request, data, split).toMetadata());
        Zoo zoo = Zoo.of(path(), ZooTraining.train(recipe, training, Progress.NONE), metadata)
                .evaluated(training, test, Progress.NONE);
        zoo.write(path(), Map.of());
        Zoo back = read(path());

        assertEquals(zoo.networks(), back.networks());
        assertEquals(zoo.origins(), back.origins());
        assertEquals(
                List.of(0, 0, 1, 1, 2, 2),
                back.origins().stream().map(Zoo.Origin::run).toList());
        assertEquals(
                List.of(12L, 16L, 12L, 16L, 12L, 16L),
                back.origins().stream().map(o -> o.iteration().orElseThrow()).toList());
        for (int k = 0; k < 6; k++) {
            Zoo.Origin origin = back.origins().get(k);
            Weights network = back.networks().get(k);
            assertEquals(
                    Evaluation.outcome(network, training).loss(), origin.loss().orElseThrow(), 1e-6);
            assertEquals(
                    Evaluation.outcome(network, test).loss(), origin.testLoss().orElseThrow(), 1e-6);
            assertTrue(origin.loss().orElseThrow()
                    >= back.origins().get(back.lowestLoss()).loss().orElseThrow());
        }
        Map<String, String> told = back.file().metadata();
        metadata.forEach((key, value) -> assertEquals(value, told.get(key), key));
        assertEquals("sgd", told.get("orbifold.zoo.optimizer"));
        assertEquals("0.8", told.get("orbifold.zoo.momentum"));
        assertEquals("0.5", told.get("orbifold.zoo.std"));
        assertEquals("1", told.get("orbifold.zoo.burnIn"));
        assertEquals("4", told.get("orbifold.zoo.every"));
        DataProvenance provenance = DataProvenance.fromMetadata(path(), told).orElseThrow();
        assertEquals(split.rule(), provenance.rule());
        assertEquals(data.hash(), provenance.hash());

        Zoo one = read(path() + "#3");
        assertEquals(List.of(zoo.origins().get(3)), one.origins());
        assertEquals(List.of(zoo.networks().get(3)), one.networks());
    }

    @Test
    void networksOfAForeignFileAreRunsOfTheirOwn() {
        Zoo zoo = read(write(3, Map.of("made", "elsewhere")));
        assertEquals(
                List.of(0, 1, 2), zoo.origins().stream().map(Zoo.Origin::run).toList());
        assertEquals(0, zoo.lowestLoss());
        zoo.write(path(), Map.of("and", "passed on"));
        Zoo again = read(path());
        assertEquals(zoo.origins(), again.origins());
        assertEquals("elsewhere", again.file().metadata().get("made"));
        assertEquals("passed on", again.file().metadata().get("and"));
        assertFalse(again.file().metadata().containsKey("orbifold.zoo.losses"));
        assertTrue(again.origins().stream()
                .allMatch(o -> o.loss().isEmpty() && o.iteration().isEmpty()));
    }

    @Test
    void forgottenLossesAreNotWritten() {
        Map<String, String> metadata = Map.of("orbifold.zoo.runs", "4,4,5", "orbifold.zoo.losses", "0.3,0.1,0.2");
        Zoo zoo = read(write(3, metadata));
        assertEquals(1, zoo.lowestLoss());
        zoo.withoutLosses().write(path(), Map.of());
        Zoo again = read(path());
        assertEquals(
                List.of(4, 4, 5), again.origins().stream().map(Zoo.Origin::run).toList());
        assertTrue(again.origins().stream().allMatch(o -> o.loss().isEmpty()));
    }

    @Test
    void listsThatMakeNoSenseAreRefusedInOneLine() {
        for (Map.Entry<String, String> bad : Map.of(
                        "orbifold.zoo.runs", "0,1",
                        "orbifold.zoo.iterations", "10,20,x",
                        "orbifold.zoo.losses", "0.1,NaN,0.2",
                        "orbifold.zoo.testLosses", "")
                .entrySet()) {
            Path file = write(3, Map.of(bad.getKey(), bad.getValue()));
            Fault fault = assertThrows(Fault.class, () -> read(file), bad.getKey());
            assertTrue(fault.getMessage().startsWith(file + ": "), fault.getMessage());
            assertTrue(fault.getMessage().contains(bad.getKey()), fault.getMessage());
        }
    }

    @Test
    void divergedTrainingIsRefused() {
        Examples moons = DataSets.load(DataRequest.of("moons")).examples();
        ZooTraining.Recipe recipe = new ZooTraining.Recipe(
                SHAPE,
                new Initialization.Normal(1),
                new PopulationTraining.Plan(new Optimizer.Sgd(0.9, 0), 1e30, 100, 3),
                2,
                0,
                0,
                0);
        Fault fault = assertThrows(Fault.class, () -> ZooTraining.train(recipe, moons, Progress.NONE));
        assertTrue(fault.getMessage().contains("diverged"), fault.getMessage());
    }
}
