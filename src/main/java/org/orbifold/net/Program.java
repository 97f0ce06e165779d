package org.orbifold.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orbifold.tensor.BatchNorm;
import org.orbifold.tensor.BatchStatistics;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Tensor;
import org.orbifold.tensor.Variable;
import org.orbifold.tensor.Window;

/**
 * A population of n networks of one architecture as one recorded program: parameters {@code [n, rows, columns]} and
 * {@code [n, rows]} as {@link Architecture#tensors} lists them, logits {@code [n, rows, classes]}.
 */
final class Program implements AutoCloseable {
    /** What becomes of a program's parameters. */
    enum Mode {
        /** They are given; batch norms use their running means and variances. */
        EVALUATED,
        /** They are differentiated; batch norms use the mean and variance of the rows, and leave the running ones alone. */
        DIFFERENTIATED,
        /** They are differentiated; batch norms use the mean and variance of the rows, and the running ones learn. */
        TRAINED
    }

    /** How far running means and variances move towards those of a batch: PyTorch's momentum. */
    private static final double SHARE = 0.1;

    private final Architecture architecture;
    private final Tape tape;
    private final int networks;
    private final Mode mode;
    private final List<Variable> parameters = new ArrayList<>();
    private final Variable[] results;
    private double share = SHARE;

    /**
     * Records the forward computation.
     *
     * @param input {@code [n, rows, inputs]}, or {@code [rows, inputs]} shared by all networks
     */
    Program(Tape tape, Architecture architecture, int networks, Variable input, Mode mode) {
        this(tape, architecture, networks, input, mode, Set.of());
    }

    /**
     * The same.
     *
     * @param wanted nodes whose results will be asked for
     */
    Program(Tape tape, Architecture architecture, int networks, Variable input, Mode mode, Set<Integer> wanted) {
        this.tape = tape;
        this.architecture = architecture;
        this.networks = networks;
        this.mode = mode;
        for (ParameterTensor tensor : architecture.tensors()) {
            parameters.add(parameter(tensor));
        }
        results = new Variable[architecture.nodes().size() + 1];
        results[0] = input;
        int[] readers = readers();
        for (int k = 1; k < results.length; k++) {
            boolean fused = k + 1 < results.length
                    && readers[k] == 1
                    && !wanted.contains(k)
                    && architecture.layer(k) instanceof Layer.Linear
                    && architecture.layer(k + 1) instanceof Layer.Pointwise
                    && architecture.nodes().get(k).from() == k;
            if (fused) {
                Activation activation = ((Layer.Pointwise) architecture.layer(k + 1)).activation();
                results[k + 1] = linear(k, activation.function());
                k++;
            } else {
                results[k] = record(k);
            }
        }
    }

    private Variable parameter(ParameterTensor tensor) {
        long[] shape = tensor.role() == Layer.Role.WEIGHT
                ? new long[] {networks, tensor.rows(), tensor.columns()}
                : new long[] {networks, tensor.rows()};
        boolean differentiated = mode != Mode.EVALUATED && tensor.role().isTrained();
        return differentiated ? tape.parameter(shape) : tape.constant(shape);
    }

    /** How many nodes take the result of each node. */
    private int[] readers() {
        int[] readers = new int[results.length];
        for (Architecture.Node node : architecture.nodes()) {
            readers[node.from()]++;
            if (node.layer() instanceof Layer.Add(int other)) {
                readers[other]++;
            }
        }
        return readers;
    }

