package org.orbifold.ui.session;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Task;

/**
 * Work of which only the latest request counts: a newer one cancels the one before, whose result is dropped. For what
 * follows a slider or an edit.
 */
final class Latest {
    private final JobExecutor executor;
    private final Executor fx;
    private final Consumer<Throwable> onFailure;
    private final AtomicLong newest = new AtomicLong();
    private final ReadOnlyObjectWrapper<Optional<String>> stop =
            new ReadOnlyObjectWrapper<>(this, "stop", Optional.empty());
    private Job<?> running;

    /**
     * Work on an executor.
     *
     * @param fx runs what touches the session
     * @param onFailure told of failures, through {@code fx}
     */
    Latest(JobExecutor executor, Executor fx, Consumer<Throwable> onFailure) {
        this.executor = executor;
        this.fx = fx;
        this.onFailure = onFailure;
    }

    /** Why the newest work ended without a result, to be shown in its place; empty while it goes on, or has one. */
    ReadOnlyObjectProperty<Optional<String>> stop() {
        return stop.getReadOnlyProperty();
    }

    /** Drops what is under way: its result will not be received. */
    void drop() {
        newest.incrementAndGet();
        stop.set(Optional.empty());
        if (running != null) {
            running.cancel();
        }
    }

    /** Drops what is under way and does this instead; its result goes to {@code receiver}, through {@code fx}. */
    <T> Job<T> submit(String title, Task<T> task, Consumer<T> receiver) {
        drop();
        long request = newest.get();
        Job<T> job = executor.submit(title, task);
        running = job;
        job.whenEnded((result, failure) -> fx.execute(() -> {
            if (newest.get() != request) {
                return;
            }
            if (failure == null) {
                receiver.accept(result);
            } else if (failure instanceof CancellationException) {
                stop.set(Optional.of("Cancelled."));
            } else {
                stop.set(Optional.of("This failed: " + failure.getMessage()));
                onFailure.accept(failure);
            }
        }));
        return job;
    }
}
