package org.orbifold.flow;

/**
 * A training step as its first pair went through it.
 *
 * @param step its number, from 1
 * @param pairs of its batch
 * @param network the number of the training network that is the target
 * @param source the point at flow time 0
 * @param target the point at flow time 1
 * @param time the flow time that was drawn
 * @param point the path's point at that time
 * @param velocity of the path there: what is to be learned
 * @param prediction the velocity that the network gave
 * @param loss of the pair
 * @param batchLoss the mean over the batch
 * @param gradientNorm before clipping
 * @param rate the learning rate
 */
@SuppressWarnings("ArrayRecordComponent") // read only
public record StepSeen(
        long step,
        int pairs,
        int network,
        float[] source,
        float[] target,
        double time,
        float[] point,
        float[] velocity,
        float[] prediction,
        double loss,
        double batchLoss,
        double gradientNorm,
        double rate) {}
