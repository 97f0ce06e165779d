package org.orbifold.job;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One piece of work on its way: queued, running, and in the end succeeded, failed or cancelled. Every method may be
 * called from any thread. Observers poll {@link #status()}, once a frame or once a line, instead of being called for
 * each report.
 *
 * @param <T> the type of the result
 */
public final class Job<T> {
    /** Where a job stands. */
    public enum State {
        QUEUED,
        RUNNING,
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
     * @param startedNanos {@link System#nanoTime()} when it began to run, 0 before
     */
    public record Status(State state, long done, long total, String message, long startedNanos) {
        /** The share done in [0, 1], or empty where the total is unknown. */
        public Optional<Double> fraction() {
            return total <= 0 ? Optional.empty() : Optional.of(Math.min(1.0, (double) done / total));
        }

        /** Units a second since the start, seen at {@code nowNanos}. */
        public double rate(long nowNanos) {
            double seconds = (nowNanos - startedNanos) * 1e-9;
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
    private final AtomicReference<Status> status = new AtomicReference<>(new Status(State.QUEUED, 0, 0, "", 0));
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Runnable onEnd;
    private volatile boolean cancelRequested;

    /** A queued job; a {@link JobExecutor} runs it, and hears of its end before its observers do. */
    Job(String title, Task<T> task, Consumer<Job<T>> onEnd) {
        this.title = Objects.requireNonNull(title);
        this.task = Objects.requireNonNull(task);
        this.onEnd = () -> onEnd.accept(this);
    }

    /** What the job is called in a list of jobs. */
    public String title() {
        return title;
    }

    /** Where it stands now. */
    public Status status() {
        return status.get();
    }

    /** Asks the job to stop; it does at its next report. A queued job never starts. Harmless at any time. */
    public void cancel() {
        cancelRequested = true;
        if (update(State.QUEUED, State.CANCELLED)) {
            outcome.completeExceptionally(new CancellationException(title));
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
        try {
            T result = task.run(new Reporter());
            update(State.RUNNING, State.SUCCEEDED);
            outcome.complete(result);
        } catch (CancellationException e) {
            update(State.RUNNING, State.CANCELLED);
            outcome.completeExceptionally(e);
        } catch (Throwable t) {
            update(State.RUNNING, State.FAILED);
            outcome.completeExceptionally(t);
        }
    }

    private boolean update(State from, State to) {
        while (true) {
            Status seen = status.get();
            if (seen.state() != from) {
                return false;
            }
            long started = to == State.RUNNING ? System.nanoTime() : seen.startedNanos();
            if (status.compareAndSet(seen, new Status(to, seen.done(), seen.total(), seen.message(), started))) {
                if (to.isEnd()) {
                    onEnd.run();
                }
                return true;
            }
        }
    }

    private final class Reporter implements Progress {
        @Override
        public void report(long done, long total, String message) {
            status.updateAndGet(s -> new Status(s.state(), done, total, message, s.startedNanos()));
            checkCancelled();
        }

        @Override
        public void checkCancelled() {
            if (cancelRequested) {
                throw new CancellationException(title);
            }
        }
    }
}
