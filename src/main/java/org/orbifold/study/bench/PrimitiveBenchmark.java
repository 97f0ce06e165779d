package org.orbifold.study.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Spheres;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * A fused primitive, forward and backward, by each of the kernels, on random arrays.
 *
 * @param name of the primitive
 * @param shapes to measure
 */
record PrimitiveBenchmark(String name, List<Shape> shapes) implements Benchmark {
    /**
     * The primitive on arrays of some shape.
     *
     * @param shape for results
     * @param cost of a forward and a backward pass
     */
    record Shape(String shape, Map<String, Integer> parameters, Cost cost, Recording recording) {}

    /** Records the primitive. */
    @FunctionalInterface
    interface Recording {
        /** Records it on inputs made by {@code inputs}, and returns its result. */
        Variable record(Tape tape, Inputs inputs);
    }

    /** Inputs with random contents. */
    record Inputs(Tape tape, SplittableRandom random) {
        /** A differentiated array of standard normal elements. */
        Variable parameter(long... shape) {
            Variable variable = tape.parameter(shape);
            RandomValues.fill(variable.value(), random);
            return variable;
        }

        /** An array of standard normal elements that is not differentiated. */
        Variable constant(long... shape) {
            Variable variable = tape.constant(shape);
            RandomValues.fill(variable.value(), random);
            return variable;
        }
    }

    PrimitiveBenchmark {
        shapes = List.copyOf(shapes);
    }

    /** {@code gelu(x w^T + b)}: of a graph network's edges, of a small batch, and of a population's first layer. */
    static PrimitiveBenchmark linear() {
        return new PrimitiveBenchmark(
                "linear", List.of(linear(1, 24576, 64, 64), linear(1, 768, 32, 128), linear(100, 32, 30, 16)));
    }

    private static Shape linear(int networks, int rows, int in, int out) {
        Cost cost = new Cost.Operations(6.0 * networks * rows * in * out, Precision.FLOAT);
        return new Shape(
                "[" + rows + "," + in + "]x[" + in + "," + out + "]",
                Map.of("networks", networks),
                cost,
                (tape, inputs) -> tape.linear(
                        inputs.parameter(networks, rows, in),
                        inputs.parameter(networks, out, in),
                        inputs.parameter(networks, out),
                        Pointwise.GELU));
    }

    /** Width of the states of a graph network's nodes and edges. */
    private static final int WIDTH = 32;

    private static final int HEADS = 8;

    /** The weight graph of a 30-16-16-2 network. */
    private static final LayeredGraph GRAPH = new LayeredGraph(30, 16, 16, 2);

    private static PrimitiveBenchmark onGraph(String name, Cost cost, Recording recording) {
        return new PrimitiveBenchmark(name, List.of(new Shape("30-16-16-2", Map.of("width", WIDTH), cost, recording)));
    }

    private static Cost floats(double perEdge) {
        return new Cost.Bytes(perEdge * GRAPH.edges() * Float.BYTES);
    }

    /** A linear map, the sum with a residual, and layer norm, over the edges of a weight graph. */
    static PrimitiveBenchmark linearNorm() {
        Cost cost = new Cost.Operations(6.0 * GRAPH.edges() * 2 * WIDTH * WIDTH, Precision.FLOAT);
        return onGraph(
                "linear-norm",
                cost,
                (tape, inputs) -> tape.linearNorm(
                        inputs.parameter(1, GRAPH.edges(), 2 * WIDTH),
                        inputs.parameter(1, WIDTH, 2 * WIDTH),
                        inputs.parameter(1, WIDTH),
                        inputs.parameter(1, GRAPH.edges(), WIDTH),
                        inputs.parameter(1, WIDTH),
                        inputs.parameter(1, WIDTH)));
    }

