package org.orbifold.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Runs jobs. {@link #background} runs them on daemon threads of low priority, so that a window beside them stays
 * smooth; {@link #direct} runs each to its end inside {@code submit}, which makes tests deterministic.
 */
public final class JobExecutor implements AutoCloseable {
    private final Executor runner;
    private final Runnable close;
    private final List<Job<?>> active = new CopyOnWriteArrayList<>();

    private JobExecutor(Executor runner, Runnable close) {
        this.runner = runner;
        this.close = close;
    }

    /** An executor with {@code threads} daemon threads, first come first served. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: nothing depends on it
    public static JobExecutor background(int threads) {
        ThreadFactory factory = Thread.ofPlatform()
                .name("job-", 1)
                .daemon()
                .priority(Thread.NORM_PRIORITY - 2)
                .factory();
        ExecutorService service = Executors.newFixedThreadPool(threads, factory);
        return new JobExecutor(service, service::shutdownNow);
    }

    /** An executor that runs each job on the submitting thread, before {@code submit} returns. */
    public static JobExecutor direct() {
        return new JobExecutor(Runnable::run, () -> {});
    }

    /** Queues work as a job; once this is closed, a job that is cancelled already. */
    public <T> Job<T> submit(String title, Task<T> task) {
        Job<T> job = new Job<>(title, task, active::remove);
        active.add(job);
        try {
            runner.execute(job::run);
        } catch (RejectedExecutionException e) {
            job.cancel();
            active.remove(job);
        }
        return job;
    }

    /** The jobs that are queued or running, oldest first. */
    public List<Job<?>> active() {
        return List.copyOf(active);
    }

    /** Cancels every job, and those to come. */
    @Override
    public void close() {
        active.forEach(Job::cancel);
        close.run();
    }
}
