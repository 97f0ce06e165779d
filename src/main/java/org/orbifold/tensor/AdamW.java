package org.orbifold.tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, alg. 2), gradients clipped to a norm, and an
 * exponential moving average of the parameters.
 *
 * @param epsilon added to the root of the second moment
 * @param weightDecay a step takes off, as a share of the parameter, this times the learning rate
 * @param clip the norm of all gradients together that is not exceeded
 * @param averagingDecay the share of the average that stays at a step, once there have been many
 */
public record AdamW(
        double beta1, double beta2, double epsilon, double weightDecay, double clip, double averagingDecay) {
    /** With the papers' constants, no decay, gradients clipped to 1, and an average over about a thousand steps. */
    public AdamW() {
        this(0.9, 0.999, 1e-8, 0, 1, 0.999);
    }

    /** The share of the average that stays at a step, counted from 1: little at first, so that the start is forgotten. */
    double averaging(long step) {
        return Math.min(averagingDecay, step / (step + 9.0));
    }
}
