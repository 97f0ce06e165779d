package org.orbifold.net;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * Gradients of the loss by the parameters of many networks of one architecture, on the same rows: one program, recorded
 * for their number.
 */
public final class LossGradients implements AutoCloseable {
    private final Architecture architecture;
    private final int networks;
    private final Program program;
    private final Variable target;
    private final Variable loss;
    private final int rows;

    /** For so many networks, and so many rows at once. */
    public LossGradients(Architecture architecture, int networks, int rows) {
        this.architecture = architecture;
        this.networks = networks;
        this.rows = rows;
        Tape tape = Backend.get().tape(Precision.FLOAT);
        Variable input = tape.constant(rows, architecture.inputs());
        program = new Program(tape, architecture, networks, input, Program.Mode.DIFFERENTIATED);
        target = tape.constant(networks, rows, architecture.outputs());
        loss = tape.crossEntropy(program.logits(), target);
    }

    /**
     * The loss at each network, and its gradient by the parameters, in the layout of {@link Weights}.
     *
     * @param losses mean cross-entropies over the rows, in nats
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Slopes(double[] losses, List<float[]> gradients) {}

    /**
     * The losses over the rows, and their gradients, one a network.
     *
     * @param given as many networks as this is for
     * @param examples as many rows as this is for
     */
    public Slopes of(List<Weights> given, Examples examples) {
        if (given.size() != networks || examples.rows() != rows) {
            throw new IllegalArgumentException(given.size() + " networks, " + examples.rows() + " rows");
        }
        program.input().value().write(examples.features(), 0, 0, rows * examples.width());
        target.value().fill(0);
        for (int n = 0; n < networks; n++) {
            program.load(n, given.get(n));
            long slot = (long) n * rows;
            for (int r = 0; r < rows; r++) {
                target.value().set((slot + r) * architecture.outputs() + examples.labels()[r], 1);
            }
        }
        program.tape().forward();
        program.tape().backward(loss);
        double[] losses = new double[networks];
        List<float[]> gradients = new ArrayList<>();
        for (int n = 0; n < networks; n++) {
            losses[n] = loss.value().get(n);
            gradients.add(program.gradient(n));
        }
        return new Slopes(losses, gradients);
    }

    @Override
    public void close() {
        program.close();
    }
}
