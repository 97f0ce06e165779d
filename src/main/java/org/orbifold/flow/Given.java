package org.orbifold.flow;

import java.util.Optional;

/**
 * What a velocity network is told besides a point and a time.
 *
 * @param asked the loss that is asked for
 * @param task the statistics of the task's data, for a network that knows its task
 */
record Given(AskedLoss asked, Optional<TaskStatistics> task) {
    /** The same, or the same with nothing asked for. */
    Given asked(boolean really) {
        return really ? this : new Given(AskedLoss.NONE, task);
    }
}
