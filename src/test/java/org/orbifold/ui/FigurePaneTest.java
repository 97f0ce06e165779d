package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelReader;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.Figure;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.figure.Theme;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A figure that cannot be seen is not painted: not in a hidden view, nor in one that is taken out of the window; and none
 * is seen half painted.
 */
@ExtendWith(ApplicationExtension.class)
class FigurePaneTest {
    private final AtomicInteger painted = new AtomicInteger();
    private final Figure figure = NetworkFigure.of(SampleModels.moonsPair().a(), Optional.empty(), List.of());
    private volatile boolean asking = true;
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

    /** A figure of one colour, whose halves are painted one after the other. */
    private record Halves(Color color) implements Figure {
        private static final long BETWEEN = 2_000_000;

        @Override
        public void paint(Graphics2D g, double width, double height, Theme theme) {
            g.setColor(color);
            g.fill(new Rectangle2D.Double(0, 0, width, height / 2));
            LockSupport.parkNanos(BETWEEN);
            g.fill(new Rectangle2D.Double(0, height / 2, width, height));
        }

        @Override
        public String caption() {
            return "two halves";
        }
    }

    /** Another picture is asked for whenever one is begun: the pane never rests. */
    private void askOnAndOn() {
        Color color = new Color(painted.getAndIncrement());
        pane.show(() -> {
            if (asking) {
                Platform.runLater(this::askOnAndOn);
            }
            return new Halves(color);
        });
    }

    /** What one pulse showed, the renderer may read until the next: until then it is not painted over. */
    @Test
    void whatAPulseShowedIsNotPaintedOverBeforeTheNext(FxRobot robot) {
        int pulses = 120;
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger torn = new AtomicInteger();
        ImageView picture = (ImageView) pane.lookup("ImageView");
        AnimationTimer renderer = new AnimationTimer() {
            private Image shown;

            @Override
            public void handle(long now) {
                if (shown != null) {
                    PixelReader pixels = shown.getPixelReader();
                    int last = (int) shown.getHeight() - 1;
                    torn.addAndGet(pixels.getArgb(0, 0) == pixels.getArgb(0, last) ? 0 : 1);
                    seen.incrementAndGet();
                }
                shown = picture.getImage();
            }
        };
        robot.interact(renderer::start);
        robot.interact(this::askOnAndOn);
        TestedWindow.await(() -> seen.get() > pulses);
        robot.interact(renderer::stop);
        asking = false;
        assertEquals(0, torn.get());
    }
}
