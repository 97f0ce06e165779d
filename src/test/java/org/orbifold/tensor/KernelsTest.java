package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The two kernels agree, and gradients agree with central differences in double. */
class KernelsTest {
    private record Program(Tape tape, List<Variable> inputs, Variable output) {
        void randomize(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (Variable input : inputs) {
                for (long i = 0; i < input.value().size(); i++) {
                    input.value().set(i, random.nextGaussian());
                }
            }
        }

        double sum() {
            tape.forward();
            double sum = 0;
            for (long i = 0; i < output.value().size(); i++) {
                sum += output.value().get(i);
            }
            return sum;
        }
    }

    /** Two layers, the second without a nonlinearity, x used twice, and a loss. */
    private static Program twoLayers(Tape tape, Pointwise f, int n, int rows, int in, int hidden, boolean classify) {
        List<Variable> inputs = new ArrayList<>();
        Variable x = tape.parameter(n, rows, in);
        Variable w1 = tape.parameter(n, hidden, in);
        Variable b1 = tape.parameter(n, hidden);
        Variable w2 = tape.parameter(n, in, hidden);
        Variable b2 = tape.parameter(n, in);
        Variable target = tape.constant(n, rows, in);
        inputs.addAll(List.of(x, w1, b1, w2, b2, target));
        Variable y = tape.linear(tape.linear(x, w1, b1, f), w2, b2, Pointwise.IDENTITY);
        Variable again = tape.linear(tape.linear(y, w1, b1, f), w2, b2, f);
        return new Program(
                tape, inputs, classify ? tape.crossEntropy(again, target) : tape.squaredError(again, target));
    }

    @Property(tries = 12)
    void gradientsAgreeWithCentralDifferences(
            @ForAll Pointwise f,
            @ForAll boolean classify,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll long seed) {
        try (Tape tape = Backend.get().portableTape(Precision.DOUBLE)) {
            Program program = twoLayers(tape, f, 2, rows, 3, 4, classify);
            program.randomize(seed);
            program.sum();
            tape.backward(program.output);
            SplittableRandom random = new SplittableRandom(seed + 1);
            for (Variable input : program.inputs) {
                if (!input.isDifferentiated()) {
                    continue;
                }
                for (int k = 0; k < 4; k++) {
                    long i = random.nextLong(input.value().size());
                    double at = input.value().get(i);
                    double h = 1e-6;
                    input.value().set(i, at + h);
                    double up = program.sum();
                    input.value().set(i, at - h);
                    double down = program.sum();
                    input.value().set(i, at);
                    double expected = (up - down) / (2 * h);
                    assertEquals(expected, input.gradient().get(i), 1e-6 * Math.max(1, Math.abs(expected)));
                }
            }
        }
    }

