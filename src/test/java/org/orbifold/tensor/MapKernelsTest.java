package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Primitives of convolutional networks: the two kernels agree, and gradients with central differences in double. */
class MapKernelsTest {
    private static final List<Pointwise> EVERY_POINTWISE = List.of(Pointwise.values());

    private record Program(Tape tape, List<Variable> inputs, List<Variable> running, Variable output) {
        void randomize(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (Variable input : inputs) {
                for (long i = 0; i < input.value().size(); i++) {
                    input.value().set(i, (float) random.nextGaussian());
                }
            }
            settle(seed);
        }

        /** Running means and variances, which some programs move. */
        void settle(long seed) {
            SplittableRandom random = new SplittableRandom(seed + 1);
            for (Variable input : running) {
                for (long i = 0; i < input.value().size(); i++) {
                    input.value().set(i, (float) random.nextDouble(0.5, 2));
                }
            }
        }

        double sum() {
            tape.forward();
            return IntStream.range(0, output.value().dim(0))
                    .mapToDouble(i -> output.value().get(i))
                    .sum();
        }
    }

    /** How a program is put together. */
    record Plan(FeatureShape in, Window window, Window pool, boolean max, Pointwise f, BatchStatistics statistics) {}

    @Provide
    Arbitrary<Plan> plans() {
        return Arbitraries.randomValue(java -> {
            SplittableRandom random = new SplittableRandom(java.nextLong());
            FeatureShape in = new FeatureShape(random.nextInt(1, 4), random.nextInt(5, 9), random.nextInt(5, 9));
            Window window = new Window(
                    random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(1, 3), random.nextInt(1, 3), 0, 0);
            Window padded = new Window(
                    window.height(),
                    window.width(),
                    window.down(),
                    window.right(),
                    random.nextInt(window.height()),
                    random.nextInt(window.width()));
            Window pool = Window.square(2, random.nextInt(1, 3), random.nextInt(2));
            List<BatchStatistics> statistics = List.of(
                    new BatchStatistics.Running(),
                    new BatchStatistics.OfBatch(),
                    new BatchStatistics.Learning(() -> 0.1));
            Pointwise f = EVERY_POINTWISE.get(random.nextInt(EVERY_POINTWISE.size()));
            return new Plan(in, padded, pool, random.nextBoolean(), f, statistics.get(random.nextInt(3)));
        });
    }

    /** Filters, a batch norm, a nonlinearity, pooling, a layer norm, a residual addition, and a loss. */
    private static Program record(Tape tape, Plan plan, int n, int rows, int channels) {
        Variable x = tape.parameter(n, rows, plan.in.size());
        Variable w = tape.parameter(n, channels, (long) plan.in.channels() * plan.window.area());
        Variable b = tape.parameter(n, channels);
        Variable gain = tape.parameter(n, channels);
        Variable shift = tape.parameter(n, channels);
        Variable rowGain = tape.parameter(n, channels);
        Variable rowShift = tape.parameter(n, channels);
        Variable mean = tape.constant(n, channels);
        Variable variance = tape.constant(n, channels);
        FeatureShape maps = plan.window.over(plan.in, channels);
        FeatureShape pooled = plan.pool.over(maps, channels);
        BatchNorm norm = new BatchNorm(gain, shift, mean, variance, 1e-3, plan.statistics);
        Variable y = tape.convolution(x, plan.in, plan.window, w, Optional.of(b));
        Variable z = tape.pointwise(n, List.of(tape.batchNorm(y, maps, norm)), plan.f);
        Variable p = tape.pool(n, z, maps, plan.pool, plan.max);
        Variable l = tape.layerNorm(p, pooled, rowGain, rowShift, 1e-3);
        Variable sum = tape.pointwise(n, List.of(l, p), plan.f);
        Variable target = tape.constant(n, rows, pooled.size());
        return new Program(
                tape,
                List.of(x, w, b, gain, shift, rowGain, rowShift, target),
                List.of(mean, variance),
                tape.squaredError(sum, target));
    }

    private static boolean fits(Plan plan) {
        FeatureShape maps = plan.window.over(plan.in, 1);
        return maps.height() + 2 * plan.pool.above() >= 2 && maps.width() + 2 * plan.pool.beside() >= 2;
    }

    /** Of each array, along a random direction. */
    @Property(tries = 8)
    void gradientsAgreeWithCentralDifferences(@ForAll("plans") Plan plan, @ForAll long seed) {
        if (!fits(plan)) {
            return;
        }
        try (Tape tape = Backend.get().portableTape(Precision.DOUBLE)) {
            Program program = record(tape, plan, 2, 2, 2);
            program.randomize(seed);
            program.sum();
            tape.backward(program.output);
            SplittableRandom random = new SplittableRandom(seed + 1);
            for (Variable input : program.inputs.subList(0, 7)) {
                double[] direction = random.doubles(input.value().size(), -1, 1).toArray();
                double expected = 0;
                for (int i = 0; i < direction.length; i++) {
                    expected += direction[i] * input.gradient().get(i);
                }
                double h = 1e-6;
                double up = moved(program, input, direction, h, seed);
                double down = moved(program, input, direction, -2 * h, seed);
                move(input, direction, h);
                assertEquals((up - down) / (2 * h), expected, 1e-6 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    private static double moved(Program program, Variable input, double[] direction, double by, long seed) {
        move(input, direction, by);
        program.settle(seed);
        return program.sum();
    }

    private static void move(Variable input, double[] direction, double by) {
        for (int i = 0; i < direction.length; i++) {
            input.value().set(i, input.value().get(i) + by * direction[i]);
        }
    }

    @Property(tries = 25)
    void kernelsAgree(
            @ForAll("plans") Plan plan,
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 2, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll long seed) {
        if (!fits(plan)) {
            return;
        }
        try (Tape portable = Backend.get().portableTape(Precision.DOUBLE);
                Tape cpu = Backend.get().tape(Precision.FLOAT);
                Tape serial = Backend.get().serialTape(Precision.FLOAT)) {
            Program expected = record(portable, plan, n, rows, channels);
            expected.randomize(seed);
            portable.forward();
            portable.backward(expected.output);
            // a batch norm cancels the gradient by the bias before it: what is left rounds as the terms do, which are
            // as large
            // as other gradients
            double slopes = expected.inputs.subList(0, 7).stream()
                    .mapToDouble(input -> largest(input.gradient()))
                    .max()
                    .orElseThrow();
            for (Tape tape : List.of(cpu, serial)) {
                Program actual = record(tape, plan, n, rows, channels);
                actual.randomize(seed);
                for (int replay = 0; replay < 2; replay++) {
                    actual.settle(seed);
                    tape.forward();
                    tape.backward(actual.output);
                    assertClose(expected.output.value(), actual.output.value());
                    for (int i = 0; i < 7; i++) {
                        assertClose(
                                expected.inputs.get(i).gradient(),
                                actual.inputs.get(i).gradient(),
                                slopes);
                    }
                    for (int i = 0; i < 2; i++) {
                        assertClose(
                                expected.running.get(i).value(),
                                actual.running.get(i).value());
                    }
                }
            }
        }
    }

    private static double largest(Tensor values) {
        return LongStream.range(0, values.size())
                .mapToDouble(i -> Math.abs(values.get(i)))
                .max()
                .orElse(0);
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        assertClose(expected, actual, largest(expected));
    }

    private static void assertClose(Tensor expected, Tensor actual, double size) {
        double scale = Math.max(1e-3, size);
        for (long i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), 2e-4 * scale, expected + " at " + i);
        }
    }
}
