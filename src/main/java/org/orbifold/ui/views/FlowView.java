package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowParticles;
import org.orbifold.ui.session.Session;

/**
 * View 7, the flow lab: a flow over weights is trained while networks that it makes are seen moving. While it is shown it
 * asks once a frame how the training stands.
 */
public final class FlowView extends SplitPane {
    private final Session session;
    private final FlowCourse course;
    private final FlowParticles networks;
    private final TrainingPanel training;
    private final StepPanel step;
    private final ParticlesView particles;
    private final FlowRail rail;
    private final List<ViewKey> keys;
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
        this.session = session;
        course = session.course();
        networks = session.particles();
        training = new TrainingPanel(session);
        step = new StepPanel(session);
        particles = new ParticlesView(session);
        rail = new FlowRail(session);
        keys = makeKeys();
        BorderPane diagnosis = titled("Diagnosis", rail);
        diagnosis.setBottom(step);
        diagnosis.setMinWidth(332);
        diagnosis.setPrefWidth(332);
        BorderPane left = titled("Training", training, tools, training.saveButton());
        left.setMinWidth(322);
        getItems().addAll(left, titled("Networks", particles, particles.tools()), diagnosis);
        setDividerPositions(0.26, 0.74);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Flow");
        SplitPane.setResizableWithParent(left, false);
        SplitPane.setResizableWithParent(diagnosis, false);
        WhileShown.run(this, this::begin, this::end);
    }

    private void begin() {
        poll.start();
        course.openSample();
    }

    private void end() {
        poll.stop();
        step.stop();
    }

    private static BorderPane titled(String text, Node view, Node... tools) {
        Label heading = new Label(text);
        heading.setMinWidth(USE_PREF_SIZE);
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

    /** What keys do, wherever the focus is. */
    public List<ViewKey> keys() {
        return keys;
    }

    private List<ViewKey> makeKeys() {
        BooleanSupplier sampled = () -> networks.sample().get().isPresent();
        return List.of(
                ViewKey.of("Play or pause \u03c4", Feather.PLAY, "Space", KeyCode.SPACE, session::togglePlaying),
                ViewKey.clock("\u03c4", -1, networks.tau()),
                ViewKey.clock("\u03c4", 1, networks.tau()),
                ViewKey.end("\u03c4", 0, networks.tau()),
                ViewKey.end("\u03c4", 1, networks.tau()),
                new ViewKey(
                        "Look at the network before",
                        Feather.CHEVRON_LEFT,
                        "[",
                        List.of(KeyCode.OPEN_BRACKET),
                        sampled,
                        times -> particles.markNext(-times)),
                new ViewKey(
                        "Look at the next network",
                        Feather.CHEVRON_RIGHT,
                        "]",
                        List.of(KeyCode.CLOSE_BRACKET),
                        sampled,
                        particles::markNext),
                new ViewKey(
                        "Look at no network",
                        Feather.X,
                        "Esc",
                        List.of(KeyCode.ESCAPE),
                        () -> networks.marked().get().isPresent(),
                        times -> networks.marked().set(Optional.empty())));
    }
}
