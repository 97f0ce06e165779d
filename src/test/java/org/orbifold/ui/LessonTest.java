package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.LessonCourse;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.Exposure;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Lessons in the window: everything that they point at is there, and everything that they ask for can be done. */
@ExtendWith(ApplicationExtension.class)
class LessonTest {
    private static final List<SampleLesson> ALL = SampleLesson.ALL;

    private final JobExecutor executor = JobExecutor.background(3);
    private Session session;
    private LessonCourse course;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(executor, Platform::runLater);
        course = session.lesson();
        window = new TestedWindow(session, stage);
        stage.setWidth(1280);
        stage.setHeight(900);
    }

    @Stop
    void stop() {
        Platform.runLater(() -> {
            session.workspace().set(Workspace.LEARN);
            executor.close();
        });
    }

    private void open(FxRobot robot, SampleLesson lesson) {
        robot.interact(() -> session.store().open(lesson));
        TestedWindow.await(() -> course.lesson().getValue().isPresent());
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everythingIsThereAndCanBeDone(SampleLesson lesson, FxRobot robot) {
        open(robot, lesson);
        for (int step = 0; step < lesson.steps(); step++) {
            assertEquals(step, course.number());
            for (String target : course.step().getValue().orElseThrow().targets()) {
                TestedWindow.await(
                        () -> robot.lookup("#" + target).queryAll().stream().anyMatch(Exposure::isVisible));
            }
            int frames = course.step().getValue().orElseThrow().targets().size();
            TestedWindow.await(() -> robot.lookup(".lesson-frame").queryAll().size() == frames);
            if (course.task().isPresent()) {
                TestedWindow.await(
                        () -> executor.active().isEmpty() || session.workspace().get() == Workspace.FLOW);
                robot.clickOn("#lesson-show");
                TestedWindow.await(() -> course.done().get());
                assertTrue(robot.lookup("#lesson-show").query().isDisabled());
            }
            if (step < lesson.steps() - 1) {
                robot.clickOn("#lesson-next");
            }
        }
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void aTaskIsDoneByHand(FxRobot robot) {
        open(robot, ALL.getFirst());
        window.settle();
        robot.clickOn("#lesson-next");
        Labeled state = robot.lookup("#lesson-state").query();
        assertEquals("step 2 of 6, your turn", state.getText());
        robot.drag("#neuron-0-1").dropTo("#neuron-0-4");
        TestedWindow.await(() -> course.done().get());
        assertEquals("step 2 of 6, done", state.getText());
        robot.clickOn("#lesson-back");
        assertEquals("step 1 of 6", state.getText());
        robot.clickOn("#lesson-leave");
        assertFalse(Exposure.isVisible(robot.lookup(".lesson-bar").query()));
        assertEquals(List.of(), List.copyOf(robot.lookup(".lesson-frame").queryAll()));
        assertEquals(1, session.history().edits().size(), "what was done stays");
    }

    @Test
    void oneLessonLeadsToTheNext(FxRobot robot) {
        open(robot, ALL.getFirst());
        window.settle();
        robot.interact(() -> {
            course.next();
            course.show();
            for (int k = 0; k < ALL.getFirst().steps(); k++) {
                course.next();
            }
        });
        Button next = robot.lookup("#lesson-next").query();
        assertEquals("Lesson 2", next.getText());
        robot.clickOn(next);
        TestedWindow.await(() -> isIn(ALL.get(1)));
        assertEquals(List.of(), session.history().edits());
    }

    @Test
    void editsAreAskedAboutBeforeALessonOpens(FxRobot robot) {
        open(robot, ALL.getFirst());
        window.settle();
        robot.interact(() -> {
            course.next();
            course.show();
            course.leave();
        });
        robot.clickOn("Help").clickOn("Lesson 2: Scale in, scale out");
        TestedWindow.await(() -> robot.lookup("Cancel").tryQuery().isPresent());
        robot.clickOn("Cancel");
        assertEquals(Optional.empty(), course.lesson().getValue());
        assertEquals(1, session.history().edits().size());
        robot.clickOn("Help").clickOn("Lesson 2: Scale in, scale out");
        TestedWindow.await(() -> robot.lookup("Open without saving").tryQuery().isPresent());
        robot.clickOn("Open without saving");
        TestedWindow.await(() -> isIn(ALL.get(1)));
        assertEquals(List.of(), session.history().edits());
    }

    private boolean isIn(SampleLesson lesson) {
        return course.lesson().getValue().flatMap(SampleLesson::of).equals(Optional.of(lesson));
    }

    @Test
    void lessonsAreInTheLibraryAndTheMenu(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.B);
        robot.doubleClickOn("3. Why averages fail");
        TestedWindow.await(
                () -> course.lesson().getValue().flatMap(SampleLesson::of).equals(Optional.of(ALL.get(2))));
        robot.clickOn("Help").clickOn("Lesson 2: Scale in, scale out");
        TestedWindow.await(
                () -> course.lesson().getValue().flatMap(SampleLesson::of).equals(Optional.of(ALL.get(1))));
    }
}
