package org.orbifold.path;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.LossGradients;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Optimizer;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Update;
import org.orbifold.tensor.Variable;

/**
 * Finds a curve of low loss between two networks, which stay (Garipov et al. 2018, sec. 3.2): minimises the expected loss
 * {@code E_t L(theta(t))} over the bends, t uniform in [0, 1] and drawn anew for each minibatch. By the chain rule the
 * gradient by bend k is {@code c_k(t)} times the gradient by the network at t.
 */
public final class CurveTraining {
    /** Of both rules tried, the one whose curves also hold on test rows; Adam's bends go far where rows are few. */
    private static final Optimizer OPTIMIZER = new Optimizer.Sgd(0.9, 0);

    /**
     * How to train, by stochastic gradient descent with momentum 0.9.
     *
     * @param learningRate of the first half; then it falls in equal steps to a hundredth
     * @param batch rows a step; all, if there are fewer
     * @param seed of t and of the order of the rows
     */
    public record Plan(double learningRate, int batch, long steps, long seed) {
        /** The learning rate, unless said otherwise. */
        public static final double LEARNING_RATE = 0.03;

        /** The rows a step, unless said otherwise. */
        public static final int BATCH = 32;

        /** The steps, unless said otherwise. */
        public static final long STEPS = 2000;

        private double rate(long step) {
            return learningRate * Math.clamp(2 - 1.98 * (step - 1) / steps, 0.01, 1);
        }
    }

    /** A curve is seen every so many steps. */
    private static final long SEEN = 50;

    private CurveTraining() {}

    /** Trains the bends of a curve: as below, unseen. */
    public static Curve train(Curve start, Plan plan, Examples rows, Progress progress) {
        return train(start, plan, rows, curve -> {}, progress);
    }

    /**
     * Trains the bends of a curve.
     *
     * @param start where they begin
     * @param rows training rows that its networks take
     * @param seen is given the curve on its way, now and then
     * @throws Fault if the training diverges
     */
    public static Curve train(Curve start, Plan plan, Examples rows, Consumer<Curve> seen, Progress progress) {
        try (Course course = new Course(start, plan, rows)) {
            for (long step = 1; step <= plan.steps; step++) {
                requireFinite(course.step(step), step);
                progress.report(step, plan.steps, "training the curve");
                if (step % SEEN == 0) {
                    seen.accept(course.curve());
                }
            }
            Curve trained = course.curve();
            trained.bends().forEach(bend -> requireFinite(bend.norm(), plan.steps));
            return trained;
        }
    }

    private static void requireFinite(double value, long step) {
        if (!Double.isFinite(value)) {
            throw new Fault(
                    "the training of the curve diverged at step " + step + ": a smaller learning rate may help");
        }
    }

    /** The gradient by each bend, where a network's at t is {@code gradient}. */
    static List<float[]> byBends(Curve curve, double t, float[] gradient) {
        double[] coefficients = curve.coefficients(t);
        List<float[]> gradients = new ArrayList<>();
        for (int k = 1; k < coefficients.length - 1; k++) {
            float[] own = new float[gradient.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) (coefficients[k] * gradient[i]);
            }
            gradients.add(own);
        }
        return gradients;
    }

    /** A training on its way. */
    private static final class Course implements AutoCloseable {
        private final Curve start;
        private final Plan plan;
        private final Examples rows;
        private final LossGradients slopes;
        private final Tape tape = Backend.get().tape(Precision.FLOAT);
        private final Variable bends;
        private final Update update;
        private final SplittableRandom times;
        private final SplittableRandom orders;
        private final int[] batch;
        private final int[] order;
        private int used;

        Course(Curve start, Plan plan, Examples rows) {
            this.start = start;
            this.plan = plan;
            this.rows = rows;
            batch = new int[Math.min(plan.batch, rows.rows())];
            order = IntStream.range(0, rows.rows()).toArray();
            used = order.length;
            times = new SplittableRandom(plan.seed);
            orders = times.split();
            Weights first = start.bends().getFirst();
            int size = first.architecture().parameters();
            slopes = new LossGradients(first.architecture(), 1, batch.length);
            bends = tape.parameter(start.bends().size(), size);
            update = tape.update(bends, OPTIMIZER);
            for (int k = 0; k < start.bends().size(); k++) {
                bends.value().write(start.bends().get(k).toArray(), 0, (long) k * size, size);
            }
        }

        /** Moves the bends; the loss of the minibatch before. */
        double step(long step) {
            double t = times.nextDouble();
            Curve curve = curve();
            LossGradients.Slopes found = slopes.of(List.of(curve.at(t)), nextBatch());
            List<float[]> gradients = byBends(curve, t, found.gradients().getFirst());
            for (int k = 0; k < gradients.size(); k++) {
                float[] own = gradients.get(k);
                bends.gradient().write(own, 0, (long) k * own.length, own.length);
            }
            update.apply(plan.rate(step), step);
            return found.losses()[0];
        }

        /** The next rows of the shuffled order; it is shuffled again where it ends. */
        private Examples nextBatch() {
            for (int r = 0; r < batch.length; r++) {
                if (used == order.length) {
                    shuffle();
                    used = 0;
                }
                batch[r] = order[used++];
            }
            return rows.gather(batch);
        }

        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int j = orders.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }

        Curve curve() {
            List<Weights> moved = new ArrayList<>();
            for (Weights bend : start.bends()) {
                float[] block = bend.toArray();
                bends.value().read((long) moved.size() * block.length, block, 0, block.length);
                moved.add(Weights.wrap(bend.architecture(), block));
            }
            return start.withBends(moved);
        }

        @Override
        public void close() {
            slopes.close();
            tape.close();
        }
    }
}
