package org.orbifold.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Runs jobs. {@link #background} runs them on daemon threads of low priority, so that a window beside them stays
 * smooth; {@link #direct} runs each to its end inside {@code submit}, which makes tests deterministic.
 */
public final class JobExecutor implements AutoCloseable {
    private final Executor runner;
    private final IntConsumer places;
    private final Runnable close;
    private final List<Job<?>> active = new CopyOnWriteArrayList<>();
    private final Job.Pool pool = new Pool();

    private JobExecutor(Executor runner, IntConsumer places, Runnable close) {
        this.runner = runner;
        this.places = places;
        this.close = close;
    }

    /**
     * An executor that has {@code threads} jobs run at a time, on daemon threads, first come first served. A job that is
     * paused does not count, and goes on at once when it is let.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: nothing depends on it
    public static JobExecutor background(int threads) {
        ThreadFactory factory = Thread.ofPlatform()
                .name("job-", 1)
                .daemon()
                .priority(Thread.NORM_PRIORITY - 2)
                .factory();
        ThreadPoolExecutor service =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        return new JobExecutor(service, paused -> setPlaces(service, threads + paused), service::shutdownNow);
    }

    private static void setPlaces(ThreadPoolExecutor service, int places) {
        if (places > service.getMaximumPoolSize()) {
            service.setMaximumPoolSize(places);
            service.setCorePoolSize(places);
        } else {
            service.setCorePoolSize(places);
            service.setMaximumPoolSize(places);
        }
    }

    /** An executor that runs each job on the submitting thread, before {@code submit} returns. */
    public static JobExecutor direct() {
        return new JobExecutor(Runnable::run, paused -> {}, () -> {});
    }

    /** Queues work as a job; once this is closed, a job that is cancelled already. */
    public <T> Job<T> submit(String title, Task<T> task) {
        return submit(title, task, Optional.empty());
    }

    /** The same for work that rests in its own way, instead of where it reports. */
    public <T> Job<T> submit(String title, Task<T> task, Resting resting) {
        return submit(title, task, Optional.of(resting));
    }

    private <T> Job<T> submit(String title, Task<T> task, Optional<Resting> resting) {
        Job<T> job = new Job<>(title, task, resting, pool);
        active.add(job);
        try {
            runner.execute(job::run);
        } catch (RejectedExecutionException e) {
            job.cancel();
            active.remove(job);
        }
        return job;
    }

    /** The jobs that are queued, running or paused, oldest first. */
    public List<Job<?>> active() {
        return List.copyOf(active);
    }

    /** Cancels every job, and those to come. */
    @Override
    public void close() {
        active.forEach(Job::cancel);
        close.run();
    }

    private final class Pool implements Job.Pool {
        private int paused;

        @Override
        public synchronized void paused(boolean now) {
            paused += now ? 1 : -1;
            places.accept(Math.max(0, paused)); // a job that ends may be heard of before its pause
        }

        @Override
        public void ended(Job<?> job) {
            active.remove(job);
        }
    }
}
