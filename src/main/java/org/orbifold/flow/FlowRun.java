package org.orbifold.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;

/**
 * A training on its way, that can be paused, stepped and stopped from any thread, and seen while it goes on. Where it has
 * a file, it writes a checkpoint every few seconds, when it rests, and at its end, however that comes; what stood in the file before
 * stays if the training diverges.
 */
public final class FlowRun {
    private static final double SECONDS_BETWEEN_CHECKPOINTS = 5;
    private static final double SECONDS_BETWEEN_VIEWS = 0.5;

    /**
     * How a run looks from outside.
     *
     * @param last the step taken last
     */
    public record View(Flow flow, long step, List<Checkpoint.Seen> history, Optional<StepSeen> last) {}

    private final FlowTraining training;
    private final Optional<Path> file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicReference<View> view;
    private boolean paused;
    private boolean stopped;
    private int granted;

    /** A run of a training, into a file. */
    public FlowRun(FlowTraining training, Path file) {
        this(training, Optional.of(file));
    }

    /** A run that is written nowhere. */
    public FlowRun(FlowTraining training) {
        this(training, Optional.empty());
    }

    /** A run of a training, into a file if there is one. */
    public FlowRun(FlowTraining training, Optional<Path> file) {
        this.training = training;
        this.file = file;
        view = new AtomicReference<>(look());
    }

    private View look() {
        return new View(training.flow(), training.steps(), training.history(), training.lastStep());
    }

    /** How it looked a moment ago. */
    public View view() {
        return view.get();
    }

    /** Rests after the step that is being taken, until {@link #proceed}. */
    public void pause() {
        set(() -> paused = true);
    }

    /** Goes on. */
    public void proceed() {
        set(() -> paused = false);
    }

    /** Takes one step of a run that rests. */
    public void stepOnce() {
        set(() -> granted++);
    }

    /** Ends the run after the step that is being taken; it can be resumed from its file. */
    public void stop() {
        set(() -> stopped = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Shows how it stands and waits while paused; whether to take a step. */
    private boolean mayStep(Progress progress) {
        try {
            if (rests()) {
                show();
                waitForChange(progress);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        lock.lock();
        try {
            granted = paused ? Math.max(0, granted - 1) : 0;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean rests() {
        lock.lock();
        try {
            return paused && granted == 0 && !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void waitForChange(Progress progress) throws InterruptedException {
        lock.lock();
        try {
            while (rests()) {
                progress.checkCancelled();
                long _ = changed.awaitNanos(50_000_000);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Trains until the plan is done or the run is stopped.
     *
     * @throws CancellationException if it was cancelled: what was done until then is in the file
     * @throws Fault if the loss is not finite: the file is as it was a few seconds before
     */
    public void run(Progress progress) {
        long written = System.nanoTime();
        long seen = written;
        try {
            while (!training.isDone() && mayStep(progress)) {
                double loss = training.step();
                progress.report(training.steps(), training.plan().steps(), String.format("loss %.4f", loss));
                long now = System.nanoTime();
                if ((now - seen) * 1e-9 > SECONDS_BETWEEN_VIEWS) {
                    view.set(look());
                    seen = now;
                }
                if ((now - written) * 1e-9 > SECONDS_BETWEEN_CHECKPOINTS) {
                    write();
                    written = System.nanoTime();
                }
            }
        } catch (CancellationException e) {
            show();
            throw e;
        } catch (Fault fault) {
            throw file.filter(Files::exists)
                    .map(path -> new Fault(
                            path + ": " + fault.getMessage() + "; it holds the last checkpoint before", fault))
                    .orElse(fault);
        }
        show();
    }

    private void show() {
        view.set(look());
        write();
    }

    private void write() {
        file.ifPresent(path -> FlowFile.write(path, training.checkpoint()));
    }
}
