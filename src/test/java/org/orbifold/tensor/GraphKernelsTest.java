package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Primitives of graph networks: the two kernels agree, and gradients agree with central differences in double. */
class GraphKernelsTest {
    private static final long BATCH = 2;

    /** What is recorded: an output, and the arrays that it depends on. */
    record Recorded(Variable output, List<Variable> inputs) {}

    enum Kind {
        LINEAR_NORM {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable x = tape.parameter(1, BATCH * graph.nodes(), 5);
                Variable w = tape.parameter(1, 12, 5);
                Variable b = tape.parameter(1, 12);
                Variable residual = tape.parameter(1, BATCH * graph.nodes(), 12);
                Variable gain = tape.parameter(1, 12);
                Variable shift = tape.parameter(1, 12);
                Variable y = tape.linearNorm(x, w, b, residual, gain, shift);
                return new Recorded(y, List.of(x, w, b, residual, gain, shift));
            }
        },
        EDGE_LINEAR {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable x = tape.parameter(1, BATCH * graph.edges(), 3);
                Variable terms = tape.parameter(1, BATCH * graph.nodes(), 20);
                Variable w = tape.parameter(1, 10, 3);
                Variable b = tape.parameter(1, 10);
                Variable y = tape.edgeLinear(graph, x, terms, w, b, Pointwise.TANH);
                return new Recorded(y, List.of(x, terms, w, b));
            }
        },
        ATTENTION {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable nodes = tape.parameter(1, BATCH * graph.nodes(), 48);
                Variable edges = tape.parameter(1, BATCH * graph.edges(), 64);
                return new Recorded(tape.attention(graph, 8, nodes, edges), List.of(nodes, edges));
            }
        },
        SOFTMAX_SUM {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable scores = tape.parameter(1, BATCH * graph.edges(), 16);
                Variable messages = tape.parameter(1, BATCH * graph.edges(), 32);
                return new Recorded(tape.softmaxSum(graph, 8, scores, messages), List.of(scores, messages));
            }
        },
        NEIGHBOR_SUM {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable messages = tape.parameter(1, BATCH * graph.edges(), 10);
                double[] up = new double[graph.blocks().size()];
                double[] down = new double[up.length];
                for (int l = 0; l < up.length; l++) {
                    up[l] = 0.5 + l;
                    down[l] = 2 - l;
                }
                return new Recorded(tape.neighborSum(graph, messages, up, down), List.of(messages));
            }
        },
        PRINCIPAL_AGGREGATION {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable messages = tape.parameter(1, BATCH * graph.edges(), 10);
                return new Recorded(tape.principalAggregation(graph, messages, 1.3), List.of(messages));
            }
        },
        PROBE {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable nodes = tape.parameter(1, BATCH * graph.nodes(), 2);
                Variable edges = tape.parameter(1, BATCH * graph.edges(), 2);
                Variable probes = tape.parameter(1, 3, graph.width(0));
                Variable y = tape.probe(graph, Pointwise.TANH, nodes, edges, probes);
                return new Recorded(y, List.of(nodes, edges, probes));
            }
        },
        INCIDENT_SUM {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable edges = tape.parameter(1, BATCH * graph.edges(), 2);
                Variable table = tape.parameter(1, 6, 10);
                int[] classes = new int[graph.edges()];
                double[] up = new double[graph.blocks().size()];
                double[] down = new double[up.length];
                for (int e = 0; e < classes.length; e++) {
                    classes[e] = e % 3;
                }
                for (int l = 0; l < up.length; l++) {
                    up[l] = 0.5 + l;
                    down[l] = 2 - l;
                }
                return new Recorded(tape.incidentSum(graph, edges, table, classes, up, down), List.of(edges, table));
            }
        },
        EDGE_PRODUCT {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable ends = tape.parameter(1, BATCH * graph.nodes(), 14);
                return new Recorded(tape.edgeProduct(graph, ends, 1), List.of(ends));
            }
        },
        EDGE_PRODUCT_OF_FILTERS {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable ends = tape.parameter(1, BATCH * graph.nodes(), 28);
                return new Recorded(tape.edgeProduct(graph, ends, 3), List.of(ends));
            }
        },
        ADD_ROWS {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable x = tape.parameter(1, 7, 9);
                Variable table = tape.parameter(1, 3, 9);
                Variable y = tape.addRows(x, table, new int[] {0, 2, 2, 1, 0, 0, 2});
                return new Recorded(y, List.of(x, table));
            }
        },
        FILM {
            @Override
            Recorded record(Tape tape, LayeredGraph graph) {
                Variable x = tape.parameter(1, 7, 9);
                Variable modulation = tape.parameter(1, 3, 18);
                Variable y = tape.film(x, modulation, new int[] {0, 2, 2, 1, 0, 0, 2});
                return new Recorded(y, List.of(x, modulation));
            }
        };

        abstract Recorded record(Tape tape, LayeredGraph graph);
    }

    /** The output and, recorded after it, a loss on every input of rows, whose gradient stands when the output's is added. */
    private static List<Variable> withLosses(Tape tape, Recorded recorded) {
        List<Variable> outputs = new ArrayList<>(List.of(recorded.output));
        for (Variable input : recorded.inputs) {
            if (input.value().rank() == 3) {
                outputs.add(tape.squaredError(input, tape.constant(input.value().shape())));
            }
        }
        return outputs;
    }

    /** A chain, or one that comes back to the width of its first layer and ends in the sum of both. */
    private static LayeredGraph graph(List<Integer> widths, boolean sums) {
        int n = widths.size();
        int[] all = IntStream.range(0, n + (sums ? 2 : 0))
                .map(l -> widths.get(l < n ? l : 0))
                .toArray();
        if (!sums) {
            return new LayeredGraph(all);
        }
        List<LayeredGraph.Block> blocks = new ArrayList<>();
        for (int l = 0; l < n; l++) {
            blocks.add(new LayeredGraph.Block(l, l + 1, false));
        }
        blocks.add(new LayeredGraph.Block(0, n + 1, true));
        blocks.add(new LayeredGraph.Block(n, n + 1, true));
        return new LayeredGraph(all, blocks);
    }

    private static void randomize(Tensor tensor, SplittableRandom random) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) random.nextGaussian());
        }
    }

    private static double along(Tensor weights, Tape tape, Recorded recorded) {
        tape.forward();
        double sum = 0;
        for (long i = 0; i < weights.size(); i++) {
            sum += weights.get(i) * recorded.output.value().get(i);
        }
        return sum;
    }

    private static void copy(Tensor from, Tensor to) {
        for (long i = 0; i < from.size(); i++) {
            to.set(i, from.get(i));
        }
    }

    @Property(tries = 60)
    void gradientsAgreeWithCentralDifferences(
            @ForAll Kind kind,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 1, max = 4) Integer> widths,
            @ForAll boolean sums,
            @ForAll long seed) {
        LayeredGraph graph = graph(widths, sums && kind != Kind.PROBE);
        SplittableRandom random = new SplittableRandom(seed);
        try (Tape tape = Backend.get().portableTape(Precision.DOUBLE)) {
            Recorded recorded = kind.record(tape, graph);
            recorded.inputs.forEach(input -> randomize(input.value(), random));
            try (Tensor weights =
                    new Tensor(Precision.DOUBLE, recorded.output.value().shape())) {
                randomize(weights, random);
                along(weights, tape, recorded);
                copy(weights, recorded.output.gradient());
                tape.vectorJacobianProduct(recorded.output);
                for (Variable input : recorded.inputs) {
                    for (int k = 0; k < 5; k++) {
                        long i = random.nextLong(input.value().size());
                        double at = input.value().get(i);
                        double h = 1e-6;
                        input.value().set(i, at + h);
                        double up = along(weights, tape, recorded);
                        input.value().set(i, at - h);
                        double down = along(weights, tape, recorded);
                        input.value().set(i, at);
                        double expected = (up - down) / (2 * h);
                        assertEquals(
                                expected, input.gradient().get(i), 2e-6 * Math.max(1, Math.abs(expected)), kind::name);
                    }
                }
            }
        }
    }

    @Property(tries = 80)
    void kernelsAgree(
            @ForAll Kind kind,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 1, max = 9) Integer> widths,
            @ForAll boolean sums,
            @ForAll long seed) {
        LayeredGraph graph = graph(widths, sums && kind != Kind.PROBE);
        SplittableRandom random = new SplittableRandom(seed);
        try (Tape portable = Backend.get().portableTape(Precision.DOUBLE);
                Tape cpu = Backend.get().serialTape(Precision.FLOAT)) {
            Recorded expected = kind.record(portable, graph);
            Recorded actual = kind.record(cpu, graph);
            List<Variable> expectedOutputs = withLosses(portable, expected);
            List<Variable> actualOutputs = withLosses(cpu, actual);
            for (int differentiated : List.of(1, expectedOutputs.size())) {
                for (int i = 0; i < expected.inputs.size(); i++) {
                    randomize(actual.inputs.get(i).value(), random);
                    copy(actual.inputs.get(i).value(), expected.inputs.get(i).value());
                }
                portable.forward();
                cpu.forward();
                assertClose(kind, expected.output.value(), actual.output.value());
                for (int o = 0; o < differentiated; o++) {
                    randomize(actualOutputs.get(o).gradient(), random);
                    copy(actualOutputs.get(o).gradient(), expectedOutputs.get(o).gradient());
                }
                portable.vectorJacobianProduct(
                        expectedOutputs.subList(0, differentiated).toArray(Variable[]::new));
                cpu.vectorJacobianProduct(
                        actualOutputs.subList(0, differentiated).toArray(Variable[]::new));
                for (int i = 0; i < expected.inputs.size(); i++) {
                    assertClose(
                            kind,
                            expected.inputs.get(i).gradient(),
                            actual.inputs.get(i).gradient());
                }
            }
        }
    }

    private static void assertClose(Kind kind, Tensor expected, Tensor actual) {
        double largest = 1;
        for (long i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        for (long i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), 2e-5 * largest, kind.name() + " at " + i);
        }
    }
}
