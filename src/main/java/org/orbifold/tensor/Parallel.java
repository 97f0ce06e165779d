package org.orbifold.tensor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Splits loops over independent items into one contiguous share a thread. The calling thread takes a share itself. */
public final class Parallel {
    /** Work on items {@code [from, to)}. */
    @FunctionalInterface
    public interface Range {
        /** Does the work. */
        void run(int from, int to);
    }

    /** Runs everything on the calling thread. */
    public static final Parallel SERIAL = new Parallel(1);

    private final int threads;
    private final Executor workers;

    Parallel(int threads) {
        this.threads = threads;
        this.workers = threads == 1
                ? Runnable::run
                : Executors.newFixedThreadPool(
                        threads - 1,
                        Thread.ofPlatform().name("kernel-", 1).daemon().factory());
    }

    /** The most threads that work at once. */
    public int threads() {
        return threads;
    }

    /**
     * Runs {@code body} over {@code [0, items)}, split so that no share is below {@code grain} items, and returns when
     * all is done. What a share throws is thrown here.
     */
    public void forEach(int items, int grain, Range body) {
        int shares = Math.max(1, Math.min(threads, items / Math.max(1, grain)));
        if (shares == 1) {
            body.run(0, items);
            return;
        }
        CountDownLatch done = new CountDownLatch(shares - 1);
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        for (int s = 1; s < shares; s++) {
            int from = (int) ((long) items * s / shares);
            int to = (int) ((long) items * (s + 1) / shares);
            workers.execute(() -> {
                try {
                    body.run(from, to);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            body.run(0, items / shares);
        } finally {
            await(done);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Waits without giving up: the shares work on the caller's arrays, which must not be freed under them. */
    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
