package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The scripts do in the window what they say, and what is measured is counted right. */
@ExtendWith(ApplicationExtension.class)
class WindowBenchmarkTest {
    private Stage stage;
    private Session session;
    private TestedWindow window;
    private WorkbenchPane room;

    @Start
    void start(Stage stage) {
        this.stage = stage;
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
        room = (WorkbenchPane) stage.getScene().getRoot();
    }

    /** Other windows were open: the next test is to show its own anew, so that it is the active one. */
    @AfterEach
    void hide(FxRobot robot) {
        robot.interact(stage::hide);
    }

    @Test
    void aNeuronIsDraggedOntoAnother(FxRobot robot) {
        robot.interact(() -> WindowScript.DRAG.open(session));
        window.settle();
        robot.interact(() -> {
            WindowScript.Hand hand = WindowScript.DRAG.hand(session, room);
            for (double seconds : new double[] {0, 0.3, 0.7, 2.1, 2.4}) {
                hand.move(seconds, 0);
            }
        });
        String edit = session.history().edits().getFirst().name();
        assertTrue(edit.startsWith("swap(1, ") && edit.endsWith(" in hidden 0"), edit);
    }

    @Test
    void aLoopEndsWhereItBegan(FxRobot robot) {
        robot.interact(() -> WindowScript.LOOP.open(session));
        TestedWindow.await(() -> WindowScript.LOOP.isReady(session, room));
        Weights before = session.edited().get().orElseThrow();
        List<Integer> steps = new ArrayList<>();
        robot.interact(() -> {
            WindowScript.Hand hand = WindowScript.LOOP.hand(session, room);
            for (int pulse = 0; pulse < WindowScript.PULSES_PER_CYCLE; pulse++) {
                hand.move(0, pulse);
                steps.add(session.lesson().number());
            }
        });
        assertEquals(List.of(0, 1, 2, 3, 4, 5), steps.stream().distinct().toList());
        TestedWindow.await(() -> session.lesson().number() == 0);
        assertEquals(before, session.edited().get().orElseThrow());
        assertEquals(List.of(), session.history().edits());
    }

    @Test
    void aLoopIsMeasuredByItsCyclesAndTellsWhatTheHeapGrewBy() {
        WindowBenchmark.Result result = WindowBenchmark.measure(
                        new WindowBenchmark.Plan(WindowScript.LOOP, 0, 3), false)
                .join();
        assertEquals(3 * WindowScript.PULSES_PER_CYCLE, result.frames());
        assertTrue(result.growth().isPresent());
        assertTrue(0 < result.median() && result.median() <= result.p95() && result.p95() <= result.worst());
        assertEquals("headless", result.platform());
    }

    @Test
    void gapsBetweenPulsesAreCountedInOrder() {
        PulseTimes times = new PulseTimes();
        assertThrows(IllegalStateException.class, () -> times.quantile(0.5));
        long at = 1_000_000;
        times.take(at);
        for (int gap = 2000; gap > 0; gap--) {
            at += gap * 1_000_000L;
            times.take(at);
        }
        assertEquals(2000, times.count());
        assertEquals(1, times.quantile(0), 1e-9);
        assertEquals(1900, times.quantile(0.95), 1);
        assertEquals(2000, times.quantile(1), 1e-9);
    }
}
