package org.orbifold.ui;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.ConditionalFeature;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;

/**
 * How smooth the window is while a script works in it: the times between its pulses, and how much the heap grows while
 * something is done over and over. Where there is no display a window without one is measured.
 */
public final class WindowBenchmark {
    /** Pulses in a row at which the script could begin, before it does. */
    private static final int SETTLED_PULSES = 30;

    private static final double MEGABYTE = 1 << 20;

    private final Plan plan;
    private final JobExecutor executor = JobExecutor.background(Workbench.THREADS);
    private final Session session = new Session(executor, Platform::runLater);

    /**
     * What is measured.
     *
     * @param seconds that a script works
     * @param cycles of the script that loops, instead of seconds
     */
    public record Plan(WindowScript script, double seconds, int cycles) {}

    /**
     * What was measured.
     *
     * @param frames the gaps between pulses
     * @param median of the gaps, in milliseconds
     * @param p95 what 95 of 100 gaps are not longer than, in milliseconds
     * @param worst the longest gap, in milliseconds
     * @param seconds that the script took
     * @param growth of the heap after collecting garbage, in megabytes; of the script that loops
     * @param renderer "software" or "hardware"
     * @param platform "display" or "headless"
     */
    public record Result(
            Plan plan,
            int frames,
            double median,
            double p95,
            double worst,
            double seconds,
            OptionalDouble growth,
            String renderer,
            String platform) {}

    private WindowBenchmark(Plan plan) {
        this.plan = plan;
    }

    /**
     * Measures one after the other, each in a window of its own of 1280 by 800 points.
     *
     * @throws Fault if the display cannot be used
     */
    public static void run(List<Plan> plans, boolean display, Consumer<Result> receiver) {
        if (display) {
            Workbench.chooseRenderer();
        } else {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        try {
            Platform.startup(() -> {
                Platform.setImplicitExit(false);
                Workbench.loadFonts();
            });
        } catch (UnsupportedOperationException e) {
            throw new Fault("no window can be opened: " + e.getMessage(), e);
        }
        try {
            for (Plan plan : plans) {
                receiver.accept(measure(plan, display).join());
            }
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            Platform.exit();
        }
    }

    /** Measures on the toolkit that runs. */
    static CompletableFuture<Result> measure(Plan plan, boolean display) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Platform.runLater(() -> new WindowBenchmark(plan).open(display, result));
        return result;
    }

    private void open(boolean display, CompletableFuture<Result> result) {
        Stage stage = new Stage();
        WorkbenchPane room = new WorkbenchPane(session, FileDialogs.over(stage, uri -> {}));
        Scene scene = new Scene(room, 1280, 800);
        Workbench.dress(scene, session.theme().get());
        stage.setTitle("Orbifold: " + plan.script().label());
        stage.setScene(scene);
        session.pixelScale().bind(stage.outputScaleXProperty());
        session.failure().addListener((o, before, now) -> now.ifPresent(result::completeExceptionally));
        stage.show();
        Run run = new Run(room, display, result);
        var _ = result.whenComplete((measured, failure) -> Platform.runLater(() -> {
            run.stop();
            executor.close();
            stage.close();
        }));
        plan.script().open(session);
        run.start();
    }

    private static final int LOOKS = 8;
    private static final long BETWEEN_LOOKS = 40_000_000;

    /** The script at work: it begins once it can. */
    private final class Run extends AnimationTimer {
        private final WorkbenchPane room;
        private final boolean display;
        private final CompletableFuture<Result> result;
        private final PulseTimes times = new PulseTimes();
        private WindowScript.Hand hand;
        private int settled;
        private long begun;
        private long heap;

        Run(WorkbenchPane room, boolean display, CompletableFuture<Result> result) {
            this.room = room;
            this.display = display;
            this.result = result;
        }

        @Override
        public void handle(long now) {
            try {
                if (hand == null) {
                    waitForPictures();
                } else {
                    move();
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }

        private void waitForPictures() {
            settled = plan.script().isReady(session, room) ? settled + 1 : 0;
            if (settled == SETTLED_PULSES) {
                hand = plan.script().hand(session, room);
                heap = loops() ? heap() : 0;
                begun = System.nanoTime();
            }
        }

        private boolean loops() {
            return plan.script() == WindowScript.LOOP;
        }

        private void move() {
            long here = System.nanoTime();
            times.take(here);
            double seconds = (here - begun) * 1e-9;
            boolean over = loops()
                    ? times.count() >= (long) plan.cycles() * WindowScript.PULSES_PER_CYCLE
                    : seconds > plan.seconds();
            if (over) {
                tell(seconds);
            } else {
                hand.move(seconds, times.count());
            }
        }

        private void tell(double seconds) {
            stop();
            OptionalDouble growth = loops() ? OptionalDouble.of((heap() - heap) / MEGABYTE) : OptionalDouble.empty();
            result.complete(new Result(
                    plan,
                    times.count(),
                    times.quantile(0.5),
                    times.quantile(0.95),
                    times.quantile(1),
                    seconds,
                    growth,
                    Platform.isSupported(ConditionalFeature.SCENE3D) ? "hardware" : "software",
                    display ? "display" : "headless"));
        }
    }

    /**
     * What is on the heap once its garbage is collected: the least of several looks, since what is being drawn beside may
     * hold buffers of many megabytes for a moment.
     */
    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return least;
    }
}
