package org.orbifold.study.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.FlowTraining;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Sampling;
import org.orbifold.flow.Solver;
import org.orbifold.flow.Source;
import org.orbifold.flow.TimeLaw;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Precision;
import org.orbifold.zoo.Zoo;

/** Networks drawn from a geometric flow by Euler's method; an untrained one, which costs the same. */
final class FlowSamplingBenchmark implements Benchmark {
    private static final Architecture NETWORK = Architecture.parse("30-16-16-2", Activation.RELU);
    private static final double DEVIATION = 0.1;
    private static final int LAYERS = 5;
    private static final int WIDTH = 32;
    private static final int NETWORKS = 100;
    private static final int STEPS = 64;

    @Override
    public String name() {
        return "flow-sampling";
    }

    @Override
    public List<BenchmarkCase> cases() {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        parameters.put("networks", NETWORKS);
        parameters.put("steps", STEPS);
        parameters.put("width", WIDTH);
        parameters.put("layers", LAYERS);
        return List.of(new BenchmarkCase(
                name(), Optional.of(KernelKind.inUse()), NETWORK.shape(), parameters, () -> new Work(untrained())));
    }

    private static Flow untrained() {
        FlowPlan plan = new FlowPlan(
                NETWORK,
                Geometry.GEOMETRIC,
                new Source.Initialization(DEVIATION),
                Coupling.INDEPENDENT,
                false,
                TimeLaw.UNIFORM,
                0,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                LAYERS,
                WIDTH,
                1,
                1,
                1e-3,
                FlowPlan.Conditions.NONE,
                0);
        SplittableRandom random = new SplittableRandom(0);
        List<Weights> networks = IntStream.range(0, 2)
                .mapToObj(k -> new Initialization.Normal(DEVIATION).draw(NETWORK, random))
                .toList();
        try (FlowTraining training =
                FlowTraining.begin(plan, Zoo.of(ModelFile.zoo(Path.of("two"), networks)), Optional.empty())) {
            return training.flow();
        }
    }

    private record Work(Flow flow) implements BenchmarkCase.Work {
        @Override
        public void run() {
            FlowSpace space = flow.space();
            Sampling.plain(new Sampler(Solver.EULER, STEPS, Noise.none()))
                    .draw(flow, space, NETWORKS, new SplittableRandom(0), Progress.NONE, (t, points) -> {});
        }

        /** As of a {@link GraphStepBenchmark training step}, but forward only. */
        @Override
        public Cost cost() {
            double products = LAYERS * 12.0 * WIDTH * WIDTH + WIDTH * WIDTH;
            double edges = new ParameterGraph(NETWORK).layered().edges();
            return new Cost.Operations(2 * products * edges * NETWORKS * STEPS, Precision.FLOAT);
        }
    }
}
