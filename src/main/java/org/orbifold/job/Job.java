package org.orbifold.job;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * One piece of work on its way: queued, running, perhaps paused, and in the end succeeded, failed or cancelled. Every
 * method may be called from any thread. Observers poll {@link #status()}, once a frame or once a line, instead of being
 * called for each report.
 *
 * @param <T> the type of the result
 */
public final class Job<T> {
    /** Where a job stands. */
    public enum State {
        QUEUED,
        RUNNING,
        PAUSED,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether nothing more will happen. */
        public boolean isEnd() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /**
     * A job seen at one moment.
     *
     * @param done units of work done
     * @param total units of work in all, 0 where unknown
     * @param message what is being done
     * @param startedNanos {@link System#nanoTime()} when it began to run, put off by the time it was paused; 0 before
     * @param pausedNanos when it was paused, 0 unless it is
     */
    public record Status(State state, long done, long total, String message, long startedNanos, long pausedNanos) {
        /** The share done in [0, 1], or empty where the total is unknown. */
        public Optional<Double> fraction() {
            return total <= 0 ? Optional.empty() : Optional.of(Math.min(1.0, (double) done / total));
        }

        /** Units a second since the start, while it was not paused, seen at {@code nowNanos}. */
        public double rate(long nowNanos) {
            double seconds = ((pausedNanos == 0 ? nowNanos : pausedNanos) - startedNanos) * 1e-9;
            return startedNanos == 0 || seconds <= 0 ? 0 : done / seconds;
        }

        /** Seconds that remain at the present rate, or empty where that cannot be said. */
        public Optional<Double> remainingSeconds(long nowNanos) {
            double rate = rate(nowNanos);
            return total <= 0 || rate <= 0 ? Optional.empty() : Optional.of((total - done) / rate);
        }
    }

    private final String title;
    private final Task<T> task;
    private final Resting resting;
    private final Pool pool;
    private final long submittedNanos = System.nanoTime();
    private final AtomicReference<Status> status = new AtomicReference<>(new Status(State.QUEUED, 0, 0, "", 0, 0));
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private volatile boolean cancelRequested;
    private boolean pauseRequested;

    /** What a job belongs to: told of its pauses, and of its end before its observers are. */
    interface Pool {
        /** The job gives up its place, or takes one again. */
        void paused(boolean now);

        /** The job is over. */
        void ended(Job<?> job);
    }

    /** Work rests where it reports, until it is let go on or cancelled. */
    private static final class Gate implements Resting {
        private boolean closed;

        @Override
        public synchronized void rest() {
            closed = true;
        }

        @Override
        public synchronized void proceed() {
            closed = false;
            notifyAll();
        }

        synchronized void pass() {
            try {
                while (closed) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (CancellationException) new CancellationException("interrupted").initCause(e);
            }
        }
    }

    /**
     * A queued job; a {@link JobExecutor} runs it.
     *
     * @param resting how the work rests; empty where it does so at its next report
     */
    Job(String title, Task<T> task, Optional<Resting> resting, Pool pool) {
        this.title = Objects.requireNonNull(title);
        this.task = Objects.requireNonNull(task);
        this.resting = resting.orElseGet(Gate::new);
        this.pool = pool;
    }

    /** What the job is called in a list of jobs. */
    public String title() {
        return title;
    }

    /** Where it stands now. */
    public Status status() {
        return status.get();
    }

    /** {@link System#nanoTime()} when it was queued. */
    public long submittedNanos() {
        return submittedNanos;
    }

    /**
     * Asks the job to stop; it does at its next report, or at once where it rests. A queued job never starts. Harmless at
     * any time.
     */
    public void cancel() {
        synchronized (resting) {
            cancelRequested = true;
            resting.proceed();
        }
        if (update(State.QUEUED, State.CANCELLED)) {
            outcome.completeExceptionally(new CancellationException(title));
        }
    }

    /**
     * Has the job rest from its next report on, a queued one as soon as it has its turn; another may run in its place.
     * Harmless at any time.
     */
    public void pause() {
        synchronized (resting) {
            if (!cancelRequested && !pauseRequested && !status().state().isEnd()) {
                pauseRequested = true;
                resting.rest();
                update(State.RUNNING, State.PAUSED);
            }
        }
    }

    /** Lets a paused job go on. Harmless at any time. */
    public void resume() {
        synchronized (resting) {
            if (pauseRequested) {
                pauseRequested = false;
                update(State.PAUSED, State.RUNNING);
                resting.proceed();
            }
        }
    }

    /**
     * Has an observer told of the end, on the thread that ends the job, or now if it has ended: of the result, or of what
     * was thrown, which is a {@link CancellationException} for a cancelled job.
     */
    public void whenEnded(BiConsumer<? super T, ? super Throwable> observer) {
        var _ = outcome.whenComplete(observer);
    }

    /**
     * Waits for the result.
     *
     * @throws CancellationException if the job was cancelled
     * @throws CompletionException if it failed, with what was thrown as its cause
     */
    public T join() {
        return outcome.join();
    }

    /** Runs the work on the calling thread; does nothing unless the job is queued. */
    void run() {
        if (!update(State.QUEUED, State.RUNNING)) {
            return;
        }
        synchronized (resting) {
            if (pauseRequested && !cancelRequested) {
                update(State.RUNNING, State.PAUSED);
            }
        }
        try {
            T result = task.run(new Reporter());
            end(State.SUCCEEDED);
            outcome.complete(result);
        } catch (CancellationException e) {
            end(State.CANCELLED);
            outcome.completeExceptionally(e);
        } catch (Throwable t) {
            end(State.FAILED);
            outcome.completeExceptionally(t);
        }
    }

    /** It may have been paused too late to rest. */
    private void end(State how) {
        while (!update(State.RUNNING, how) && !update(State.PAUSED, how)) {
            Thread.onSpinWait();
        }
    }

    private boolean update(State from, State to) {
        while (true) {
            Status seen = status.get();
            if (seen.state() != from) {
                return false;
            }
            if (status.compareAndSet(seen, next(seen, to, System.nanoTime()))) {
                if (from == State.PAUSED || to == State.PAUSED) {
                    pool.paused(to == State.PAUSED);
                }
                if (to.isEnd()) {
                    pool.ended(this);
                }
                return true;
            }
        }
    }

    private static Status next(Status seen, State to, long now) {
        long started = switch (seen.state()) {
            case QUEUED -> to == State.RUNNING ? now : 0;
            case PAUSED -> seen.startedNanos() + now - seen.pausedNanos();
            default -> seen.startedNanos();
        };
        return new Status(to, seen.done(), seen.total(), seen.message(), started, to == State.PAUSED ? now : 0);
    }

    private final class Reporter implements Progress {
        @Override
        public void report(long done, long total, String message) {
            status.updateAndGet(s -> new Status(s.state(), done, total, message, s.startedNanos(), s.pausedNanos()));
            checkCancelled();
        }

        @Override
        public void checkCancelled() {
            if (!cancelRequested && resting instanceof Gate gate) {
                gate.pass();
            }
            if (cancelRequested) {
                throw new CancellationException(title);
            }
        }
    }
}
