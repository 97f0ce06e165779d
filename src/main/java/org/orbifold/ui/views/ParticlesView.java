package org.orbifold.ui.views;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.text.TextAlignment;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.figure.SeenPair;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowParticles;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.zoo.ZooData;

/** Networks moving through the flow: tau is dragged or played, a network is looked at and opened. */
final class ParticlesView extends BorderPane {
    private final Session session;
    private final FlowCourse course;
    private final FlowParticles particles;
    private final FigurePane picture;
    private final Label empty = new Label();
    private final ParticleInset inset;

    ParticlesView(Session session) {
        this.session = session;
        course = session.course();
        particles = session.particles();
        inset = new ParticleInset(session);
        picture = new FigurePane(session);
        picture.setId("particles");
        picture.takeFocus("[ and ] look at a network, Enter opens it as A, Escape looks away."
                + " Left and Right move the flow time, with Shift ten times as far; Space plays.");
        picture.setOnMouseMoved(event -> {
            Optional<Integer> near = near(event);
            picture.setCursor(near.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
            if (near.isPresent()) {
                particles.marked().set(near);
            }
        });
        picture.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                near(event).ifPresentOrElse(this::open, () -> particles.marked().set(Optional.empty()));
            }
        });
        picture.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        empty.setMaxWidth(400);
        empty.setTextAlignment(TextAlignment.CENTER);
        StackPane center = new StackPane(picture, empty, inset);
        StackPane.setMargin(inset, new Insets(20, 24, 108, 48));
        center.setMinSize(0, 0);
        setCenter(center);
        setBottom(step());
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Networks of the flow");
        particles.sample().addListener((o, before, now) -> draw());
        course.view().addListener((o, before, now) -> draw());
        course.targets().addListener((o, before, now) -> draw());
        particles.tau().addListener((o, before, now) -> draw());
        particles.marked().addListener((o, before, now) -> draw());
        particles.overlays().addListener((o, before, now) -> draw());
        particles.pairShown().addListener((o, before, now) -> draw());
        course.told().addListener((o, before, now) -> draw());
        draw();
    }

    private Optional<Integer> near(MouseEvent event) {
        return figure().flatMap(
                        figure -> figure.nearest(event.getX(), event.getY(), picture.getWidth(), picture.getHeight()));
    }

    private Optional<ParticlesFigure> figure() {
        return particles
                .sample()
                .get()
                .map(sample -> new ParticlesFigure(
                        sample.particles(),
                        particles.tau().get(),
                        particles.marked().get(),
                        particles.overlays().get(),
                        pair(sample)));
    }

    private Optional<SeenPair> pair(FlowSample sample) {
        return course.view()
                .get()
                .filter(seen -> particles.pairShown().get())
                .flatMap(seen -> seen.last()
                        .map(step -> SeenPair.of(
                                step,
                                seen.flow().space(),
                                sample.particles().plane(),
                                course.told().get())));
    }

    /** The inset stands in the corner that is farthest from the particle it tells of. */
    private void place(ParticlesFigure figure) {
        inset.look();
        figure.marked().filter(k -> inset.isVisible()).ifPresent(k -> {
            var at = figure.center(k, picture.getWidth(), picture.getHeight());
            boolean left = at.getX() > picture.getWidth() / 2;
            boolean top = at.getY() > picture.getHeight() / 2;
            StackPane.setAlignment(
                    inset, top ? (left ? Pos.TOP_LEFT : Pos.TOP_RIGHT) : left ? Pos.BOTTOM_LEFT : Pos.BOTTOM_RIGHT);
        });
    }

    /** What belongs beside the view's name: what is drawn over the particles, and what saves their picture. */
    Node tools() {
        ToggleButton pair = toggle("pair", "Pair", "Draw the pair of the last training step");
        pair.selectedProperty().bindBidirectional(particles.pairShown());
        HBox box = new HBox(
                4,
                overlay(
                        ParticlesFigure.Overlay.VELOCITIES,
                        "Velocities",
                        "Draw the velocity of each particle, projected on the plane"),
                overlay(
                        ParticlesFigure.Overlay.DENSITY,
                        "Density",
                        "Outline where half and nine tenths of the particles and of the training networks are"),
                pair,
                picture.saveButton());
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private ToggleButton overlay(ParticlesFigure.Overlay overlay, String name, String explanation) {
        ToggleButton button = toggle(name.toLowerCase(Locale.ROOT), name, explanation);
        button.setSelected(particles.overlays().get().contains(overlay));
        particles.overlays().addListener((o, before, now) -> button.setSelected(now.contains(overlay)));
        button.selectedProperty().addListener((o, before, now) -> {
            Set<ParticlesFigure.Overlay> drawn =
                    new HashSet<>(particles.overlays().get());
            boolean _ = now ? drawn.add(overlay) : drawn.remove(overlay);
            particles.overlays().set(Set.copyOf(drawn));
        });
        return button;
    }

    private static ToggleButton toggle(String id, String name, String explanation) {
        ToggleButton button = new ToggleButton(name);
        button.setId("show-" + id);
        button.setMinWidth(USE_PREF_SIZE);
        OnceShown.explain(button, explanation);
        return button;
    }

    private void draw() {
        Optional<ParticlesFigure> figure = figure();
        picture.setVisible(figure.isPresent());
        empty.setVisible(figure.isEmpty());
        empty.setText(
                course.targets().get().isEmpty() && course.view().get().isEmpty()
                        ? "Open a zoo to learn from, or a trained flow."
                        : course.view().get().isEmpty()
                                ? "Train a flow, and networks move here from noise at \u03c4 = 0 to networks like the zoo's at"
                                        + " \u03c4 = 1."
                                : "Sampling networks\u2026");
        figure.ifPresent(now -> {
            picture.show(() -> now);
            place(now);
        });
        inset.setVisible(inset.isVisible() && figure.isPresent());
    }

    boolean isCurrent() {
        return particles.isCurrent() && (!picture.isVisible() || picture.isCurrent()) && inset.isCurrent();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> particles.marked().get().ifPresent(this::open);
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Looks at another particle, counted on from the one that is looked at. */
    void markNext(int by) {
        particles.sample().get().ifPresent(sample -> {
            int count = sample.trajectories().count();
            int from = particles.marked().get().orElse(by > 0 ? -1 : 0);
            particles.marked().set(Optional.of(Math.floorMod(from + by, count)));
        });
    }

    /** Opens a network of the flow, as it is now, as network A. */
    private void open(int particle) {
        particles.network(particle).ifPresent(network -> {
            session.playing().set(false);
            session.openA(network);
            Optional<ZooData> data = course.targets().get().flatMap(targets -> targets.data());
            if (!session.dataFits()) {
                data.ifPresent(known -> session.openData(known.set(), known.split()));
            }
            session.workspace().set(Workspace.LEARN);
        });
    }

    /** Which flow made the networks. */
    private Label step() {
        Label step = new Label();
        step.setId("particles-step");
        step.setMinWidth(USE_PREF_SIZE);
        step.getStyleClass().add("figure-name");
        step.textProperty()
                .bind(particles
                        .sample()
                        .map(sample -> sample.map(FlowSample::step)
                                .map(k -> "flow of training step " + k)
                                .orElse("")));
        step.setPadding(new Insets(0, 12, 8, 12));
        return step;
    }
}
