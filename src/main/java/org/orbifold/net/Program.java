package org.orbifold.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Tensor;
import org.orbifold.tensor.Variable;

/**
 * A population of n networks of one architecture as one recorded program: parameters {@code [n, out, in]} and
 * {@code [n, out]} a layer, logits {@code [n, rows, classes]}.
 */
final class Program implements AutoCloseable {
    private final Architecture architecture;
    private final Tape tape;
    private final List<Variable> parameters = new ArrayList<>();
    private final Variable input;
    private final Variable logits;

    /**
     * Records the forward computation.
     *
     * @param input {@code [n, rows, inputs]}, or {@code [rows, inputs]} shared by all networks
     * @param trained whether the parameters are differentiated
     */
    Program(Tape tape, Architecture architecture, int networks, Variable input, boolean trained) {
        this.tape = tape;
        this.architecture = architecture;
        this.input = input;
        Variable x = input;
        for (int l = 0; l < architecture.layers(); l++) {
            long[] weights = {networks, architecture.out(l), architecture.in(l)};
            long[] biases = {networks, architecture.out(l)};
            Variable w = trained ? tape.parameter(weights) : tape.constant(weights);
            Variable b = trained ? tape.parameter(biases) : tape.constant(biases);
            parameters.add(w);
            parameters.add(b);
            x = tape.linear(x, w, b, architecture.activationAfter(l).function());
        }
        logits = x;
    }

    Tape tape() {
        return tape;
    }

    Variable input() {
        return input;
    }

    Variable logits() {
        return logits;
    }

    List<Variable> parameters() {
        return parameters;
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
        return Weights.wrap(architecture, read(n, Variable::value));
    }

    /** The gradient by the weights of network {@code n}, in the layout of {@link Architecture}. */
    float[] gradient(int n) {
        return read(n, Variable::gradient);
    }

    private float[] read(int n, Function<Variable, Tensor> part) {
        float[] block = new float[architecture.parameters()];
        int at = 0;
        for (Variable parameter : parameters) {
            int size = perNetwork(parameter);
            part.apply(parameter).read((long) n * size, block, at, size);
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
