package org.orbifold.ui.views;

import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.ui.session.FlowLab;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.zoo.ZooData;

/** Networks moving through the flow: tau is dragged or played, a network is looked at and opened. */
final class ParticlesView extends BorderPane {
    private final Session session;
    private final FlowLab lab;
    private final FigurePane picture;
    private final Label empty = new Label();
    private final Playback playback;

    ParticlesView(Session session) {
        this.session = session;
        lab = session.lab();
        playback = new Playback(lab.tau());
        picture = new FigurePane(session);
        picture.setId("particles");
        picture.setFocusTraversable(true);
        picture.setOnMouseMoved(event -> {
            Optional<Integer> near = figure().flatMap(figure ->
                    figure.nearest(event.getX(), event.getY(), picture.getWidth(), picture.getHeight()));
            picture.setCursor(near.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
            if (near.isPresent()) {
                lab.marked().set(near);
            }
        });
        picture.setOnMouseClicked(event -> {
            picture.requestFocus();
            figure().flatMap(figure ->
                            figure.nearest(event.getX(), event.getY(), picture.getWidth(), picture.getHeight()))
                    .ifPresent(this::open);
        });
        picture.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        StackPane center = new StackPane(picture, empty);
        center.setMinSize(0, 0);
        setCenter(center);
        setBottom(transport());
        lab.sample().addListener((o, before, now) -> draw());
        lab.view().addListener((o, before, now) -> draw());
        lab.targets().addListener((o, before, now) -> draw());
        lab.tau().addListener((o, before, now) -> draw());
        lab.marked().addListener((o, before, now) -> draw());
        draw();
    }

    private Optional<ParticlesFigure> figure() {
        return lab.sample()
                .get()
                .map(sample -> new ParticlesFigure(
                        sample.particles(), lab.tau().get(), lab.marked().get()));
    }

    private void draw() {
        Optional<ParticlesFigure> figure = figure();
        picture.setVisible(figure.isPresent());
        empty.setVisible(figure.isEmpty());
        empty.setText(
                lab.targets().get().isEmpty() && lab.view().get().isEmpty()
                        ? "Open a zoo to learn from, or a trained flow."
                        : lab.view().get().isEmpty()
                                ? "Train a flow, and networks move here from noise at \u03c4 = 0 to networks like the zoo's at"
                                        + " \u03c4 = 1."
                                : "Sampling networks\u2026");
        figure.ifPresent(now -> picture.show(() -> now));
    }

    boolean isCurrent() {
        return lab.isCurrent() && (!picture.isVisible() || picture.isCurrent());
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> lab.marked().get().ifPresent(this::open);
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Looks at another particle, counted on from the one that is looked at. */
    void markNext(int by) {
        lab.sample().get().ifPresent(sample -> {
            int count = sample.trajectories().count();
            int from = lab.marked().get().orElse(by > 0 ? -1 : 0);
            lab.marked().set(Optional.of(Math.floorMod(from + by, count)));
        });
    }

    /** Opens a network of the flow, as it is now, as network A. */
    private void open(int particle) {
        lab.network(particle).ifPresent(network -> {
            playback.stop();
            session.openA(network);
            Optional<ZooData> data = lab.targets().get().flatMap(targets -> targets.data());
            if (!session.dataFits()) {
                data.ifPresent(known -> session.openData(known.set(), known.split()));
            }
            session.workspace().set(Workspace.LEARN);
        });
    }

    /** Plays or pauses tau. */
    void togglePlayback() {
        playback.toggle();
    }

    void stopPlayback() {
        playback.stop();
    }

    private HBox transport() {
        Button play = new Button(null, new FontIcon(Feather.PLAY));
        play.setId("play-tau");
        play.getStyleClass().addAll("button-icon", "flat");
        play.setTooltip(new Tooltip("Play \u03c4 from 0 to 1 and back (Space)"));
        play.setAccessibleText("Play flow time");
        play.setOnAction(event -> playback.toggle());
        playback.playing()
                .addListener((o, before, now) ->
                        ((FontIcon) play.getGraphic()).setIconCode(now ? Feather.PAUSE : Feather.PLAY));
        Slider slider = new Slider(0, 1, 1);
        slider.setId("tau");
        slider.setAccessibleText("Flow time tau");
        slider.setBlockIncrement(0.01);
        slider.valueProperty().bindBidirectional(lab.tau());
        slider.setOnMousePressed(event -> playback.stop());
        HBox.setHgrow(slider, Priority.ALWAYS);
        Label value = new Label();
        value.setMinWidth(64);
        value.textProperty().bind(lab.tau().map(tau -> String.format(Locale.ROOT, "\u03c4 = %.2f", tau.doubleValue())));
        Label step = new Label();
        step.setId("particles-step");
        step.setMinWidth(USE_PREF_SIZE);
        step.getStyleClass().add("figure-name");
        step.textProperty()
                .bind(lab.sample()
                        .map(sample -> sample.map(FlowSample::step)
                                .map(k -> "flow of training step " + k)
                                .orElse("")));
        HBox box = new HBox(8, play, slider, value, step);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setPadding(new Insets(4, 12, 8, 12));
        return box;
    }
}
