package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Arrangement;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Sessions are saved and opened in the window, whatever is open in it. */
@ExtendWith(ApplicationExtension.class)
class SessionWindowTest {
    @TempDir
    private Path folder;

    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    private void press(FxRobot robot, KeyCode key) {
        robot.push(new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN));
        window.settle();
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void whatWasSavedIsOpenedInPlaceOfAnother(FxRobot robot) {
        Path empty = folder.resolve("empty.orbifold");
        robot.interact(() -> session.store().save(empty));
        SampleModels.Pair pair = window.openMoons(robot);
        robot.interact(() -> {
            session.edit(Edit.swap(pair.a().architecture(), 0, 1, 5));
            session.align(false);
            session.arrangement().left().set(Arrangement.Left.SPHERES);
        });
        window.settle();
        Weights edited = session.edited().get().orElseThrow();
        assertTrue(session.store().isChanged());
        press(robot, KeyCode.S);
        assertTrue(Files.exists(empty), "the file that is open is saved to, unasked");
        Path full = folder.resolve("full.orbifold");
        robot.interact(() -> session.store().save(full));
        robot.interact(() -> session.store().open(empty));
        TestedWindow.await(() -> session.store().file().get().equals(Optional.of(empty)));
        assertEquals(Optional.of(edited), session.edited().get(), "saved over");
        SampleModels.Pair other = SampleModels.moonsPair();
        robot.interact(() -> session.openA(new OpenNetwork("c", other.b())));
        window.settle();
        window.choose(full);
        press(robot, KeyCode.E);
        robot.clickOn("Open without saving");
        TestedWindow.await(() -> session.store().file().get().equals(Optional.of(full)));
        assertEquals(Optional.of(edited), session.edited().get());
        assertEquals(Arrangement.Left.SPHERES, session.arrangement().left().get());
        assertTrue(robot.lookup("#spheres").query().isVisible());
        assertEquals(
                List.of("swap(1, 5) in hidden 0", "align by weights"),
                session.history().edits().stream().map(Edit::name).toList());
    }

    @Test
    void anEmptySessionEmptiesTheWindow(FxRobot robot) {
        Path empty = folder.resolve("empty.orbifold");
        robot.interact(() -> session.store().save(empty));
        window.openMoons(robot);
        window.choose(empty);
        press(robot, KeyCode.E);
        assertEquals(Optional.empty(), session.edited().get());
        assertEquals(Optional.empty(), session.shown().get());
    }
}
