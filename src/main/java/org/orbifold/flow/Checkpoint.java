package org.orbifold.flow;

import java.util.List;

/**
 * A training as it stands: all that a later run needs to go on, and the flow that it has made so far.
 *
 * @param flow with the averaged parameters
 * @param values the parameters themselves
 * @param firstMoment of the optimiser
 * @param secondMoment of the optimiser
 * @param step how many were taken
 * @param history what was seen on the way
 * @param zoo the fingerprint of the networks that it learns from
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record Checkpoint(
        Flow flow,
        float[] values,
        float[] firstMoment,
        float[] secondMoment,
        long step,
        List<Seen> history,
        String zoo) {
    /** Whether these are the networks that it learns from. */
    public boolean learnsFrom(List<Task> tasks) {
        return Targets.fingerprint(tasks).equals(zoo);
    }

    /**
     * Steps on the way, one or several together.
     *
     * @param step the last of them
     * @param loss their mean: about 1 for a network that knows no more than {@link AffineVelocity}
     * @param validation the loss on runs that are held out; NaN where it was not measured
     * @param gradientNorm of the last step, before clipping
     * @param seconds of training until then
     */
    public record Seen(long step, double loss, double validation, double gradientNorm, double seconds) {}
}
