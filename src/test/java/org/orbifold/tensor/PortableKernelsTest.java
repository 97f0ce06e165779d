package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Training by array-library operations alone, in float, as on a GPU. */
class PortableKernelsTest {
    private static final int NETWORKS = 2;
    private static final int ROWS = 6;
    private static final int INPUTS = 3;
    private static final int CLASSES = 4;
    private static final int STEPS = 5;

    /** The weights after a few steps of Adam, and the last losses. */
    private static float[] train(Tape tape) {
        SplittableRandom random = new SplittableRandom(1);
        Variable x = tape.constant(ROWS, INPUTS);
        Variable w = tape.parameter(NETWORKS, CLASSES, INPUTS);
        Variable b = tape.parameter(NETWORKS, CLASSES);
        Variable target = tape.constant(NETWORKS, ROWS, CLASSES);
        Variable loss = tape.crossEntropy(tape.linear(x, w, b, Pointwise.TANH), target);
        Update update = tape.update(w, new Optimizer.Adam());
        fill(x.value(), random);
        fill(w.value(), random);
        for (int r = 0; r < NETWORKS * ROWS; r++) {
            target.value().set((long) r * CLASSES + r % CLASSES, 1);
        }
        for (int step = 1; step <= STEPS; step++) {
            tape.forward();
            tape.backward(loss);
            update.apply(0.1, step);
        }
        int size = Math.toIntExact(w.value().size());
        float[] result = new float[size + NETWORKS];
        w.value().read(0, result, 0, size);
        loss.value().read(0, result, size, NETWORKS);
        return result;
    }

    private static void fill(Tensor tensor, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        tensor.write(values, 0, 0, values.length);
    }

    @Test
    void trainsInFloatAsTheOthersDo() {
        try (Tape portable = Backend.get().portableTape(Precision.FLOAT);
                Tape cpu = Backend.get().tape(Precision.FLOAT)) {
            float[] expected = train(cpu);
            float[] actual = train(portable);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-4);
            }
        }
    }
}
