package org.orbifold.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.orbifold.flow.RandomStream;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.tensor.AdamW;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.DataParallel;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Tensor;
import org.orbifold.tensor.Variable;

/**
 * The cheap rival of flows over weight graphs: flow matching by a multilayer perceptron in the space of the first
 * principal components of aligned networks (their coordinates of mean 0 and variance 1, the source standard normal).
 * It knows nothing of symmetry, and much of the networks it was trained on: its samples are to be judged with their
 * novelty.
 */
public final class PcaFlow implements GenerativeModel {
    /** Components, for as many runs as the thesis's zoos have. */
    public static final int COMPONENTS = 50;

    /** Steps of training where nothing else is said. */
    public static final int STEPS = 4000;

    private static final int WIDTH = 256;
    private static final int CHUNK = 32;
    private static final int CHUNKS = 8;
    private static final int SAMPLING_STEPS = 64;
    private static final double RATE = 1e-3;

    /** Numbers that tell the time. */
    private static final int TIMES = 5;

    private final PrincipalComponents components;
    private final float[] parameters;

    private record Program(Variable input, Variable output, Variable target, Variable loss) {
        static Program record(Tape tape, List<Variable> p, int components) {
            Variable input = tape.constant(1, CHUNK, components + TIMES);
            Variable state = input;
            for (int l = 0; l < 3; l++) {
                state = tape.linear(state, p.get(2 * l), p.get(2 * l + 1), Pointwise.GELU);
            }
            Variable output = tape.linear(state, p.get(6), p.get(7), Pointwise.IDENTITY);
            Variable target = tape.constant(1, CHUNK, components);
            return new Program(input, output, target, tape.squaredError(output, target));
        }
    }

    private PcaFlow(PrincipalComponents components, float[] parameters) {
        this.components = components;
        this.parameters = parameters;
    }

    private static ParameterBlock block(int components, long seed) {
        int[] widths = {components + TIMES, WIDTH, WIDTH, WIDTH, components};
        List<long[]> shapes = new ArrayList<>();
        for (int l = 0; l + 1 < widths.length; l++) {
            shapes.add(new long[] {1, widths[l + 1], widths[l]});
            shapes.add(new long[] {1, widths[l + 1]});
        }
        ParameterBlock block = new ParameterBlock(Precision.FLOAT, shapes);
        SplittableRandom random = new SplittableRandom(seed);
        for (int l = 0; l + 1 < widths.length; l++) {
            Tensor weights = block.value(2 * l);
            for (long i = 0; i < weights.size(); i++) {
                weights.set(i, random.nextGaussian() / Math.sqrt(widths[l]));
            }
        }
        return block;
    }

    /**
     * Trains on networks.
     *
     * @param aligned at least two networks of one architecture, aligned to one another
     * @param count of the principal components
     * @param steps of training, of 256 pairs each
     */
    public static PcaFlow train(List<Weights> aligned, int count, int steps, long seed, Progress progress) {
        Moments.require(2, aligned);
        PrincipalComponents components = PrincipalComponents.of(aligned, count);
        float[][] places = components.encode(aligned);
        int d = components.count();
        try (ParameterBlock block = block(d, seed);
                DataParallel<Program> model =
                        Backend.get().dataParallel(block, (tape, p) -> Program.record(tape, p, d));
                DataParallel.Training training = model.training(new AdamW())) {
            for (int step = 1; step <= steps; step++) {
                progress.report(step, steps, "PCA flow");
                long first = (long) step * CHUNKS;
                model.forwardAndBackward(
                        CHUNKS,
                        (program, chunk) -> load(program, places, RandomStream.of(seed, first + chunk)),
                        Program::loss,
                        (program, chunk) -> {});
                training.step(RATE * 0.5 * (1 + Math.cos(Math.PI * step / steps)), step);
            }
            float[] values = new float[block.size()];
            training.average().read(0, values, 0, values.length);
            return new PcaFlow(components, values);
        }
    }

    /** Draws pairs and times; the target is what the best guess from the coordinate alone leaves, of variance 1. */
    private static void load(Program program, float[][] places, SplittableRandom random) {
        int d = places[0].length;
        for (int r = 0; r < CHUNK; r++) {
            float[] x1 = places[random.nextInt(places.length)];
            double t = 1 - Math.sqrt(1 - random.nextDouble());
            double variance = t * t + (1 - t) * (1 - t);
            float[] x = new float[d];
            float[] rest = new float[d];
            for (int c = 0; c < d; c++) {
                x[c] = (float) ((1 - t) * random.nextGaussian() + t * x1[c]);
                rest[c] = (float) ((x1[c] - t / variance * x[c]) * Math.sqrt(variance) / (1 - t));
            }
            write(program, r, x, t);
            program.target.value().write(rest, 0, (long) r * d, d);
        }
    }

    private static void write(Program program, int row, float[] x, double t) {
        float[] input = Arrays.copyOf(x, x.length + TIMES);
        double deviation = Math.sqrt(t * t + (1 - t) * (1 - t));
        for (int c = 0; c < x.length; c++) {
            input[c] = (float) (x[c] / deviation);
        }
        input[x.length] = (float) (2 * t - 1);
        input[x.length + 1] = (float) Math.sin(Math.PI * t);
        input[x.length + 2] = (float) Math.cos(Math.PI * t);
        input[x.length + 3] = (float) Math.sin(4 * Math.PI * t);
        input[x.length + 4] = (float) Math.cos(4 * Math.PI * t);
        program.input.value().write(input, 0, (long) row * input.length, input.length);
    }

    @Override
    public String name() {
        return "pcaFlow";
    }

    @Override
    public List<Weights> sample(int count, RandomGenerator random) {
        int d = components.count();
        float[][] points = new float[count][d];
        for (float[] point : points) {
            for (int c = 0; c < d; c++) {
                point[c] = (float) random.nextGaussian();
            }
        }
        try (ParameterBlock block = block(d, 0);
                DataParallel<Program> model =
                        Backend.get().dataParallel(block, (tape, p) -> Program.record(tape, p, d))) {
            block.values().write(parameters, 0, 0, parameters.length);
            for (int k = 0; k < SAMPLING_STEPS; k++) {
                step(model, points, (double) k / SAMPLING_STEPS, 1.0 / SAMPLING_STEPS);
            }
        }
        return Arrays.stream(points).map(components::decode).toList();
    }

    /** An Euler step: {@code v = (x1 - x) / (1 - t)} with the predicted target x1. */
    private static void step(DataParallel<Program> model, float[][] points, double t, double h) {
        double variance = t * t + (1 - t) * (1 - t);
        model.forward(
                Math.ceilDiv(points.length, CHUNK),
                (program, chunk) -> {
                    for (int r = 0; r < CHUNK && chunk * CHUNK + r < points.length; r++) {
                        write(program, r, points[chunk * CHUNK + r], t);
                    }
                },
                (program, chunk) -> {
                    for (int r = 0; r < CHUNK && chunk * CHUNK + r < points.length; r++) {
                        float[] x = points[chunk * CHUNK + r];
                        float[] rest = new float[x.length];
                        program.output.value().read((long) r * x.length, rest, 0, x.length);
                        for (int c = 0; c < x.length; c++) {
                            double target = t / variance * x[c] + (1 - t) / Math.sqrt(variance) * rest[c];
                            x[c] = (float) (x[c] + h * (target - x[c]) / (1 - t));
                        }
                    }
                });
    }
}
