package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** As {@link Kernels#update}: the moments and the parameter in one pass. */
final class CpuUpdate implements Update {
    private static final int GRAIN = 1 << 15;

    private final Parallel parallel;
    private final Optimizer optimizer;
    private final int size;
    private final MemorySegment p;
    private final MemorySegment g;
    private final Tensor[] state;

    CpuUpdate(Parallel parallel, Variable parameter, Optimizer optimizer, Tensor[] state) {
        this.parallel = parallel;
        this.optimizer = optimizer;
        this.state = state;
        size = Math.toIntExact(parameter.value().size());
        p = parameter.value().memory();
        g = parameter.gradient().memory();
    }

    @Override
    public void apply(double rate, long step) {
        switch (optimizer) {
            case Optimizer.Adam adam ->
                parallel.forEach(size, GRAIN, (from, to) -> adam(adam, rate, step, p, g, state, from, to));
            case Optimizer.Sgd sgd ->
                parallel.forEach(size, GRAIN, (from, to) -> sgd(sgd, (float) rate, p, g, state[0].memory(), from, to));
        }
    }

    /** Elements of a block: a multiple of every vector's length. */
    private static final int BLOCK = 1024;

    private static float[] read(MemorySegment source, int at, int count, Scratch.Use use) {
        float[] block = Scratch.of(use, BLOCK);
        Lanes.read(source, at, 1, count, block);
        return block;
    }

    private static void adam(
            Optimizer.Adam adam,
            double rate,
            long step,
            MemorySegment p,
            MemorySegment g,
            Tensor[] state,
            int from,
            int to) {
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float stepSize = (float) (rate / (1 - Math.pow(adam.beta1(), (double) step)));
        float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(adam.beta2(), (double) step)));
        float decay = (float) adam.weightDecay();
        float epsilon = (float) adam.epsilon();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            float[] parameter = read(p, at, count, Scratch.Use.WEIGHTS);
            float[] gradient = read(g, at, count, Scratch.Use.WEIGHT_GRADIENT);
            float[] first = read(state[0].memory(), at, count, Scratch.Use.INPUT);
            float[] second = read(state[1].memory(), at, count, Scratch.Use.RESULT);
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector x = fromArray(SPECIES, parameter, i);
                FloatVector slope = fromArray(SPECIES, gradient, i).add(x.mul(decay));
                FloatVector m = fromArray(SPECIES, first, i).mul(beta1).add(slope.mul(1 - beta1));
                FloatVector v = fromArray(SPECIES, second, i)
                        .mul(beta2)
                        .add(slope.mul(slope).mul(1 - beta2));
                m.intoArray(first, i);
                v.intoArray(second, i);
                FloatVector root = v.sqrt().mul(rootScale).add(epsilon);
                x.sub(m.mul(stepSize).div(root)).intoArray(parameter, i);
            }
            Lanes.write(first, 1, count, state[0].memory(), at);
            Lanes.write(second, 1, count, state[1].memory(), at);
            Lanes.write(parameter, 1, count, p, at);
        }
    }

    private static void sgd(
            Optimizer.Sgd sgd, float rate, MemorySegment p, MemorySegment g, MemorySegment v, int from, int to) {
        float decay = (float) sgd.weightDecay();
        float momentum = (float) sgd.momentum();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            float[] parameter = read(p, at, count, Scratch.Use.WEIGHTS);
            float[] gradient = read(g, at, count, Scratch.Use.WEIGHT_GRADIENT);
            float[] velocity = read(v, at, count, Scratch.Use.INPUT);
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector x = fromArray(SPECIES, parameter, i);
                FloatVector moved = fromArray(SPECIES, velocity, i)
                        .mul(momentum)
                        .add(fromArray(SPECIES, gradient, i))
                        .add(x.mul(decay));
                moved.intoArray(velocity, i);
                x.sub(moved.mul(rate)).intoArray(parameter, i);
            }
            Lanes.write(velocity, 1, count, v, at);
            Lanes.write(parameter, 1, count, p, at);
        }
    }

    /** As {@link Kernels#adamW}, everything in one pass. */
    static void adamW(
            Parallel parallel,
            AdamW rule,
            Tensor value,
            Tensor gradient,
            double factor,
            Tensor[] moments,
            double rate,
            long step) {
        Constants constants = new Constants(
                (float) factor,
                (float) rule.beta1(),
                (float) rule.beta2(),
                (float) (rate / (1 - Math.pow(rule.beta1(), (double) step))),
                (float) (1 / Math.sqrt(1 - Math.pow(rule.beta2(), (double) step))),
                (float) rule.epsilon(),
                (float) (1 - rate * rule.weightDecay()),
                (float) rule.averaging(step));
        parallel.forEach(Math.toIntExact(value.size()), GRAIN, (from, to) -> {
            for (int at = from; at < to; at += BLOCK) {
                int count = Math.min(BLOCK, to - at);
                float[] parameter = read(value.memory(), at, count, Scratch.Use.WEIGHTS);
                float[] slopes = read(gradient.memory(), at, count, Scratch.Use.WEIGHT_GRADIENT);
                float[] first = read(moments[0].memory(), at, count, Scratch.Use.INPUT);
                float[] second = read(moments[1].memory(), at, count, Scratch.Use.RESULT);
                float[] average = read(moments[2].memory(), at, count, Scratch.Use.RESULT_GRADIENT);
                adamW(parameter, slopes, first, second, average, count, constants);
                Lanes.write(parameter, 1, count, value.memory(), at);
                Lanes.write(first, 1, count, moments[0].memory(), at);
                Lanes.write(second, 1, count, moments[1].memory(), at);
                Lanes.write(average, 1, count, moments[2].memory(), at);
            }
        });
    }

    /** What a step multiplies with. */
    private record Constants(
            float factor,
            float beta1,
            float beta2,
            float stepSize,
            float rootScale,
            float epsilon,
            float decay,
            float keep) {}

    private static void adamW(
            float[] parameter, float[] slopes, float[] first, float[] second, float[] average, int count, Constants k) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector slope = fromArray(SPECIES, slopes, i).mul(k.factor);
            FloatVector m = fromArray(SPECIES, first, i).mul(k.beta1).add(slope.mul(1 - k.beta1));
            FloatVector v = fromArray(SPECIES, second, i)
                    .mul(k.beta2)
                    .add(slope.mul(slope).mul(1 - k.beta2));
            m.intoArray(first, i);
            v.intoArray(second, i);
            FloatVector root = v.sqrt().mul(k.rootScale).add(k.epsilon);
            FloatVector x = fromArray(SPECIES, parameter, i)
                    .mul(k.decay)
                    .sub(m.mul(k.stepSize).div(root));
            x.intoArray(parameter, i);
            fromArray(SPECIES, average, i).sub(x).mul(k.keep).add(x).intoArray(average, i);
        }
    }
}
