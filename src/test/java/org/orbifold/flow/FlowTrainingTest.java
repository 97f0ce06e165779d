package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.zoo.Zoo;

class FlowTrainingTest {
    private static final Architecture NETWORK = Architecture.parse("3-4-2", Activation.RELU);

    @TempDir
    private Path folder;

    private static FlowPlan plan(Geometry geometry, Coupling coupling, long steps) {
        return new FlowPlan(
                NETWORK,
                geometry,
                new Source.Initialization(0.1),
                coupling,
                false,
                TimeLaw.BETA,
                0,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                1,
                8,
                4,
                steps,
                2e-3,
                new FlowPlan.Conditions(true, false),
                3);
    }

    private static Weights network(long seed) {
        return new Initialization.Normal(0.7).draw(NETWORK, new SplittableRandom(seed));
    }

    private static Zoo zoo(int count, long seed) {
        List<Weights> networks =
                IntStream.range(0, count).mapToObj(k -> network(seed + k)).toList();
        List<Zoo.Origin> origins = IntStream.range(0, count)
                .mapToObj(k -> new Zoo.Origin(k, Optional.empty(), Optional.of(0.1 + 0.01 * k), Optional.empty()))
                .toList();
        return new Zoo(ModelFile.zoo(Path.of("zoo.safetensors"), networks), origins);
    }

    private static double[] losses(FlowTraining training, int steps) {
        return IntStream.range(0, steps).mapToDouble(k -> training.step()).toArray();
    }

    /** To rounding: vectors are summed in an order that differs between interpreted and compiled code. */
    @ParameterizedTest
    @EnumSource
    void aStoppedTrainingGoesOnAsIfItHadNotBeen(Geometry geometry) {
        Zoo zoo = zoo(12, 1);
        FlowPlan plan = plan(geometry, Coupling.EQUIVARIANT_OPTIMAL_TRANSPORT, 40);
        Path file = folder.resolve("a.flow");
        try (FlowTraining whole = FlowTraining.begin(plan, zoo, Optional.empty());
                FlowTraining half = FlowTraining.begin(plan, zoo, Optional.empty())) {
            losses(whole, 6);
            losses(half, 6);
            FlowFile.write(file, half.checkpoint());
            try (FlowTraining resumed =
                    FlowTraining.resume(FlowFile.read(file), List.of(new Task(zoo, Optional.empty())), 40)) {
                assertArrayEquals(losses(whole, 6), losses(resumed, 6), 1e-5);
                assertArrayEquals(whole.flow().parameters(), resumed.flow().parameters(), 1e-5f);
                assertEquals(whole.validationLoss(), resumed.validationLoss(), 1e-5);
            }
        }
    }

    /** Not even shifted by some places, as streams of a SplittableRandom are whose seeds are badly chosen. */
    @Test
    void everyStepDrawsNumbersOfItsOwn() {
        try (FlowTraining training =
                FlowTraining.begin(plan(Geometry.EUCLIDEAN, Coupling.INDEPENDENT, 50), zoo(12, 1), Optional.empty())) {
            Set<Float> drawn = new HashSet<>();
            int count = 0;
            for (int step = 0; step < 50; step++) {
                training.step();
                for (float value : training.lastStep().orElseThrow().source()) {
                    drawn.add(value);
                    count++;
                }
            }
            assertTrue(drawn.size() > 0.99 * count, drawn.size() + " different numbers of " + count);
        }
    }

