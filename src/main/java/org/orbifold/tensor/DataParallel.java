package org.orbifold.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A model run on the samples of a batch side by side: recorded once a thread, for one sample, so that a sample's arrays
 * stay in the cache of the core that works on it, and replayed for each. Parameters are shared, gradients summed in a
 * fixed order: for a number of threads the results are reproducible.
 *
 * @param <P> what the recording gives: the inputs and outputs of the recorded program
 */
public final class DataParallel<P> implements AutoCloseable {
    /** Records the model. */
    @FunctionalInterface
    public interface Recorder<P> {
        /** Records it for one sample. */
        P record(Tape tape, List<Variable> parameters);
    }

    /** Does something with the recorded program and a sample's number. */
    @FunctionalInterface
    public interface Handler<P> {
        /** Writes a sample's inputs, or reads its outputs. */
        void handle(P program, int sample);
    }

    /** Tells the scalar, or the gradient that the caller wrote, to differentiate from. */
    @FunctionalInterface
    public interface Output<P> {
        /** The output {@code [1]}. */
        Variable of(P program);
    }

    /** Differentiates a sample's loss by the outputs of the recorded program. */
    @FunctionalInterface
    public interface Differential<P> {
        /** Reads the outputs, writes their gradients, and tells which they are. */
        Variable[] of(P program, int sample);
    }

    private record Replica<P>(Tape tape, P program, Tensor gradient) {}

    private final ParameterBlock block;
    private final Kernels kernels;
    private final Parallel parallel;
    private final List<Replica<P>> replicas = new ArrayList<>();

    DataParallel(ParameterBlock block, Kernels serial, Kernels kernels, Parallel parallel, Recorder<P> recorder) {
        this.block = block;
        this.kernels = kernels;
        this.parallel = parallel;
        for (int t = 0; t < parallel.threads(); t++) {
            Tape tape = new Tape(serial, block.values().precision());
            Tensor gradient = new Tensor(block.values().precision(), block.size());
            P program = recorder.record(tape, tape.parameters(block, gradient));
            replicas.add(new Replica<>(tape, program, gradient));
        }
    }

    /** The model's parameters. */
    public ParameterBlock parameters() {
        return block;
    }

    /** Computes the outputs of samples {@code 0..samples - 1}. */
    public void forward(int samples, Handler<P> load, Handler<P> read) {
        each(samples, (replica, sample) -> {
            load.handle(replica.program, sample);
            replica.tape.forward();
            read.handle(replica.program, sample);
        });
    }

    /**
     * Computes the outputs, and the mean over the samples of the gradients of a loss.
     *
     * @param load writes a sample's inputs
     * @param loss the loss {@code [1]} of a sample
     * @param read reads a sample's outputs
     */
    public void forwardAndBackward(int samples, Handler<P> load, Output<P> loss, Handler<P> read) {
        forwardAndBackward(
                samples,
                load,
                (program, sample) -> {
                    read.handle(program, sample);
                    Variable output = loss.of(program);
                    output.gradient().fill(1.0 / samples);
                    return new Variable[] {output};
                },
                (program, sample) -> {});
    }

    /**
     * Computes the outputs, and the sum over the samples of the gradients of a loss of theirs.
     *
     * @param load writes a sample's inputs
     * @param loss differentiates the loss of a sample by its outputs
     * @param read reads the gradients of a sample's inputs
     */
    public void forwardAndBackward(int samples, Handler<P> load, Differential<P> loss, Handler<P> read) {
        replicas.forEach(replica -> replica.gradient.fill(0));
        each(samples, (replica, sample) -> {
            load.handle(replica.program, sample);
            replica.tape.forward();
            replica.tape.addVectorJacobianProduct(loss.of(replica.program, sample));
            read.handle(replica.program, sample);
        });
        for (Replica<P> replica : replicas.subList(1, replicas.size())) {
            kernels.add(replica.gradient, gradient());
        }
    }

    private interface Work<P> {
        void on(Replica<P> replica, int sample);
    }

    /** Sample i is always of replica i modulo their number. */
    private void each(int samples, Work<P> work) {
        int count = replicas.size();
        parallel.forEach(count, 1, (from, to) -> {
            for (int t = from; t < to; t++) {
                for (int sample = t; sample < samples; sample += count) {
                    work.on(replicas.get(t), sample);
                }
            }
        });
    }

    /** The gradient of all parameters that was last computed. */
    public Tensor gradient() {
        return replicas.getFirst().gradient;
    }

    /** An optimiser of the parameters by these gradients, with its moments at zero and its average at their values. */
    public Training training(AdamW rule) {
        return new Training(kernels, rule, block, gradient());
    }

    /** An optimiser on its way. */
    public static final class Training implements AutoCloseable {
        private final Kernels kernels;
        private final AdamW rule;
        private final ParameterBlock block;
        private final Tensor gradient;
        private final Tensor[] moments = new Tensor[3];

        private Training(Kernels kernels, AdamW rule, ParameterBlock block, Tensor gradient) {
            this.kernels = kernels;
            this.rule = rule;
            this.block = block;
            this.gradient = gradient;
            for (int i = 0; i < moments.length; i++) {
                moments[i] = new Tensor(block.values().precision(), block.size());
            }
            kernels.add(block.values(), average());
        }

        /**
         * Moves the parameters.
         *
         * @param rate the learning rate
         * @param step counts from 1
         * @return the norm of the gradient before it was clipped
         */
        public double step(double rate, long step) {
            double norm = Math.sqrt(kernels.squaredNorm(gradient));
            double factor = norm > rule.clip() ? rule.clip() / norm : 1;
            kernels.adamW(rule, block.values(), gradient, factor, moments, rate, step);
            return norm;
        }

        /** The exponential moving average of the parameters. */
        public Tensor average() {
            return moments[2];
        }

        /** The first and second moments: with the average, all that a later run needs to go on. */
        public List<Tensor> state() {
            return List.of(moments);
        }

        @Override
        public void close() {
            for (Tensor moment : moments) {
                moment.close();
            }
        }
    }

    @Override
    public void close() {
        for (Replica<P> replica : replicas) {
            replica.tape.close();
            replica.gradient.close();
        }
    }
}