    private Variable of(int node, Layer.Role role) {
        List<ParameterTensor> tensors = architecture.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).node() == node && tensors.get(i).role() == role) {
                return parameters.get(i);
            }
        }
        throw new IllegalArgumentException("node " + node + " has no " + role);
    }

    private Variable linear(int k, Pointwise f) {
        Variable x = results[architecture.nodes().get(k - 1).from()];
        return tape.linear(x, of(k, Layer.Role.WEIGHT), of(k, Layer.Role.BIAS), f);
    }

    private Variable record(int k) {
        int from = architecture.nodes().get(k - 1).from();
        Variable x = results[from];
        FeatureShape in = architecture.shape(from);
        return switch (architecture.layer(k)) {
            case Layer.Linear _ -> linear(k, Pointwise.IDENTITY);
            case Layer.Convolution(var _, Window window, boolean bias) ->
                tape.convolution(
                        x,
                        in,
                        window,
                        of(k, Layer.Role.WEIGHT),
                        bias ? Optional.of(of(k, Layer.Role.BIAS)) : Optional.empty());
            case Layer.BatchNorm(double epsilon) -> tape.batchNorm(x, in, batchNorm(k, epsilon));
            case Layer.LayerNorm(double epsilon) ->
                tape.layerNorm(x, in, of(k, Layer.Role.GAIN), of(k, Layer.Role.SHIFT), epsilon);
            case Layer.Pointwise(Activation activation) -> tape.pointwise(networks, List.of(x), activation.function());
            case Layer.MaxPool(Window window) -> tape.pool(networks, x, in, window, true);
            case Layer.AveragePool(Window window) -> tape.pool(networks, x, in, window, false);
            case Layer.GlobalAveragePool _ ->
                tape.pool(networks, x, in, new Window(in.height(), in.width(), 1, 1, 0, 0), false);
            case Layer.Flatten _ -> x;
            case Layer.Add(int other) -> tape.pointwise(networks, List.of(x, results[other]), Pointwise.IDENTITY);
        };
    }

    private BatchNorm batchNorm(int k, double epsilon) {
        BatchStatistics statistics = switch (mode) {
            case EVALUATED -> new BatchStatistics.Running();
            case DIFFERENTIATED -> new BatchStatistics.OfBatch();
            case TRAINED -> new BatchStatistics.Learning(() -> share);
        };
        return new BatchNorm(
                of(k, Layer.Role.GAIN),
                of(k, Layer.Role.SHIFT),
                of(k, Layer.Role.MEAN),
                of(k, Layer.Role.VARIANCE),
                epsilon,
                statistics);
    }

    /** How far running means and variances move towards those of the next batch. */
    void learn(double shareOfBatch) {
        share = shareOfBatch;
    }

    Tape tape() {
        return tape;
    }

    Variable input() {
        return results[0];
    }

    Variable logits() {
        return results[results.length - 1];
    }

    /** What wanted node {@code k} gives: {@code [n, rows, features]}. */
    Variable result(int k) {
        return results[k];
    }

    /** The parameters that are differentiated. */
    List<Variable> trained() {
        return parameters.stream().filter(Variable::isDifferentiated).toList();
    }

    /** Writes the weights of network {@code n} of the population. */
    void load(int n, Weights weights) {
        load(n, weights.toArray());
    }

    /** Writes the weights of network {@code n} of the population, in the layout of {@link Architecture}. */
    void load(int n, float[] block) {
        int at = 0;
        for (Variable parameter : parameters) {
            int size = perNetwork(parameter);
            parameter.value().write(block, at, (long) n * size, size);
            at += size;
        }
    }

    /** The present weights of network {@code n}. */
    Weights weights(int n) {
        return Weights.wrap(architecture, read(n, parameter -> Optional.of(parameter.value())));
    }

    /** The gradient by the weights of network {@code n}, in the layout of {@link Architecture}; 0 by what is not trained. */
    float[] gradient(int n) {
        return read(
                n, parameter -> parameter.isDifferentiated() ? Optional.of(parameter.gradient()) : Optional.empty());
    }

    private float[] read(int n, Function<Variable, Optional<Tensor>> part) {
        float[] block = new float[architecture.parameters()];
        int at = 0;
        for (Variable parameter : parameters) {
            int size = perNetwork(parameter);
            int to = at;
            part.apply(parameter).ifPresent(tensor -> tensor.read((long) n * size, block, to, size));
            at += size;
        }
        return block;
    }

    private static int perNetwork(Variable parameter) {
        return Math.toIntExact(parameter.value().size() / parameter.value().dim(0));
    }

    @Override
    public void close() {
        tape.close();
    }
}