    /** A linear map of edges with their ends' terms. */
    static PrimitiveBenchmark edgeLinear() {
        Cost cost = new Cost.Operations(6.0 * GRAPH.edges() * 2 * WIDTH * WIDTH, Precision.FLOAT);
        return onGraph(
                "edge-linear",
                cost,
                (tape, inputs) -> tape.edgeLinear(
                        GRAPH,
                        inputs.parameter(1, GRAPH.edges(), WIDTH),
                        inputs.parameter(1, GRAPH.nodes(), 4 * WIDTH),
                        inputs.parameter(1, 2 * WIDTH, WIDTH),
                        inputs.parameter(1, 2 * WIDTH),
                        Pointwise.RELU));
    }

    /** Forward reads the edges' four parts; backward reads them again and writes their gradient. */
    static PrimitiveBenchmark attention() {
        return onGraph(
                "attention",
                floats(12.0 * WIDTH),
                (tape, inputs) -> tape.attention(
                        GRAPH,
                        HEADS,
                        inputs.parameter(1, GRAPH.nodes(), 3 * WIDTH),
                        inputs.parameter(1, GRAPH.edges(), 4 * WIDTH)));
    }

    /** Forward reads messages and scores; backward reads them again and writes their gradients. */
    static PrimitiveBenchmark softmaxSum() {
        return onGraph(
                "softmax-sum",
                floats(6.0 * (WIDTH + HEADS)),
                (tape, inputs) -> tape.softmaxSum(
                        GRAPH,
                        HEADS,
                        inputs.parameter(1, GRAPH.edges(), 2 * HEADS),
                        inputs.parameter(1, GRAPH.edges(), 2 * WIDTH)));
    }

    /** Forward reads messages; backward writes their gradient. */
    static PrimitiveBenchmark neighborSum() {
        return onGraph(
                "neighbor-sum",
                floats(4.0 * WIDTH),
                (tape, inputs) -> tape.neighborSum(
                        GRAPH, inputs.parameter(1, GRAPH.edges(), 2 * WIDTH), new double[] {1, 1, 1}, new double[] {
                            1, 1, 1
                        }));
    }

    /** Forward reads messages twice, for means and for deviations; backward reads them and writes their gradient. */
    static PrimitiveBenchmark principalAggregation() {
        return onGraph(
                "principal-aggregation",
                floats(8.0 * WIDTH),
                (tape, inputs) -> tape.principalAggregation(GRAPH, inputs.parameter(1, GRAPH.edges(), 2 * WIDTH), 2));
    }

    /** Forward reads and writes the rows; backward reads them and the gradient, and writes one. */
    static PrimitiveBenchmark film() {
        return onGraph(
                "film",
                floats(5.0 * WIDTH),
                (tape, inputs) -> tape.film(
                        inputs.parameter(1, GRAPH.edges(), WIDTH),
                        inputs.parameter(1, 1, 2 * WIDTH),
                        new int[GRAPH.edges()]));
    }

    /** Forward reads and writes the rows; backward reads the gradient, and writes one. */
    static PrimitiveBenchmark addRows() {
        return onGraph(
                "add-rows",
                floats(4.0 * WIDTH),
                (tape, inputs) -> tape.addRows(
                        inputs.parameter(1, GRAPH.edges(), WIDTH),
                        inputs.parameter(1, 1, WIDTH),
                        new int[GRAPH.edges()]));
    }

    /** Forward multiplies and adds once for each edge and direction, backward twice. */
    static PrimitiveBenchmark incidentSum() {
        double[] factors = {1, 1, 1};
        return onGraph(
                "incident-sum",
                new Cost.Operations(12.0 * GRAPH.edges() * WIDTH, Precision.FLOAT),
                (tape, inputs) -> tape.incidentSum(
                        GRAPH,
                        inputs.parameter(1, GRAPH.edges(), 1),
                        inputs.parameter(1, 1, 2 * WIDTH),
                        new int[GRAPH.edges()],
                        factors,
                        factors));
    }

