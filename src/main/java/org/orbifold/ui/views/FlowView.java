package org.orbifold.ui.views;

import javafx.animation.AnimationTimer;
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
import org.orbifold.ui.session.FlowLab;
import org.orbifold.ui.session.Session;

/**
 * View 7, the flow lab: a flow over weights is trained while networks that it makes are seen moving. While it is shown it
 * asks once a frame how the training stands.
 */
public final class FlowView extends SplitPane {
    private final FlowLab lab;
    private final TrainingPanel training;
    private final ParticlesView particles;
    private final FlowRail rail;
    private final AnimationTimer poll = new AnimationTimer() {
        @Override
        public void handle(long now) {
            lab.poll();
        }
    };

    /**
     * A view of that session.
     *
     * @param tools what opens and saves zoos and flows
     */
    public FlowView(Session session, Node tools) {
        lab = session.lab();
        training = new TrainingPanel(session);
        particles = new ParticlesView(session);
        rail = new FlowRail(session);
        rail.setMinWidth(345);
        rail.setPrefWidth(345);
        training.setMinWidth(332);
        Label zoo = new Label();
        zoo.setId("zoo-name");
        zoo.getStyleClass().add("figure-name");
        zoo.textProperty()
                .bind(lab.targets()
                        .map(known -> known.map(targets -> targets.name() + ": "
                                        + targets.zoo().networks().size() + " networks "
                                        + targets.zoo().file().architecture())
                                .orElse("no zoo is open")));
        getItems().addAll(titled("Training", training), titled("Networks of the flow", particles, zoo, tools), rail);
        setDividerPositions(0.26, 0.73);
        SplitPane.setResizableWithParent(rail, false);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .addListener((o, before, now) -> setPolled(now));
    }

    private void setPolled(boolean seen) {
        if (seen) {
            poll.start();
            lab.openSampleZoo();
        } else {
            poll.stop();
            particles.stopPlayback();
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
        BorderPane pane = new BorderPane(view);
        pane.setTop(bar);
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
            case LEFT -> lab.tau().set(Math.max(0, lab.tau().get() - step));
            case RIGHT -> lab.tau().set(Math.min(1, lab.tau().get() + step));
            case HOME -> lab.tau().set(0);
            case END -> lab.tau().set(1);
            case OPEN_BRACKET -> particles.markNext(-1);
            case CLOSE_BRACKET -> particles.markNext(1);
            default -> {
                return false;
            }
        }
        return true;
    }
}
