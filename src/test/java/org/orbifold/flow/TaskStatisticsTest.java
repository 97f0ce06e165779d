package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;

class TaskStatisticsTest {
    private static final Architecture NETWORK = Architecture.parse("2-3-2", Activation.RELU);

    @TempDir
    private Path folder;

    /** Class means (1, 0) and (3, 4) of two rows each; mean of all (2, 2); deviations 1 and root 5. */
    private static Examples rows() {
        return new Examples(new float[] {1, -1, 1, 1, 3, 3, 3, 5}, new int[] {0, 0, 1, 1}, 2, 2);
    }

    @Test
    void theyAreMeansAndDeviationsOfDirections() {
        TaskStatistics found = TaskStatistics.of(rows(), 2, InputBasis.identity(2));
        double[] expected = {-1, 1, 2, 1, -2, 2, 2, Math.sqrt(5)};
        double unit =
                Math.sqrt(Arrays.stream(expected).map(v -> v * v).average().orElseThrow());
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k] / unit, found.values()[k], 1e-6);
        }
    }

    private static Zoo zoo(long seed) {
        List<Weights> networks = IntStream.range(0, 3)
                .mapToObj(k -> new Initialization.Normal(0.7).draw(NETWORK, new SplittableRandom(seed + k)))
                .toList();
        return Zoo.of(ModelFile.zoo(Path.of("zoo.safetensors"), networks));
    }

    private static FlowPlan plan(boolean told) {
        return new FlowPlan(
                NETWORK,
                Geometry.GEOMETRIC,
                new Source.Initialization(0.1),
                Coupling.INDEPENDENT,
                false,
                TimeLaw.BETA,
                0,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                1,
                8,
                4,
                20,
                2e-3,
                new FlowPlan.Conditions(false, told),
                0);
    }

    /** The velocity depends on the task that is asked for; that of the first zoo is the one where none is. */
    @Test
    void aFlowIsToldOfItsTaskAndAskedForAnother() {
        Examples other = new Examples(new float[] {-1, 2, 0, 1, 2, -3, 1, 1}, new int[] {0, 1, 0, 1}, 2, 2);
        List<Task> tasks = List.of(new Task(zoo(1), Optional.of(rows())), new Task(zoo(9), Optional.of(other)));
        Path file = folder.resolve("a.flow");
        try (FlowTraining training = FlowTraining.begin(plan(true), tasks)) {
            for (int k = 0; k < 20; k++) {
                training.step();
            }
            FlowFile.write(file, training.checkpoint());
        }
        Checkpoint read = FlowFile.read(file);
        assertTrue(read.learnsFrom(tasks));
        assertFalse(read.learnsFrom(List.of(tasks.getLast(), tasks.getFirst())));
        Flow flow = read.flow();
        FlowSpace space = flow.space();
        List<float[]> start = flow.start(space, 1, new SplittableRandom(2));
        float[] first = velocity(flow, space, start, rows());
        try (FlowField field = flow.field(space, Optional.empty())) {
            assertArrayEquals(first, field.at(start, 0.5).getFirst(), 0);
        }
        assertFalse(Arrays.equals(first, velocity(flow, space, start, other)));
    }

    private static float[] velocity(Flow flow, FlowSpace space, List<float[]> start, Examples rows) {
        TaskStatistics statistics = TaskStatistics.of(rows, 2, flow.basis());
        try (FlowField field = flow.field(space, Optional.empty(), Optional.of(statistics))) {
            return field.at(start, 0.5).getFirst();
        }
    }

    @Test
    void whatIsNotKnownIsNotAskedFor() {
        List<Task> unknown = List.of(new Task(zoo(1), Optional.empty()));
        assertThrows(Fault.class, () -> FlowTraining.begin(plan(true), unknown));
        try (FlowTraining training = FlowTraining.begin(plan(false), unknown)) {
            Flow flow = training.flow();
            TaskStatistics statistics = TaskStatistics.of(rows(), 2, flow.basis());
            assertThrows(Fault.class, () -> flow.field(flow.space(), Optional.empty(), Optional.of(statistics)));
        }
    }
}
