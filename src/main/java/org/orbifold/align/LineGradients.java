package org.orbifold.align;

import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.LossGradients;
import org.orbifold.net.Weights;

/** Gradients of a {@link LineObjective} by the moved network, on some rows at a time drawn by a seed. */
final class LineGradients implements AutoCloseable {
    private static final int BATCH = 256;

    private final LineObjective objective;
    private final Weights a;
    private final Examples rows;
    private final SplittableRandom random;
    private final int batch;
    private final LossGradients gradients;

    LineGradients(LineObjective objective, Weights a, Examples rows, SplittableRandom random) {
        this.objective = objective;
        this.a = a;
        this.rows = rows;
        this.random = random;
        Architecture architecture = a.architecture();
        batch = Math.min(BATCH, rows.rows());
        gradients = new LossGradients(architecture, 1, batch);
    }

    /**
     * The gradient by the parameters of B moved.
     *
     * @throws Fault if the loss is not finite
     */
    float[] by(Weights moved) {
        float[] gradient = new float[a.architecture().parameters()];
        if (objective == LineObjective.L2) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = 2 * (moved.get(i) - a.get(i));
            }
            return gradient;
        }
        double t = objective == LineObjective.MID ? 0.5 : random.nextDouble();
        Examples some = rows.gather(random.ints(batch, 0, rows.rows()).toArray());
        LossGradients.Slopes slopes = gradients.of(List.of(a.lerp(moved, t)), some);
        if (!Double.isFinite(slopes.losses()[0])) {
            throw new Fault("the loss between the networks is not finite");
        }
        float[] slope = slopes.gradients().getFirst();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (t * slope[i]);
        }
        return gradient;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
