package org.orbifold.ui.views;

import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowParticles;
import org.orbifold.ui.session.Session;

/**
 * View 7, the flow lab: a flow over weights is trained while networks that it makes are seen moving. While it is shown it
 * asks once a frame how the training stands.
 */
public final class FlowView extends SplitPane {
    private final FlowCourse course;
    private final FlowParticles networks;
    private final TrainingPanel training;
    private final StepPanel step;
    private final ParticlesView particles;
    private final FlowRail rail;
    private final AnimationTimer poll = new AnimationTimer() {
        @Override
        public void handle(long now) {
            course.poll();
            networks.poll();
        }
    };

    /**
     * A view of that session.
     *
     * @param tools what opens and saves zoos and flows
     */
    public FlowView(Session session, Node tools) {
        course = session.course();
        networks = session.particles();
        training = new TrainingPanel(session);
        step = new StepPanel(session);
        particles = new ParticlesView(session);
        rail = new FlowRail(session);
        BorderPane diagnosis = titled("Diagnosis", rail);
        diagnosis.setBottom(step);
        diagnosis.setMinWidth(332);
        diagnosis.setPrefWidth(332);
        BorderPane left = titled("Training", training, tools, training.saveButton());
        left.setMinWidth(332);
        getItems().addAll(left, titled("Networks of the flow", particles, particles.tools()), diagnosis);
        setDividerPositions(0.26, 0.74);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Flow");
        SplitPane.setResizableWithParent(left, false);
        SplitPane.setResizableWithParent(diagnosis, false);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .addListener((o, before, now) -> setPolled(now));
    }

    private void setPolled(boolean seen) {
        if (seen) {
            poll.start();
            course.openSample();
        } else {
            poll.stop();
            particles.stopPlayback();
            step.stop();
        }
    }

    private static BorderPane titled(String text, Node view, Node... tools) {
        Label heading = new Label(text);
        heading.getStyleClass().add("view-heading");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(8, heading, gap);
        bar.getChildren().addAll(tools);
        bar.getStyleClass().add("view-bar");
        BorderPane pane = new BorderPane();
        pane.setTop(bar);
        pane.setCenter(view);
        return pane;
    }

    /** Whether every picture shows what was last asked for. */
    public boolean isCurrent() {
        return training.isCurrent() && particles.isCurrent() && rail.isCurrent();
    }

    /** Takes a key that means the same wherever the focus is; whether it did. */
    public boolean take(KeyEvent event) {
        double step = event.isShiftDown() ? 0.1 : 0.01;
        switch (event.getCode()) {
            case SPACE -> particles.togglePlayback();
            case LEFT -> networks.tau().set(Math.max(0, networks.tau().get() - step));
            case RIGHT -> networks.tau().set(Math.min(1, networks.tau().get() + step));
            case HOME -> networks.tau().set(0);
            case END -> networks.tau().set(1);
            case OPEN_BRACKET -> particles.markNext(-1);
            case CLOSE_BRACKET -> particles.markNext(1);
            case ESCAPE -> networks.marked().set(Optional.empty());
            default -> {
                return false;
            }
        }
        return true;
    }
}
