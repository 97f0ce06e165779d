package org.orbifold.ui;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.orbifold.figure.Theme;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.Geometry;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowSettings;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/**
 * How smooth the window is while a flow is trained on the sample zoo and its time is scrubbed. Prints the time from frame
 * to frame; asserts nothing, since that depends on the machine. Takes the seconds to measure, 30 if none are given.
 */
public final class FrameTimes {
    /** Seconds in which tau runs from 0 to 1. */
    private static final double SCRUB = 2;

    private final Session session;
    private final JobExecutor executor = JobExecutor.background(3);
    private final double seconds;
    private final List<Double> frames = new ArrayList<>();

    private FrameTimes(double seconds) {
        this.seconds = seconds;
        session = new Session(executor, Platform::runLater);
    }

    /** Measures. */
    public static void main(String[] arguments) {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 30;
        Platform.startup(() -> new FrameTimes(seconds).open());
    }

    private void open() {
        Workbench.loadFonts();
        WorkbenchPane room = new WorkbenchPane(session, FileDialogs.over(null));
        Scene scene = new Scene(room, 1280, 800);
        Workbench.dress(scene, Theme.LIGHT);
        Stage stage = new Stage();
        stage.setTitle("Orbifold: frame times");
        stage.setScene(scene);
        stage.show();
        session.workspace().set(Workspace.FLOW);
        session.course().settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 1_000_000, 16, 32));
        new AnimationTimer() {
            private long first;
            private long last;

            @Override
            public void handle(long now) {
                if (session.course().state().get() == FlowCourse.State.IDLE) {
                    session.course().train();
                }
                if (session.particles().sample().get().isEmpty()) {
                    return;
                }
                long here = System.nanoTime();
                first = first == 0 ? here : first;
                if (last != 0) {
                    frames.add((here - last) * 1e-6);
                }
                last = here;
                double since = (here - first) * 1e-9;
                double share = since / SCRUB % 2;
                session.particles().tau().set(share > 1 ? 2 - share : share);
                if (since > seconds) {
                    stop();
                    tell();
                }
            }
        }.start();
    }

    private void tell() {
        Collections.sort(frames);
        System.out.printf(
                Locale.ROOT,
                "%d frames in %.0f s while training reached step %d: median %.1f ms, 95th percentile %.1f ms, worst %.1f ms%n",
                frames.size(),
                seconds,
                session.course().view().get().map(FlowRun.View::step).orElse(0L),
                frames.get(frames.size() / 2),
                frames.get((int) (0.95 * frames.size())),
                frames.getLast());
        session.course().stop();
        executor.close();
        Platform.exit();
    }
}
