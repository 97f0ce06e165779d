package org.orbifold.gnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.tensor.AdamW;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.DataParallel;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Tensor;
import org.orbifold.tensor.Variable;

@SuppressWarnings("ArrayRecordComponent") // values that are only read
class GraphNetworkTest {
    private static final Architecture SMALL = Architecture.parse("3-4-5-2", Activation.RELU);

    private static final Architecture TINY = Architecture.parse("2-3-2", Activation.RELU);

    private static GraphNetwork network(GraphNetwork.Kind kind, Architecture architecture) {
        return new GraphNetwork(new GraphNetwork.Settings(kind, 2, 16, 8, 1, 1, 1, 2, 3), architecture);
    }

    /** Features of one sample: of nodes, edges and condition, one after the other. */
    private record Features(float[] nodes, float[] edges, float[] condition) {
        static Features random(LayeredGraph graph, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new Features(gaussian(graph.nodes(), random), gaussian(graph.edges(), random), gaussian(2, random));
        }

        private static float[] gaussian(int length, SplittableRandom random) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }

        void write(GraphNetwork.Recorded recorded) {
            recorded.nodes().value().write(nodes, 0, 0, nodes.length);
            recorded.edges().value().write(edges, 0, 0, edges.length);
            recorded.condition().value().write(condition, 0, 0, condition.length);
        }
    }

    private record Result(float[] nodes, float[] edges) {
        static Result of(GraphNetwork.Recorded recorded) {
            return new Result(
                    read(recorded.ofNodes().value()), read(recorded.ofEdges().value()));
        }

        static float[] read(Tensor tensor) {
            float[] values = new float[(int) tensor.size()];
            tensor.read(0, values, 0, values.length);
            return values;
        }
    }

    private static Result run(GraphNetwork network, ParameterBlock parameters, Architecture on, Features features) {
        Result[] result = new Result[1];
        try (DataParallel<GraphNetwork.Recorded> model = Backend.get()
                .dataParallel(
                        parameters, (tape, variables) -> network.record(tape, variables, new ParameterGraph(on), 1))) {
            model.forward(1, (program, i) -> features.write(program), (program, i) -> result[0] = Result.of(program));
        }
        return result[0];
    }

    /** Where each node goes when the hidden neurons of every layer are permuted. */
    private static int[] permutation(LayeredGraph graph, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] to = IntStream.range(0, graph.nodes()).toArray();
        for (int l = 1; l + 1 < graph.layers(); l++) {
            for (int i = graph.width(l) - 1; i > 0; i--) {
                int a = graph.nodeOffset(l) + i;
                int b = graph.nodeOffset(l) + random.nextInt(i + 1);
                int swapped = to[a];
                to[a] = to[b];
                to[b] = swapped;
            }
        }
        return to;
    }

    private static float[] permuteNodes(float[] values, int[] to) {
        float[] permuted = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            permuted[to[i]] = values[i];
        }
        return permuted;
    }

    private static float[] permuteEdges(LayeredGraph graph, float[] values, int[] to) {
        float[] permuted = new float[values.length];
        for (int l = 0; l + 1 < graph.layers(); l++) {
            int width = graph.width(l);
            for (int h = 0; h < graph.width(l + 1); h++) {
                for (int p = 0; p < width; p++) {
                    int newH = to[graph.nodeOffset(l + 1) + h] - graph.nodeOffset(l + 1);
                    int newP = to[graph.nodeOffset(l) + p] - graph.nodeOffset(l);
                    permuted[graph.edgeOffset(l) + newH * width + newP] = values[graph.edgeOffset(l) + h * width + p];
                }
            }
        }
        return permuted;
    }

    /** Networks of every kind: filters, norms, flattened channels, sums. */
    @Property(tries = 24)
    void permutingChannelsPermutesTheResult(
            @ForAll GraphNetwork.Kind kind, @ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        ParameterGraph graph = new ParameterGraph(architecture);
        int ofNode = graph.nodeFeatures();
        int ofEdge = graph.edgeFeatures();
        GraphNetwork network =
                new GraphNetwork(new GraphNetwork.Settings(kind, 2, 16, 8, ofNode, ofNode, ofEdge, 2, 0), architecture);
        Weights theta = Networks.random(architecture, seed);
        GroupElement g = GroupElement.randomPermutation(architecture, new SplittableRandom(seed));
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, seed)) {
            float[] result = asParameters(graph, run(network, parameters, architecture, features(graph, theta)));
            float[] moved =
                    asParameters(graph, run(network, parameters, architecture, features(graph, g.actOn(theta))));
            assertArrayEquals(permuted(g, result), moved, 2e-5f);
        }
    }

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(Networks.SHAPES);
    }

    /** The numbers of a network's parameters on the nodes and edges of its graph, filters padded. */
    private static Features features(ParameterGraph graph, Weights theta) {
        float[] nodes = new float[graph.layered().nodes() * graph.nodeFeatures()];
        float[] edges = new float[graph.layered().edges() * graph.edgeFeatures()];
        graph.forEachNodeParameter((node, f, i) -> nodes[node * graph.nodeFeatures() + f] = theta.get(i));
        graph.forEachWeight((edge, f, i) -> edges[edge * graph.edgeFeatures() + f] = theta.get(i));
        return new Features(nodes, edges, new float[] {0.3f, -0.7f});
    }

    /** A result at the places of parameters. */
    private static float[] asParameters(ParameterGraph graph, Result result) {
        float[] block = new float[graph.architecture().parameters()];
        graph.forEachNodeParameter((node, f, i) -> block[i] = result.nodes[node * graph.nodeFeatures() + f]);
        graph.forEachWeight((edge, f, i) -> block[i] = result.edges[edge * graph.edgeFeatures() + f]);
        return block;
    }

    private static float[] permuted(GroupElement g, float[] block) {
        return g.actOn(Weights.wrap(g.architecture(), block)).toArray();
    }

    @Property(tries = 24)
    void permutingHiddenNeuronsPermutesTheResult(@ForAll GraphNetwork.Kind kind, @ForAll long seed) {
        GraphNetwork network = network(kind, SMALL);
        LayeredGraph graph = new ParameterGraph(SMALL).layered();
        Features features = Features.random(graph, seed);
        int[] to = permutation(graph, seed + 1);
        Features moved = new Features(
                permuteNodes(features.nodes, to), permuteEdges(graph, features.edges, to), features.condition);
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, seed)) {
            Result result = run(network, parameters, SMALL, features);
            Result permuted = run(network, parameters, SMALL, moved);
            float[] nodes = permuteNodes(result.nodes, to);
            float[] edges = permuteEdges(graph, result.edges, to);
            for (int i = 0; i < nodes.length; i++) {
                assertEquals(nodes[i], permuted.nodes[i], 1e-5);
            }
            for (int i = 0; i < edges.length; i++) {
                assertEquals(edges[i], permuted.edges[i], 1e-5);
            }
        }
    }

    /** Inputs have a meaning: exchanging two of them is not a symmetry. */
    @Example
    void inputsAreToldApart() {
        GraphNetwork network = network(GraphNetwork.Kind.RELATIONAL_TRANSFORMER, SMALL);
        LayeredGraph graph = new ParameterGraph(SMALL).layered();
        Features features = Features.random(graph, 3);
        int[] to = IntStream.range(0, graph.nodes()).toArray();
        to[0] = 1;
        to[1] = 0;
        Features moved = new Features(
                permuteNodes(features.nodes, to), permuteEdges(graph, features.edges, to), features.condition);
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, 5)) {
            float[] before = permuteNodes(run(network, parameters, SMALL, features).nodes, to);
            float[] after = run(network, parameters, SMALL, moved).nodes;
            double difference = IntStream.range(0, before.length)
                    .mapToDouble(i -> Math.abs(before[i] - after[i]))
                    .max()
                    .orElseThrow();
            assertTrue(difference > 1e-2, "difference " + difference);
        }
    }

    @Property(tries = 8)
    void theSameParametersRunOnOtherWidths(@ForAll GraphNetwork.Kind kind, @ForAll long seed) {
        GraphNetwork network = network(kind, SMALL);
        Architecture wide = Architecture.parse("3-9-7-2", Activation.RELU);
        LayeredGraph graph = new ParameterGraph(wide).layered();
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, seed)) {
            Result result = run(network, parameters, wide, Features.random(graph, seed));
            assertEquals(graph.edges(), result.edges.length);
            for (float value : result.edges) {
                assertTrue(Float.isFinite(value));
            }
            Architecture other = Architecture.parse("4-9-7-2", Activation.RELU);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> run(network, parameters, other, Features.random(new ParameterGraph(other).layered(), seed)));
        }
    }

    /** In double; for seeds at which no step crosses the kink of a ReLU. */
    @Example
    void gradientsOfTheWholeNetworkAgreeWithCentralDifferences() {
        for (GraphNetwork.Kind kind : GraphNetwork.Kind.values()) {
            gradientsAgreeWithCentralDifferences(kind, 7);
        }
    }

    private static void gradientsAgreeWithCentralDifferences(GraphNetwork.Kind kind, long seed) {
        GraphNetwork network = network(kind, TINY);
        LayeredGraph graph = new ParameterGraph(TINY).layered();
        Features features = Features.random(graph, seed);
        try (ParameterBlock parameters = network.begin(Precision.DOUBLE, seed);
                DataParallel<Trained> model = Backend.get()
                        .portableDataParallel(
                                parameters, (tape, variables) -> Trained.record(tape, variables, network, TINY))) {
            double[] loss = new double[1];
            Runnable run = () -> model.forward(
                    1,
                    (p, i) -> features.write(p.network),
                    (p, i) -> loss[0] = p.loss.value().get(0));
            model.forwardAndBackward(1, (p, i) -> features.write(p.network), Trained::loss, (p, i) -> {});
            SplittableRandom random = new SplittableRandom(seed);
            double[] gradient = new double[parameters.size()];
            Arrays.setAll(gradient, i -> model.gradient().get(i));
            for (int k = 0; k < 8; k++) {
                int i = random.nextInt(parameters.size());
                double at = parameters.values().get(i);
                double h = 1e-6;
                parameters.values().set(i, at + h);
                run.run();
                double up = loss[0];
                parameters.values().set(i, at - h);
                run.run();
                double down = loss[0];
                parameters.values().set(i, at);
                double expected = (up - down) / (2 * h);
                assertEquals(expected, gradient[i], 1e-6 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    /** A network with a loss on its edges, against targets of its own input. */
    private record Trained(GraphNetwork.Recorded network, Variable target, Variable loss) {
        static Trained record(Tape tape, List<Variable> variables, GraphNetwork network, Architecture architecture) {
            GraphNetwork.Recorded recorded = network.record(tape, variables, new ParameterGraph(architecture), 1);
            Variable target =
                    tape.constant(1, new ParameterGraph(architecture).layered().edges(), 1);
            return new Trained(recorded, target, tape.squaredError(recorded.ofEdges(), target));
        }
    }

    /** For seeds at which rounding does not decide on which side of its kink a ReLU is. */
    @Example
    void kernelsAgreeOnTheWholeNetwork() {
        for (GraphNetwork.Kind kind : GraphNetwork.Kind.values()) {
            kernelsAgree(kind, 1);
        }
    }

    /** A convolutional network's graph takes other widths, but no other filters, norms or sums. */
    @Example
    void theSameParametersRunOnOtherChannels() {
        Architecture trained = Architecture.parse("1x8x8-c4k3n-bn-relu-r4-mp2-flat-3", Activation.RELU);
        GraphNetwork network = new GraphNetwork(
                new GraphNetwork.Settings(GraphNetwork.Kind.RELATIONAL_TRANSFORMER, 1, 16, 8, 4, 4, 16, 2, 0), trained);
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, 1)) {
            Architecture wide = Architecture.parse("1x8x8-c7k3n-bn-relu-r7-mp2-flat-3", Activation.RELU);
            Features features = features(new ParameterGraph(wide), Networks.random(wide, 2));
            for (float value : run(network, parameters, wide, features).edges) {
                assertTrue(Float.isFinite(value));
            }
            for (String other : List.of(
                    "1x8x8-c4k5n-bn-relu-r4-mp2-flat-3",
                    "1x8x8-c4k3n-relu-r4-mp2-flat-3",
                    "1x8x8-c4k3n-bn-relu-r4-ap2-flat-3",
                    "1x8x8-c4k3n-bn-relu-r4-mp2-flat-4")) {
                Architecture bad = Architecture.parse(other, Activation.RELU);
                Features given = features(new ParameterGraph(bad), Networks.random(bad, 2));
                assertThrows(IllegalArgumentException.class, () -> run(network, parameters, bad, given), other);
            }
        }
    }

    private static void kernelsAgree(GraphNetwork.Kind kind, long seed) {
        GraphNetwork network = network(kind, SMALL);
        LayeredGraph graph = new ParameterGraph(SMALL).layered();
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, seed);
                ParameterBlock same = network.begin(Precision.DOUBLE, seed);
                DataParallel<Trained> cpu = Backend.get()
                        .dataParallel(
                                parameters, (tape, variables) -> Trained.record(tape, variables, network, SMALL));
                DataParallel<Trained> portable = Backend.get()
                        .portableDataParallel(
                                same, (tape, variables) -> Trained.record(tape, variables, network, SMALL))) {
            for (DataParallel<Trained> model : List.of(cpu, portable)) {
                model.forwardAndBackward(
                        3,
                        (program, i) -> Features.random(graph, seed + i).write(program.network),
                        Trained::loss,
                        (program, i) -> {});
            }
            double largest = 0;
            for (int i = 0; i < same.size(); i++) {
                largest = Math.max(largest, Math.abs(portable.gradient().get(i)));
            }
            for (int i = 0; i < same.size(); i++) {
                assertEquals(portable.gradient().get(i), cpu.gradient().get(i), 1e-5 * largest, kind::name);
            }
        }
    }

    /**
     * A known equivariant target: each weight times the sum of the weights that leave the neuron it leads to, plus noise
     * that cannot be learned. On new graphs the loss comes down to the noise and a little.
     */
    @Example
    void fitsAnEquivariantTargetToTheNoise() {
        Architecture architecture = Architecture.parse("2-4-2", Activation.RELU);
        LayeredGraph graph = new ParameterGraph(architecture).layered();
        GraphNetwork network = network(GraphNetwork.Kind.RELATIONAL_TRANSFORMER, architecture);
        double noise = 0.3;
        try (ParameterBlock parameters = network.begin(Precision.FLOAT, 1);
                DataParallel<Trained> model = Backend.get()
                        .dataParallel(
                                parameters,
                                (tape, variables) -> Trained.record(tape, variables, network, architecture));
                DataParallel.Training training = model.training(new AdamW())) {
            int batch = 32;
            double sum = 0;
            int steps = 1500;
            for (int step = 1; step <= steps; step++) {
                long first = (long) step * batch;
                double[] losses = new double[batch];
                model.forwardAndBackward(
                        batch,
                        (program, i) -> load(program, graph, first + i, noise),
                        Trained::loss,
                        (program, i) -> losses[i] = program.loss.value().get(0));
                training.step(3e-3 * Math.min(1, 2.0 * (steps - step) / steps), step);
                sum += step > steps - 100 ? Arrays.stream(losses).average().orElseThrow() / 100 : 0;
            }
            assertTrue(sum > noise * noise * 0.8 && sum < noise * noise * 1.25, "loss " + sum);
        }
    }

    private static void load(Trained program, LayeredGraph graph, long seed, double noise) {
        Features features = Features.random(graph, seed);
        features.write(program.network);
        SplittableRandom random = new SplittableRandom(~seed);
        for (int e = 0; e < graph.edges(); e++) {
            double target = 0;
            if (e < graph.edgeOffset(1)) {
                int h = e / graph.width(0);
                for (int o = 0; o < graph.width(2); o++) {
                    target += features.edges[graph.edgeOffset(1) + o * graph.width(1) + h];
                }
                target *= 0.5 * features.edges[e];
            }
            program.target.value().set(e, target + noise * random.nextGaussian());
        }
    }
}
