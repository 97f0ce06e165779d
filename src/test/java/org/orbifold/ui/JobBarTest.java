package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.Theme;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The bottom line of the window: all jobs seen, paused, let go on and cancelled; the device; the seed. */
@ExtendWith(ApplicationExtension.class)
class JobBarTest {
    private final JobExecutor executor = JobExecutor.background(1);
    private Session session;
    private JobBar bar;

    @Start
    void start(Stage stage) {
        session = new Session(executor, Platform::runLater);
        bar = new JobBar(session);
        Scene scene = new Scene(bar, 900, 600);
        Workbench.dress(scene, Theme.LIGHT);
        stage.setScene(scene);
        stage.show();
    }

    @Stop
    void stop() {
        executor.close();
    }

    @Test
    void tellsWhatComputesAndWhy(FxRobot robot) {
        String reason = "GPU: A, compute capability 9.0, not supported: running on CPU";
        robot.interact(() -> bar.setDevice("CPU (GPU not used)", reason));
        Label device = robot.lookup("CPU (GPU not used)").queryAs(Label.class);
        assertEquals(reason, device.getAccessibleHelp());
        robot.moveTo(device);
        assertEquals(reason, device.getTooltip().getText());
        robot.interact(() -> bar.setDevice("CPU (GPU not used)", "another"));
        assertEquals("another", device.getTooltip().getText());
    }

    /** Counts until it is cancelled. */
    private Job<Void> counting(String title, AtomicBoolean ended) {
        return executor.submit(title, progress -> {
            try {
                for (int k = 1; ; k++) {
                    progress.report(k % 100, 100, "round " + k);
                }
            } finally {
                ended.set(true);
            }
        });
    }

    private static List<String> texts(FxRobot robot) {
        return robot.lookup("#job-list .label").queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .toList();
    }

    private static Button named(FxRobot robot, String name) {
        return robot.lookup("#job-list .button").queryAllAs(Button.class).stream()
                .filter(button -> name.equals(button.getAccessibleText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allJobsAreListedPausedLetGoOnAndCancelled(FxRobot robot) throws InterruptedException {
        AtomicBoolean firstEnded = new AtomicBoolean();
        Job<Void> first = counting("Counting", firstEnded);
        CountDownLatch secondStarted = new CountDownLatch(1);
        Job<Void> second = executor.submit("Queued behind", progress -> {
            secondStarted.countDown();
            for (; ; ) {
                progress.checkCancelled();
            }
        });
        TestedWindow.await(() -> robot.lookup("#jobs").queryButton().isVisible()
                && robot.lookup("#jobs").queryButton().getText().contains("(and 1 more)"));
        robot.clickOn("#jobs");
        TestedWindow.await(() -> texts(robot).contains("Queued behind"));
        assertTrue(
                texts(robot).contains("Counting") && texts(robot).contains("queued"),
                () -> texts(robot).toString());
        assertTrue(texts(robot).stream().anyMatch(text -> text.startsWith("round ") && text.contains(" of 100)")));
        assertTrue(named(robot, "Pause: Queued behind").isDisabled(), "it has not begun");
        robot.clickOn(named(robot, "Pause: Counting"));
        assertEquals(Job.State.PAUSED, first.status().state());
        secondStarted.await();
        assertFalse(firstEnded.get());
        assertTrue(
                texts(robot).stream().anyMatch(text -> text.startsWith("paused, round ")),
                () -> texts(robot).toString());
        robot.clickOn(named(robot, "Resume: Counting"));
        assertEquals(Job.State.RUNNING, first.status().state());
        robot.clickOn(named(robot, "Pause: Counting"));
        robot.clickOn(named(robot, "Cancel: Counting"));
        TestedWindow.await(firstEnded::get);
        TestedWindow.await(() -> !texts(robot).contains("Counting"));
        assertEquals(Job.State.CANCELLED, first.status().state());
        robot.clickOn(named(robot, "Cancel: Queued behind"));
        TestedWindow.await(() -> texts(robot).equals(List.of("Nothing is running.")));
        assertEquals(Job.State.CANCELLED, second.status().state());
    }

    @Test
    void theSeedIsSeenAndChanged(FxRobot robot) {
        assertEquals("seed 0", robot.lookup("#seed").queryButton().getText());
        robot.clickOn("#seed");
        TestedWindow.await(() -> robot.lookup("#seed-field").query().isFocused());
        robot.write("eleven").type(KeyCode.ENTER);
        assertEquals(0, session.seed().get());
        assertEquals(
                "no seed: 'eleven' is not a whole number of 0 or more",
                session.failure().get().orElseThrow().getMessage());
        robot.press(KeyCode.CONTROL)
                .type(KeyCode.A)
                .release(KeyCode.CONTROL)
                .write("11")
                .type(KeyCode.ENTER);
        assertEquals(11, session.seed().get());
        assertEquals("seed 11", robot.lookup("#seed").queryButton().getText());
        TestedWindow.await(() -> robot.lookup("#seed-field").queryAll().isEmpty());
    }
}
