package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.Figure;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A figure that cannot be seen is not painted: not in a hidden view, nor in one that is taken out of the window. */
@ExtendWith(ApplicationExtension.class)
class FigurePaneTest {
    private final AtomicInteger painted = new AtomicInteger();
    private final Figure figure = NetworkFigure.of(SampleModels.moonsPair().a(), Optional.empty(), List.of());
    private FigurePane pane;
    private StackPane view;
    private StackPane room;

    @Start
    void start(Stage stage) {
        pane = new FigurePane(new Session(JobExecutor.direct(), Runnable::run));
        view = new StackPane(pane);
        room = new StackPane(view);
        stage.setScene(new Scene(room, 300, 200));
        stage.show();
    }

    private void show() {
        pane.show(() -> {
            painted.incrementAndGet();
            return figure;
        });
    }

    private void settle() {
        WaitForAsyncUtils.waitForFxEvents();
        TestedWindow.await(pane::isCurrent);
    }

    @Test
    void aHiddenViewDrawsOnceWhenItIsShown(FxRobot robot) {
        robot.interact(() -> view.setVisible(false));
        for (int i = 0; i < 5; i++) {
            robot.interact(this::show);
        }
        settle();
        assertEquals(0, painted.get());
        robot.interact(() -> view.setVisible(true));
        settle();
        assertEquals(1, painted.get());
    }

    @Test
    void aViewThatIsTakenOutDrawsOnceItIsBack(FxRobot robot) {
        robot.interact(this::show);
        settle();
        assertEquals(1, painted.get());
        robot.interact(() -> room.getChildren().clear());
        robot.interact(this::show);
        robot.interact(this::show);
        settle();
        assertEquals(1, painted.get());
        StackPane between = new StackPane();
        robot.interact(() -> {
            between.setVisible(false);
            between.getChildren().add(view);
            room.getChildren().add(between);
        });
        settle();
        assertEquals(1, painted.get());
        robot.interact(() -> between.setVisible(true));
        settle();
        assertEquals(2, painted.get());
    }
}
