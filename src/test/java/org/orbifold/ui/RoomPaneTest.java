package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Nothing is cut off where panes leave the views little room. */
@ExtendWith(ApplicationExtension.class)
class RoomPaneTest {
    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    private static Bounds inScene(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    @Test
    void viewsAreScrolledWhereTheyDoNotFit(FxRobot robot) {
        window.openMoons(robot);
        ScrollBar bar = robot.lookup("#sideways").queryAs(ScrollBar.class);
        Region views = (Region) bar.getParent();
        assertFalse(bar.isVisible(), "without panes all is seen");
        robot.interact(() -> {
            session.arrangement().library().set(true);
            session.arrangement().inspector().set(true);
        });
        TestedWindow.await(bar::isVisible);
        Node content = views.getChildrenUnmodifiable().getFirst();
        TestedWindow.await(
                () -> Math.abs(inScene(views).getMinX() - inScene(content).getMinX()) < 1);
        assertTrue(inScene(content).getMaxX() > inScene(views).getMaxX() + 1, "980 points are too few for all");
        robot.interact(() -> bar.setValue(1));
        TestedWindow.await(
                () -> Math.abs(inScene(views).getMaxX() - inScene(content).getMaxX()) < 1);
        robot.interact(() -> bar.setValue(0));
        Node toPairs = robot.lookup("#show-pairs").query();
        TestedWindow.await(() -> inScene(toPairs).getMaxX() > inScene(views).getMaxX() + 1);
        robot.interact(toPairs::requestFocus);
        TestedWindow.await(() -> inScene(toPairs).getMaxX() <= inScene(views).getMaxX() + 1);
    }

    @Test
    void panesAreNarrowerBeforeViewsAreScrolled(FxRobot robot) {
        window.openMoons(robot);
        robot.interact(() -> session.arrangement().library().set(true));
        Region views = (Region) robot.lookup("#sideways").query().getParent();
        TestedWindow.await(() -> library(views) >= 225);
        assertTrue(library(views) < 300, () -> library(views) + " points for the library");
    }

    /** The width that the library takes. */
    private static double library(Region views) {
        return views.getScene().getWidth() - views.getWidth();
    }
}
