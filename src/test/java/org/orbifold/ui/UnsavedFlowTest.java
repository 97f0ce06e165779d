package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.flow.FlowFile;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Autosave;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A flow that was trained and is in no file is not forgotten unasked. */
@ExtendWith(ApplicationExtension.class)
class UnsavedFlowTest {
    private static final String NOBODY = "autosave-99999999";

    @TempDir
    private Path folder;

    private Session session;
    private FlowCourse course;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        course = session.course();
        window = new TestedWindow(session, stage);
    }

    /** A flow that took half a minute to train, as a process left it that had no time to save it. */
    @BeforeEach
    void recover(FxRobot robot) {
        Path left = folder.resolve(NOBODY + ".orbifold");
        FlowFile.write(folder.resolve(NOBODY + ".flow"), SampleModels.flow());
        robot.interact(() -> {
            session.store().save(left);
            new Autosave(session, folder).recover(left);
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(course.hasUnsaved());
        assertTrue(session.store().isChanged());
    }

    /** It does not wait for what a person answers. */
    private void startOver() {
        Platform.runLater(course::reset);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void itIsKeptIfThePersonThinksBetterOfIt(FxRobot robot) {
        var flow = course.view().get();
        startOver();
        robot.clickOn("Cancel");
        assertEquals(flow, course.view().get());
    }

    /** Steps that are taken after it was saved are in no file; saving works while a training rests or goes on. */
    @Test
    void whatIsTrainedOnAfterItWasSavedIsUnsavedAgain(FxRobot robot) {
        JobExecutor executor = JobExecutor.background(2);
        Session trained = new Session(executor, Platform::runLater);
        FlowCourse training = trained.course();
        Path file = folder.resolve("resting.flow");
        robot.interact(() -> {
            new Autosave(trained, folder.resolve("own"));
            training.openSample();
        });
        TestedWindow.await(() -> training.view().get().isPresent());
        robot.interact(() -> {
            training.reset();
            training.stepOnce();
        });
        awaitStep(training, 1);
        assertTrue(training.isSavable().getValue());
        AtomicBoolean saved = new AtomicBoolean();
        robot.interact(() -> training.save(file, () -> saved.set(true)));
        TestedWindow.await(saved::get);
        assertEquals(1, FlowFile.read(file).step());
        assertFalse(keepsAFlow(robot, trained), "it is in a file of its own");
        robot.interact(training::stepOnce);
        awaitStep(training, 2);
        assertTrue(keepsAFlow(robot, trained));
        robot.interact(training::stop);
        TestedWindow.await(() -> training.state().get() == FlowCourse.State.IDLE);
        executor.close();
    }

    /** Waits until a training rests after a step. */
    private static void awaitStep(FlowCourse training, long step) {
        TestedWindow.await(() -> {
            Platform.runLater(training::poll);
            return training.view().get().filter(now -> now.step() == step).isPresent();
        });
    }

    /** Whether a session that is saved has to write its flow beside itself. */
    private boolean keepsAFlow(FxRobot robot, Session session) {
        Path file = folder.resolve("s.orbifold");
        Path beside = folder.resolve("s.flow");
        assertTrue(!Files.exists(file) || file.toFile().delete());
        robot.interact(() -> session.store().save(file));
        TestedWindow.await(() -> Files.exists(file));
        return Files.exists(beside);
    }

    @Test
    void itIsForgottenWhereThatIsMeant(FxRobot robot) {
        startOver();
        robot.clickOn("Forget it");
        assertEquals(Optional.empty(), course.view().get());
        assertFalse(session.store().isChanged());
    }

    @Test
    void itIsSavedBeforeAnotherOneIsOpened(FxRobot robot) {
        Path file = folder.resolve("kept.flow");
        window.choose(file);
        startOver();
        robot.clickOn("Save");
        TestedWindow.await(() -> course.view().get().isEmpty());
        assertEquals(SampleModels.flow().step(), FlowFile.read(file).step());
        robot.interact(() -> course.openFlow(file));
        TestedWindow.await(() -> course.view().get().isPresent());
        assertFalse(course.hasUnsaved(), "it is in a file");
        startOver();
        assertEquals(Optional.empty(), course.view().get(), "unasked");
    }

    @Test
    void savingTheSessionSavesItBeside(FxRobot robot) {
        robot.interact(() -> session.store().save(folder.resolve("mine.orbifold")));
        assertEquals(
                SampleModels.flow().step(),
                FlowFile.read(folder.resolve("mine.flow")).step());
        assertFalse(session.store().isChanged());
        assertEquals(List.of(), robot.listTargetWindows().stream().skip(1).toList());
        assertTrue(Files.exists(folder.resolve("mine.orbifold")));
    }
}
