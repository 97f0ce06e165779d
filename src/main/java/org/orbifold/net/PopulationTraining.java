package org.orbifold.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Optimizer;
import org.orbifold.tensor.Parallel;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Update;
import org.orbifold.tensor.Variable;

/**
 * Trains many networks of one architecture at once on the same rows, each from its own initial weights and through its
 * own order of the rows. A network's course depends on its seed alone, not on the others or on the number of threads.
 */
public final class PopulationTraining {
    /**
     * How to train.
     *
     * @param batch rows a step; an epoch's last batch may be smaller
     * @param epochs passes over the rows
     */
    public record Plan(Optimizer optimizer, double learningRate, int batch, int epochs) {}

    /** Sees each network after each step; called from several threads, for one network in order. */
    @FunctionalInterface
    public interface Observer {
        /** Whether the weights after that iteration (from 1) are wanted. */
        default boolean wants(long iteration) {
            return true;
        }

        /** Takes the weights of network {@code n} after an iteration. */
        void accept(int n, long iteration, Weights weights);
    }

    /** Floats of activations that a thread holds at once. */
    private static final long FLOATS_AT_ONCE = 1 << 26;

    private final Plan plan;
    private final Examples rows;
    private final Architecture architecture;

    /** Training by that plan on those rows. */
    public PopulationTraining(Plan plan, Examples rows, Architecture architecture) {
        if (architecture.inputs() != rows.width() || architecture.outputs() < rows.classes()) {
            throw new IllegalArgumentException(architecture + " does not fit rows of " + rows.width() + " features");
        }
        this.plan = plan;
        this.rows = rows;
        this.architecture = architecture;
    }

    /** The steps an epoch: where networks have batch norms, those of whole batches. */
    public int stepsPerEpoch() {
        boolean whole = architecture.nodes().stream().anyMatch(node -> node.layer() instanceof Layer.BatchNorm);
        return whole ? Math.max(1, rows.rows() / plan.batch) : Math.ceilDiv(rows.rows(), plan.batch);
    }

    /** How many networks a thread trains at once. */
    private int atOnce() {
        return Math.clamp(FLOATS_AT_ONCE / ((long) plan.batch * architecture.features()), 1, 1 << 20);
    }

    /**
     * Trains the networks.
     *
     * @param initial the untrained networks
     * @param seeds of each network's order of the rows
     * @return the trained networks, in order
     */
    public List<Weights> train(List<Weights> initial, long[] seeds, Observer observer, Progress progress) {
        List<Weights> trained = new ArrayList<>(Collections.nCopies(initial.size(), null));
        Parallel parallel = Backend.get().parallel();
        int chunks = Math.min(parallel.threads(), initial.size());
        AtomicLong steps = new AtomicLong();
        long total = (long) plan.epochs * stepsPerEpoch() * initial.size();
        Progress shared = new Progress() {
            @Override
            public void report(long done, long ofTotal, String message) {
                progress.report(steps.addAndGet(done), total, message);
            }

            @Override
            public void checkCancelled() {
                progress.checkCancelled();
            }
        };
        parallel.forEach(initial.size(), 1, (from, to) -> {
            boolean alone = chunks == 1;
            for (int first = from; first < to; first += atOnce()) {
                int end = Math.min(to, first + atOnce());
                Tape tape = alone
                        ? Backend.get().tape(Precision.FLOAT)
                        : Backend.get().serialTape(Precision.FLOAT);
                try (Course course = new Course(tape, initial, seeds, first, end)) {
                    course.run(observer, shared);
                    for (int n = first; n < end; n++) {
                        trained.set(n, course.program.weights(n - first));
                    }
                }
            }
        });
        return trained;
    }

    /** The networks of one thread on their way. */
    private final class Course implements AutoCloseable {
        private final int first;
        private final int networks;
        private final SplittableRandom[] orders;
        private final int[][] permutations;
        private final Program program;
        private final Variable target;
        private final Variable loss;
        private final List<Update> updates = new ArrayList<>();

        Course(Tape tape, List<Weights> initial, long[] seeds, int from, int to) {
            first = from;
            networks = to - from;
            Variable input = tape.constant(networks, plan.batch, rows.width());
            program = new Program(tape, architecture, networks, input, Program.Mode.TRAINED);
            target = tape.constant(networks, plan.batch, architecture.outputs());
            loss = tape.crossEntropy(program.logits(), target);
            for (Variable parameter : program.trained()) {
                updates.add(tape.update(parameter, plan.optimizer));
            }
            orders = new SplittableRandom[networks];
            permutations = new int[networks][rows.rows()];
            for (int n = 0; n < networks; n++) {
                program.load(n, initial.get(from + n));
                orders[n] = new SplittableRandom(seeds[from + n]);
                Arrays.setAll(permutations[n], r -> r);
            }
        }

        void run(Observer observer, Progress progress) {
            long iteration = 0;
            for (int epoch = 0; epoch < plan.epochs; epoch++) {
                for (int n = 0; n < networks; n++) {
                    shuffle(permutations[n], orders[n]);
                }
                for (int step = 0; step < stepsPerEpoch(); step++) {
                    step(step * plan.batch, ++iteration);
                    progress.report(networks, 0, "epoch " + (epoch + 1) + " of " + plan.epochs);
                    if (observer.wants(iteration)) {
                        for (int n = 0; n < networks; n++) {
                            observer.accept(first + n, iteration, program.weights(n));
                        }
                    }
                }
            }
        }

        /** A row past the end of the data has no target: it adds nothing to the loss, which is rescaled for it. */
        private void step(int from, long iteration) {
            int count = Math.min(plan.batch, rows.rows() - from);
            int width = rows.width();
            int classes = architecture.outputs();
            target.value().fill(0);
            for (int n = 0; n < networks; n++) {
                for (int r = 0; r < count; r++) {
                    int row = permutations[n][from + r];
                    long slot = (long) n * plan.batch + r;
                    program.input().value().write(rows.features(), row * width, slot * width, width);
                    target.value().set(slot * classes + rows.labels()[row], 1);
                }
            }
            program.tape().forward();
            loss.gradient().fill((double) plan.batch / count);
            program.tape().vectorJacobianProduct(loss);
            for (Update update : updates) {
                update.apply(plan.learningRate, iteration);
            }
        }

        @Override
        public void close() {
            program.close();
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
