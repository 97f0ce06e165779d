package org.orbifold.tensor;

import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Lanes.load;
import static org.orbifold.tensor.Lanes.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

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

    private static void adam(
            Optimizer.Adam adam,
            double rate,
            long step,
            MemorySegment p,
            MemorySegment g,
            Tensor[] state,
            int from,
            int to) {
        MemorySegment m = state[0].memory();
        MemorySegment v = state[1].memory();
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float stepSize = (float) (rate / (1 - Math.pow(adam.beta1(), (double) step)));
        float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(adam.beta2(), (double) step)));
        for (int i = from; i < to; i += SPECIES.length()) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector parameter = load(p, i, mask);
            FloatVector gradient = load(g, i, mask).add(parameter.mul((float) adam.weightDecay()));
            FloatVector first = load(m, i, mask).mul(beta1).add(gradient.mul(1 - beta1));
            FloatVector second =
                    load(v, i, mask).mul(beta2).add(gradient.mul(gradient).mul(1 - beta2));
            store(first, m, i, mask);
            store(second, v, i, mask);
            FloatVector root = second.sqrt().mul(rootScale).add((float) adam.epsilon());
            store(parameter.sub(first.mul(stepSize).div(root)), p, i, mask);
        }
    }

    private static void sgd(
            Optimizer.Sgd sgd, float rate, MemorySegment p, MemorySegment g, MemorySegment v, int from, int to) {
        for (int i = from; i < to; i += SPECIES.length()) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector parameter = load(p, i, mask);
            FloatVector gradient = load(g, i, mask).add(parameter.mul((float) sgd.weightDecay()));
            FloatVector velocity = load(v, i, mask).mul((float) sgd.momentum()).add(gradient);
            store(velocity, v, i, mask);
            store(parameter.sub(velocity.mul(rate)), p, i, mask);
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
        MemorySegment p = value.memory();
        MemorySegment g = gradient.memory();
        MemorySegment m = moments[0].memory();
        MemorySegment v = moments[1].memory();
        MemorySegment mean = moments[2].memory();
        float beta1 = (float) rule.beta1();
        float beta2 = (float) rule.beta2();
        float stepSize = (float) (rate / (1 - Math.pow(rule.beta1(), (double) step)));
        float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(rule.beta2(), (double) step)));
        float decay = (float) (1 - rate * rule.weightDecay());
        float keep = (float) rule.averaging(step);
        parallel.forEach(Math.toIntExact(value.size()), GRAIN, (from, to) -> {
            for (int i = from; i < to; i += SPECIES.length()) {
                VectorMask<Float> mask = SPECIES.indexInRange(i, to);
                FloatVector slope = load(g, i, mask).mul((float) factor);
                FloatVector first = load(m, i, mask).mul(beta1).add(slope.mul(1 - beta1));
                FloatVector second =
                        load(v, i, mask).mul(beta2).add(slope.mul(slope).mul(1 - beta2));
                store(first, m, i, mask);
                store(second, v, i, mask);
                FloatVector root = second.sqrt().mul(rootScale).add((float) rule.epsilon());
                FloatVector parameter =
                        load(p, i, mask).mul(decay).sub(first.mul(stepSize).div(root));
                store(parameter, p, i, mask);
                FloatVector average = load(mean, i, mask);
                store(average.sub(parameter).mul(keep).add(parameter), mean, i, mask);
            }
        });
    }
}