    @Property(tries = 40)
    void kernelsAgree(
            @ForAll Pointwise f,
            @ForAll boolean classify,
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 40) int in,
            @ForAll @IntRange(min = 1, max = 40) int hidden,
            @ForAll long seed) {
        agree(f, classify, 3, rows, in, hidden, seed);
    }

    @Example
    void kernelsAgreeWhereBlasTakesOver() {
        for (Pointwise f : Pointwise.values()) {
            agree(f, true, 2, 160, 96, 90, 5);
        }
    }

    private static void agree(Pointwise f, boolean classify, int n, int rows, int in, int hidden, long seed) {
        try (Tape portable = Backend.get().portableTape(Precision.DOUBLE);
                Tape cpu = Backend.get().tape(Precision.FLOAT);
                Tape serial = Backend.get().serialTape(Precision.FLOAT)) {
            Program expected = twoLayers(portable, f, n, rows, in, hidden, classify);
            for (Tape tape : List.of(cpu, serial)) {
                Program actual = twoLayers(tape, f, n, rows, in, hidden, classify);
                scaled(actual, in, hidden, seed);
                copy(actual, expected);
                portable.forward();
                portable.backward(expected.output);
                for (int replay = 0; replay < 2; replay++) {
                    tape.forward();
                    tape.backward(actual.output);
                    assertClose(expected.output.value(), actual.output.value());
                    for (int i = 0; i < expected.inputs.size() - 1; i++) {
                        assertClose(
                                expected.inputs.get(i).gradient(),
                                actual.inputs.get(i).gradient());
                    }
                }
            }
        }
    }

    /** Weights of the scale of trained ones, so that rounding is not amplified from layer to layer. */
    private static void scaled(Program program, int in, int hidden, long seed) {
        program.randomize(seed);
        for (int i : new int[] {1, 3}) {
            Tensor w = program.inputs.get(i).value();
            for (long k = 0; k < w.size(); k++) {
                w.set(k, w.get(k) / Math.sqrt(i == 1 ? in : hidden));
            }
        }
    }

    private static void copy(Program from, Program to) {
        for (int i = 0; i < from.inputs.size(); i++) {
            for (long k = 0; k < from.inputs.get(i).value().size(); k++) {
                to.inputs.get(i).value().set(k, from.inputs.get(i).value().get(k));
            }
        }
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        double scale = 0;
        for (long i = 0; i < expected.size(); i++) {
            scale = Math.max(scale, Math.abs(expected.get(i)));
        }
        for (long i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), 2e-5 * Math.max(1e-3, scale));
        }
    }

    @Property(tries = 20)
    void optimisersAgree(@ForAll @IntRange(min = 1, max = 100) int size, @ForAll boolean adam, @ForAll long seed) {
        Optimizer optimizer = adam ? new Optimizer.Adam(0.9, 0.999, 1e-8, 0.01) : new Optimizer.Sgd(0.9, 0.01);
        try (Tape portable = Backend.get().portableTape(Precision.DOUBLE);
                Tape cpu = Backend.get().tape(Precision.FLOAT)) {
            Variable p = portable.parameter(size);
            Variable q = cpu.parameter(size);
            Update up = portable.update(p, optimizer);
            Update uq = cpu.update(q, optimizer);
            SplittableRandom random = new SplittableRandom(seed);
            for (int step = 1; step <= 5; step++) {
                for (int i = 0; i < size; i++) {
                    double g = random.nextGaussian();
                    p.gradient().set(i, g);
                    q.gradient().set(i, g);
                }
                up.apply(0.1, step);
                uq.apply(0.1, step);
                for (int i = 0; i < size; i++) {
                    assertEquals(p.value().get(i), q.value().get(i), 1e-5);
                }
            }
        }
    }

    /** The first step of Adam is the learning rate against the gradient's sign, whatever its size. */
    @Example
    void adamsFirstStepIsTheLearningRate() {
        try (Tape cpu = Backend.get().tape(Precision.FLOAT)) {
            Variable p = cpu.parameter(2);
            Update update = cpu.update(p, new Optimizer.Adam());
            p.gradient().set(0, 1e-3);
            p.gradient().set(1, -50);
            update.apply(0.01, 1);
            assertEquals(-0.01, p.value().get(0), 1e-6);
            assertEquals(0.01, p.value().get(1), 1e-6);
        }
    }

    @Property(tries = 20)
    void matricesMultiply(@ForAll boolean ta, @ForAll boolean tb, @ForAll long seed) {
        int m = 5;
        int n = 4;
        int k = 3;
        try (Tensor a = new Tensor(Precision.DOUBLE, ta ? k : m, ta ? m : k);
                Tensor b = new Tensor(Precision.DOUBLE, tb ? n : k, tb ? k : n);
                Tensor c = new Tensor(Precision.DOUBLE, m, n)) {
            SplittableRandom random = new SplittableRandom(seed);
            for (Tensor t : List.of(a, b, c)) {
                for (long i = 0; i < t.size(); i++) {
                    t.set(i, random.nextGaussian());
                }
            }
            double[] before = new double[m * n];
            for (int i = 0; i < before.length; i++) {
                before[i] = c.get(i);
            }
            Backend.get().multiply(a, ta, b, tb, 0.5, c);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0.5 * before[i * n + j];
                    for (int p = 0; p < k; p++) {
                        sum += a.get(ta ? p * m + i : i * k + p) * b.get(tb ? j * k + p : p * n + j);
                    }
                    assertEquals(sum, c.get(i * n + j), 1e-12);
                }
            }
        }
    }
}
