package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** One transport, and the clock of the workspace on it: played, stepped, dragged and typed. */
@ExtendWith(ApplicationExtension.class)
class TransportTest {
    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        SampleModels.Pair pair = SampleModels.moonsPair();
        session.openA(new OpenNetwork("a", pair.a()));
        session.openB(new OpenNetwork("b", pair.b()));
        session.openData(pair.data(), 0);
        window = new TestedWindow(session, stage);
    }

    private static String name(FxRobot robot) {
        return robot.lookup("#clock-name").queryAs(Label.class).getText();
    }

    private static String value(FxRobot robot) {
        return robot.lookup("#clock-value").queryAs(TextField.class).getText();
    }

    @Test
    void itDrivesTheClockOfTheWorkspace(FxRobot robot) {
        window.settle();
        assertEquals("path t", name(robot));
        robot.interact(() -> robot.lookup("#clock").queryAs(Slider.class).setValue(0.25));
        assertEquals(0.25, session.t().get());
        assertEquals(1, session.particles().tau().get(), "the other clock stands still");
        robot.clickOn("#clock-on").clickOn("#clock-on").clickOn("#clock-back");
        assertEquals(0.26, session.t().get(), 1e-9);
        assertEquals("0.260", value(robot));
        robot.interact(() -> session.workspace().set(Workspace.FLOW));
        assertEquals("flow time \u03c4", name(robot));
        assertEquals("1.000", value(robot));
        robot.clickOn("#clock-back");
        assertEquals(0.99, session.particles().tau().get(), 1e-9);
        assertEquals(0.26, session.t().get(), 1e-9);
        robot.interact(() -> session.workspace().set(Workspace.ALIGN));
        assertEquals("path t", name(robot));
        assertEquals("0.260", value(robot));
    }

    @Test
    void aValueIsTyped(FxRobot robot) {
        window.settle();
        robot.clickOn("#clock-value");
        robot.press(KeyCode.CONTROL)
                .type(KeyCode.A)
                .release(KeyCode.CONTROL)
                .write("0.125")
                .type(KeyCode.ENTER);
        assertEquals(0.125, session.t().get());
        robot.press(KeyCode.CONTROL)
                .type(KeyCode.A)
                .release(KeyCode.CONTROL)
                .write("1.5")
                .type(KeyCode.ENTER);
        assertEquals(0.125, session.t().get());
        assertTrue(session.failure().get().orElseThrow().getMessage().contains("'1.5'"));
        assertEquals("0.125", value(robot));
    }

    @Test
    void itPlaysUntilItIsStoppedOrTheWorkspaceChanges(FxRobot robot) {
        robot.interact(() -> robot.lookup("#speed").<Double>queryComboBox().setValue(4.0));
        ComboBox<Double> speed = robot.lookup("#speed").queryComboBox();
        assertEquals(4.0, speed.getValue());
        robot.clickOn("#play");
        assertTrue(session.playing().get());
        TestedWindow.await(() -> session.t().get() > 0.1);
        robot.clickOn("#play");
        assertFalse(session.playing().get());
        double rests = session.t().get();
        window.settle();
        assertEquals(rests, session.t().get());
        robot.clickOn("#neuron-0-0").type(KeyCode.SPACE);
        assertTrue(session.playing().get());
        robot.interact(() -> session.workspace().set(Workspace.FLOW));
        assertFalse(session.playing().get());
    }
}
