package org.orbifold.job;

import java.util.concurrent.CancellationException;

/**
 * What running work sees of the job it belongs to: a place to report to, and the wish to stop. Work calls
 * {@link #report} or {@link #checkCancelled} at least every few tens of milliseconds.
 */
public interface Progress {
    /** Work that nobody watches and nobody stops. */
    Progress NONE = new Progress() {
        @Override
        public void report(long done, long total, String message) {}

        @Override
        public void checkCancelled() {}
    };

    /** A progress that stops when this one is stopped, and whose reports go nowhere: for a part of the work. */
    default Progress silent() {
        return new Progress() {
            @Override
            public void report(long done, long total, String message) {
                Progress.this.checkCancelled();
            }

            @Override
            public void checkCancelled() {
                Progress.this.checkCancelled();
            }
        };
    }

    /**
     * Reports {@code done} of {@code total} units of work, and what is being done; also a cancellation point.
     *
     * @param total the number of units, or 0 where it is unknown
     * @throws CancellationException if the job was cancelled
     */
    void report(long done, long total, String message);

    /**
     * Stops here if the job was cancelled.
     *
     * @throws CancellationException if the job was cancelled
     */
    void checkCancelled();
}
