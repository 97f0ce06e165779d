package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;

class VelocityResidualTest {
    private static final Architecture NETWORK = Architecture.parse("3-4-2", Activation.RELU);

    private static Zoo zoo(int count) {
        List<Weights> networks = IntStream.range(0, count)
                .mapToObj(k -> new Initialization.Normal(0.7).draw(NETWORK, new SplittableRandom(k)))
                .toList();
        List<Zoo.Origin> origins = IntStream.range(0, count)
                .mapToObj(k -> new Zoo.Origin(k, Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
        return new Zoo(ModelFile.zoo(Path.of("zoo.safetensors"), networks), origins);
    }

    private static FlowPlan plan(Geometry geometry, long steps) {
        return new FlowPlan(
                NETWORK,
                geometry,
                new Source.Initialization(0.1),
                Coupling.INDEPENDENT,
                false,
                TimeLaw.BETA,
                0,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                1,
                8,
                4,
                steps,
                2e-3,
                FlowPlan.Conditions.NONE,
                3);
    }

    /** The graph network without parameters gives nothing: what is left is what the affine velocity leaves. */
    @ParameterizedTest
    @EnumSource
    void theAffineVelocityAloneLeavesAboutOneAtEveryTime(Geometry geometry) {
        Zoo zoo = zoo(200);
        try (FlowTraining training = FlowTraining.begin(plan(geometry, 40), zoo, Optional.empty())) {
            Flow flow = training.flow();
            Flow silent = new Flow(
                    flow.plan(),
                    flow.basis(),
                    flow.affine(),
                    new float[flow.parameters().length],
                    flow.norms(),
                    flow.losses(),
                    flow.task(),
                    flow.provenance());
            VelocityResidual residual =
                    VelocityResidual.of(silent, List.of(new Task(zoo, Optional.empty())), 5, 400, 0, Progress.NONE);
            assertEquals(
                    List.of(0.1, 0.3, 0.5, 0.7, 0.9),
                    residual.rows().stream().map(VelocityResidual.Row::time).toList());
            for (VelocityResidual.Row row : residual.rows()) {
                assertEquals(1, row.trained(), 0.1, row::toString);
                assertEquals(1, row.held(), 0.25, row::toString);
            }
        }
    }

    @Test
    void whatIsLearnedIsSeen() {
        Zoo zoo = zoo(2);
        try (FlowTraining training = FlowTraining.begin(plan(Geometry.GEOMETRIC, 400), zoo, Optional.empty())) {
            double before = mean(VelocityResidual.of(
                    training.flow(), List.of(new Task(zoo, Optional.empty())), 4, 32, 0, Progress.NONE));
            for (int k = 0; k < 400; k++) {
                training.step();
            }
            VelocityResidual after = VelocityResidual.of(
                    training.flow(), List.of(new Task(zoo, Optional.empty())), 4, 32, 0, Progress.NONE);
            assertTrue(mean(after) < 0.75 * before, "from " + before + " to " + after);
            assertTrue(after.rows().stream().allMatch(row -> Double.isNaN(row.held())), "two runs: none is held out");
        }
    }

    private static double mean(VelocityResidual residual) {
        return Arrays.stream(residual.rows().stream()
                        .mapToDouble(VelocityResidual.Row::trained)
                        .toArray())
                .average()
                .orElseThrow();
    }
}