    @Test
    void anotherZooIsRefused() {
        try (FlowTraining training =
                FlowTraining.begin(plan(Geometry.EUCLIDEAN, Coupling.INDEPENDENT, 4), zoo(4, 1), Optional.empty())) {
            Checkpoint checkpoint = training.checkpoint();
            assertThrows(
                    Fault.class,
                    () -> FlowTraining.resume(checkpoint, List.of(new Task(zoo(4, 2), Optional.empty())), 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoNetworksAreLearned(Geometry geometry) {
        try (FlowTraining training =
                FlowTraining.begin(plan(geometry, Coupling.INDEPENDENT, 400), zoo(2, 1), Optional.empty())) {
            double first = Arrays.stream(losses(training, 40)).average().orElseThrow();
            losses(training, 320);
            double last = Arrays.stream(losses(training, 40)).average().orElseThrow();
            assertTrue(last < 0.75 * first, "from " + first + " to " + last);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVelocityCommutesWithPermutations(Geometry geometry) {
        try (FlowTraining training =
                FlowTraining.begin(plan(geometry, Coupling.INDEPENDENT, 40), zoo(4, 1), Optional.empty())) {
            losses(training, 10);
            Flow flow = training.flow();
            FlowSpace space = flow.space();
            GroupElement g = GroupElement.randomPermutation(NETWORK, new SplittableRandom(2));
            float[] point = space.points(List.of(network(9))).getFirst();
            float[] moved = permuted(space, g, point);
            try (FlowField field = flow.field(space, Optional.of(0.12))) {
                List<float[]> velocities = field.at(List.of(point, moved), 0.4);
                assertArrayEquals(permuted(space, g, velocities.get(0)), velocities.get(1), 1e-4f);
            }
        }
    }

    private static float[] permuted(FlowSpace space, GroupElement g, float[] x) {
        return space.flatten(g.actOn(space.asWeights(x)), x.clone());
    }

    @Test
    void aFlowRunsOnOtherWidthsAndOnlyThose() {
        try (FlowTraining training =
                FlowTraining.begin(plan(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 40), zoo(4, 1), Optional.empty())) {
            losses(training, 2);
            Flow flow = training.flow();
            FlowSpace wide = flow.space(Architecture.parse("3-9-2", Activation.RELU));
            try (FlowField field = flow.field(wide, Optional.empty())) {
                List<float[]> start = flow.start(wide, 3, new SplittableRandom(1));
                List<float[]> ends = new Sampler(Solver.HEUN, 4, Noise.none())
                        .sample(field, wide.paths(), start, new SplittableRandom(1), Progress.NONE, (t, x) -> {});
                assertEquals(3, wide.networks(ends).size());
            }
            assertThrows(Fault.class, () -> flow.space(Architecture.parse("3-9-9-2", Activation.RELU)));
        }
    }

    @Test
    void aRunThatIsStoppedKeepsWhatItDid() {
        Path file = folder.resolve("b.flow");
        Zoo zoo = zoo(4, 1);
        try (FlowTraining training =
                FlowTraining.begin(plan(Geometry.EUCLIDEAN, Coupling.INDEPENDENT, 100_000), zoo, Optional.empty())) {
            FlowRun run = new FlowRun(training, file);
            run.pause();
            run.stepOnce();
            run.stepOnce();
            Progress stopAtTwo = new Progress() {
                @Override
                public void report(long done, long total, String message) {
                    if (done == 2) {
                        run.stop();
                    }
                }

                @Override
                public void checkCancelled() {}
            };
            run.run(stopAtTwo);
        }
        assertEquals(2, FlowFile.read(file).step());
    }

    @Test
    void damagedFilesAreRefusedInOneLine() throws IOException {
        Path file = folder.resolve("c.flow");
        try (FlowTraining training =
                FlowTraining.begin(plan(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 40), zoo(4, 1), Optional.empty())) {
            losses(training, 2);
            FlowFile.write(file, training.checkpoint());
        }
        byte[] whole = Files.readAllBytes(file);
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        List<byte[]> damaged = new ArrayList<>();
        damaged.add(Arrays.copyOf(whole, whole.length - 5));
        for (String[] lie : new String[][] {
            {"\"orbifold.flow.width\":\"8\"", "\"orbifold.flow.width\":\"9\""},
            {"\"orbifold.flow.layers\":\"1\"", "\"orbifold.flow.layers\":\"7\""},
            {"\"orbifold.flow.architecture\":\"3-4-2\"", "\"orbifold.flow.architecture\":\"3-4-9\""},
            {"\"orbifold.flow.geometry\":\"geometric\"", "\"orbifold.flow.geometry\":\"geometrix\""},
            {"\"orbifold.flow.seenInputs\":\"0\"", "\"orbifold.flow.seenInputs\":\"2\""}
        }) {
            assertTrue(text.contains(lie[0]), lie[0]);
            damaged.add(text.replace(lie[0], lie[1]).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        for (byte[] bytes : damaged) {
            Files.write(file, bytes);
            Fault fault = assertThrows(Fault.class, () -> FlowFile.read(file));
            assertTrue(fault.getMessage().startsWith(file.toString()), fault.getMessage());
        }
    }

    @Test
    void oneNetworkIsNothingToLearnFrom() {
        assertThrows(
                Fault.class,
                () -> FlowTraining.begin(
                        plan(Geometry.EUCLIDEAN, Coupling.INDEPENDENT, 4), zoo(1, 1), Optional.empty()));
    }
}