    /** Forward is one inner product an edge, backward two. */
    static PrimitiveBenchmark edgeProduct() {
        return onGraph(
                "edge-product",
                new Cost.Operations(6.0 * GRAPH.edges() * WIDTH, Precision.FLOAT),
                (tape, inputs) -> tape.edgeProduct(GRAPH, inputs.parameter(1, GRAPH.nodes(), 2 * WIDTH), 1));
    }

    /** Activations at probes: one multiplication an edge and probe, backward two. */
    static PrimitiveBenchmark probe() {
        int probes = 8;
        return onGraph(
                "probe",
                new Cost.Operations(6.0 * GRAPH.edges() * probes, Precision.FLOAT),
                (tape, inputs) -> tape.probe(
                        GRAPH,
                        Pointwise.RELU,
                        inputs.parameter(1, GRAPH.nodes(), 1),
                        inputs.parameter(1, GRAPH.edges(), 1),
                        inputs.parameter(1, probes, GRAPH.width(0))));
    }

    /** Rows put on the spheres of a network's hidden neurons; forward and backward read and write them. */
    static PrimitiveBenchmark normalize() {
        int neurons = 32;
        int fanIn = 24;
        int[] offsets = new int[neurons];
        int[] lengths = new int[neurons];
        for (int k = 0; k < neurons; k++) {
            offsets[k] = k * fanIn;
            lengths[k] = fanIn;
        }
        Spheres spheres = new Spheres(neurons * fanIn, offsets, lengths);
        return onGraph(
                "normalize",
                floats(6.0),
                (tape, inputs) -> tape.normalize(spheres, inputs.parameter(1, 1, (long) neurons * fanIn)));
    }

    /** Forward reads logits and targets; backward reads them again and writes the gradient. */
    static PrimitiveBenchmark crossEntropy() {
        return new PrimitiveBenchmark("cross-entropy", List.of(crossEntropy(1, 8192, 10), crossEntropy(100, 32, 2)));
    }

    private static Shape crossEntropy(int networks, int rows, int classes) {
        return loss(networks, rows, classes, Tape::crossEntropy);
    }

    /** As {@link #crossEntropy()}, of the mean squared difference. */
    static PrimitiveBenchmark squaredError() {
        return new PrimitiveBenchmark("squared-error", List.of(loss(16, 768, 32, Tape::squaredError)));
    }

    private interface Loss {
        Variable record(Tape tape, Variable prediction, Variable target);
    }

    private static Shape loss(int networks, int rows, int columns, Loss loss) {
        Cost cost = new Cost.Bytes(5.0 * networks * rows * columns * Float.BYTES);
        return new Shape(
                "[" + rows + "," + columns + "]",
                Map.of("networks", networks),
                cost,
                (tape, inputs) -> loss.record(
                        tape, inputs.parameter(networks, rows, columns), inputs.constant(networks, rows, columns)));
    }

    @Override
    public List<BenchmarkCase> cases() {
        List<BenchmarkCase> cases = new ArrayList<>();
        for (Shape shape : shapes) {
            for (KernelKind kernels : KernelKind.available()) {
                cases.add(new BenchmarkCase(
                        name, Optional.of(kernels), shape.shape, shape.parameters, () -> new Replay(kernels, shape)));
            }
        }
        return cases;
    }

    /** A forward and a backward pass from the same gradient of the result. */
    private static final class Replay implements BenchmarkCase.Work {
        private final Tape tape;
        private final Cost cost;
        private final Variable result;
        private final float[] gradient;

        Replay(KernelKind kernels, Shape shape) {
            tape = kernels.tape(Precision.FLOAT);
            cost = shape.cost;
            SplittableRandom random = new SplittableRandom(0);
            result = shape.recording.record(tape, new Inputs(tape, random));
            gradient = RandomValues.normal(Math.toIntExact(result.value().size()), random);
        }

        @Override
        public void run() {
            tape.forward();
            result.gradient().write(gradient, 0, 0, gradient.length);
            tape.vectorJacobianProduct(result);
        }

        @Override
        public Cost cost() {
            return cost;
        }

        @Override
        public void close() {
            tape.close();
        }
    }
}
