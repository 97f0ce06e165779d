package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

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
        ScrollPane views = robot.lookup(".views").queryAs(ScrollPane.class);
        Node breakIt = robot.lookup("#break").query();
        assertTrue(inScene(breakIt).getMaxX() < inScene(views).getMaxX(), "without panes all is seen");
        robot.interact(() -> {
            session.arrangement().library().set(true);
            session.arrangement().inspector().set(true);
        });
        WaitForAsyncUtils.waitForFxEvents();
        double content = views.getContent().getLayoutBounds().getWidth();
        assertTrue(content > views.getWidth(), "980 points are too few for all");
        assertEquals(inScene(views).getMinX(), inScene(views.getContent()).getMinX(), 2);
        robot.interact(() -> views.setHvalue(1));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(inScene(views).getMaxX(), inScene(views.getContent()).getMaxX(), 2);
    }

    @Test
    void panesAreNarrowerBeforeViewsAreScrolled(FxRobot robot) {
        window.openMoons(robot);
        robot.interact(() -> session.arrangement().library().set(true));
        WaitForAsyncUtils.waitForFxEvents();
        ScrollPane views = robot.lookup(".views").queryAs(ScrollPane.class);
        double wide = 980 - views.getWidth();
        assertTrue(wide >= 225 && wide < 300, () -> wide + " points for the library");
    }
}
