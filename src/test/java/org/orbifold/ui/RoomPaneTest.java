package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        window.settle();
        assertTrue(bar.isVisible(), "980 points are too few for all");
        assertEquals(
                inScene(views).getMinX(),
                inScene(views.getChildrenUnmodifiable().getFirst()).getMinX(),
                1);
        robot.interact(() -> bar.setValue(1));
        window.settle();
        assertEquals(
                inScene(views).getMaxX(),
                inScene(views.getChildrenUnmodifiable().getFirst()).getMaxX(),
                1);
        robot.interact(() -> bar.setValue(0));
        robot.interact(() -> robot.lookup("#show-pairs").query().requestFocus());
        window.settle();
        assertTrue(
                inScene(robot.lookup("#show-pairs").query()).getMaxX()
                        <= inScene(views).getMaxX() + 1,
                "where the keyboard goes is seen");
    }

    @Test
    void panesAreNarrowerBeforeViewsAreScrolled(FxRobot robot) {
        window.openMoons(robot);
        robot.interact(() -> session.arrangement().library().set(true));
        window.settle();
        double wide = 980 - ((Region) robot.lookup("#sideways").query().getParent()).getWidth();
        assertTrue(wide >= 225 && wide < 300, () -> wide + " points for the library");
    }
}
