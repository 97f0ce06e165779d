package org.orbifold.study.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.gnn.GraphNetwork.Kind;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.tensor.AdamW;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.DataParallel;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * A training step of a graph network: forward, backward and Adam on a batch of weight graphs with random features.
 *
 * @param name on the command line
 * @param kind of network
 */
record GraphStepBenchmark(String name, Kind kind) implements Benchmark {
    private static final int LAYERS = 5;
    private static final int WIDTH = 32;
    private static final int HEADS = 8;

    @Override
    public List<BenchmarkCase> cases() {
        List<BenchmarkCase> cases = new ArrayList<>();
        cases.add(measured("30-16-16-2", 16, KernelKind.inUse()));
        cases.add(measured("784-10-10", 8, KernelKind.inUse()));
        if (kind == Kind.RELATIONAL_TRANSFORMER && KernelKind.inUse() == KernelKind.CPU) {
            cases.add(measured("30-16-16-2", 16, KernelKind.PORTABLE));
        }
        return cases;
    }

    private BenchmarkCase measured(String shape, int batch, KernelKind kernels) {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        parameters.put("width", WIDTH);
        parameters.put("batch", batch);
        parameters.put("layers", LAYERS);
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        return new BenchmarkCase(
                name, Optional.of(kernels), shape, parameters, () -> new Step(kind, architecture, batch, kernels));
    }

    /** A recorded network with its loss. */
    private record Program(GraphNetwork.Recorded network, Variable target, Variable loss) {
        static Program record(GraphNetwork network, Tape tape, List<Variable> parameters, ParameterGraph of) {
            GraphNetwork.Recorded recorded = network.record(tape, parameters, of, 1);
            Variable target = tape.constant(1, of.layered().edges(), 1);
            return new Program(recorded, target, tape.squaredError(recorded.ofEdges(), target));
        }
    }

    private static final class Step implements BenchmarkCase.Work {
        private final Kind kind;
        private final LayeredGraph graph;
        private final int batch;
        private final float[] features;
        private final ParameterBlock parameters;
        private final DataParallel<Program> model;
        private final DataParallel.Training training;
        private long steps;

        Step(Kind kind, Architecture architecture, int batch, KernelKind kernels) {
            this.kind = kind;
            this.batch = batch;
            ParameterGraph of = new ParameterGraph(architecture);
            graph = of.layered();
            features = RandomValues.normal(graph.edges() + batch, new SplittableRandom(0));
            GraphNetwork network = new GraphNetwork(
                    new GraphNetwork.Settings(kind, LAYERS, WIDTH, HEADS, 1, 1, 1, 1, 0), architecture);
            parameters = network.begin(Precision.FLOAT, 0);
            DataParallel.Recorder<Program> recorder = (tape, variables) -> Program.record(network, tape, variables, of);
            model = kernels == KernelKind.PORTABLE
                    ? Backend.get().portableDataParallel(parameters, recorder)
                    : Backend.get().dataParallel(parameters, recorder);
            training = model.training(new AdamW());
        }

        @Override
        public void run() {
            model.forwardAndBackward(batch, this::load, Program::loss, (program, sample) -> {});
            training.step(1e-4, ++steps);
        }

        private void load(Program program, int sample) {
            program.network.edges().value().write(features, sample, 0, graph.edges());
            program.target.value().write(features, sample, 0, graph.edges());
            program.network.condition().value().set(0, features[sample]);
        }

        /**
         * The products over edges, which are nearly all of the work: of a layer the edge update, 8 width^2, and 4
         * width^2 for relations, or 2 width^2 for messages; three times for forward and backward.
         */
        @Override
        public Cost cost() {
            double relations = kind == Kind.RELATIONAL_TRANSFORMER ? 4 : 2;
            double products = LAYERS * (relations + 8) * WIDTH * WIDTH + WIDTH * WIDTH;
            return new Cost.Operations(6 * products * graph.edges() * batch, Precision.FLOAT);
        }

        @Override
        public void close() {
            training.close();
            model.close();
            parameters.close();
        }
    }
}
