package org.orbifold.job;

import java.util.concurrent.CancellationException;

/**
 * What running work sees of the job it belongs to: a place to report to, and the wish to stop. Work calls
 * {@link #report} or {@link #checkCancelled} at least every few tens of milliseconds, and holds no lock that another
 * thread wants meanwhile: where the job is paused, they return when it goes on.
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
     * Reports {@code done} of {@code total} units of work, and what is being done; also a place to rest and to be cancelled.
     *
     * @param total the number of units, or 0 where it is unknown
     * @throws CancellationException if the job was cancelled
     */
    void report(long done, long total, String message);

    /**
     * Rests here while the job is paused, and stops if it was cancelled.
     *
     * @throws CancellationException if the job was cancelled
     */
    void checkCancelled();
}
