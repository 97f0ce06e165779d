package org.orbifold.ui.views;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Window;
import javafx.util.StringConverter;
import javafx.util.converter.DoubleStringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/** The clock of the workspace, to be played, stepped, dragged and typed: the path parameter t, or the flow time. */
public final class Transport extends HBox {
    private static final double STEP = 0.01;

    private final Session session;
    private final Playback playback;
    private final Label name = new Label();
    private final Slider slider = new Slider(0, 1, 0);
    private final TextField value = new TextField();

    /** A transport for that session. */
    public Transport(Session session) {
        super(4);
        this.session = session;
        playback = new Playback(session);
        getStyleClass().add("transport");
        setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        button("clock-back", Feather.SKIP_BACK, "One step back", "Left", () -> step(-STEP)),
                        play(),
                        button("clock-on", Feather.SKIP_FORWARD, "One step forward", "Right", () -> step(STEP)),
                        speed(),
                        name,
                        slider(),
                        value());
        session.workspace().addListener((o, before, now) -> show());
        session.t().addListener((o, before, now) -> show());
        session.particles().tau().addListener((o, before, now) -> show());
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .addListener((o, before, now) -> session.playing().set(false));
        show();
    }

    private void step(double by) {
        session.clock().set(Math.clamp(session.clock().get() + by, 0, 1));
    }

    private static Button button(String id, Ikon icon, String words, String key, Runnable work) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        OnceShown.explain(button, words + "  (" + key + ")");
        button.setAccessibleText(words);
        button.setOnAction(event -> work.run());
        return button;
    }

    private Button play() {
        Button play = button("play", Feather.PLAY, "Play", "Space", session::togglePlaying);
        OnceShown.explain(play, "Play from 0 to 1 and back, or pause  (Space)");
        session.playing().addListener((o, before, now) -> {
            ((FontIcon) play.getGraphic()).setIconCode(now ? Feather.PAUSE : Feather.PLAY);
            play.setAccessibleText(now ? "Pause" : "Play");
        });
        return play;
    }

    private ComboBox<Double> speed() {
        ComboBox<Double> speed = new ComboBox<>();
        speed.setId("speed");
        speed.getItems().addAll(0.5, 1.0, 2.0, 4.0);
        speed.setConverter(new StringConverter<>() {
            @Override
            public String toString(Double times) {
                return times == 0.5 ? "\u00bd\u00d7" : Math.round(times) + "\u00d7";
            }

            @Override
            public Double fromString(String text) {
                return new DoubleStringConverter().fromString(text);
            }
        });
        speed.setValue(1.0);
        speed.setOnAction(event -> playback.setSpeed(speed.getValue()));
        speed.setAccessibleText("Speed");
        OnceShown.explain(speed, "How fast it plays");
        return speed;
    }

    private Slider slider() {
        slider.setId("clock");
        slider.setBlockIncrement(STEP);
        slider.setMinWidth(80);
        slider.valueProperty().addListener((o, before, now) -> session.clock().set(now.doubleValue()));
        slider.setOnMousePressed(event -> session.playing().set(false));
        HBox.setHgrow(slider, Priority.ALWAYS);
        return slider;
    }

    private TextField value() {
        name.setId("clock-name");
        name.setMinWidth(USE_PREF_SIZE);
        value.setId("clock-value");
        value.getStyleClass().add("tabular");
        value.setPrefColumnCount(5);
        value.setMinWidth(USE_PREF_SIZE);
        value.setOnAction(event -> enter());
        value.focusedProperty().addListener((o, before, now) -> show());
        value.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                write();
            }
        });
        return value;
    }

    private void enter() {
        try {
            double typed = Double.parseDouble(value.getText().strip().replace(',', '.'));
            if (!(typed >= 0 && typed <= 1)) {
                throw new NumberFormatException();
            }
            session.playing().set(false);
            session.clock().set(typed);
        } catch (NumberFormatException e) {
            session.report(new Fault("not a time between 0 and 1: '" + value.getText() + "'", e));
        }
        write();
    }

    private void show() {
        boolean flows = session.workspace().get() == Workspace.FLOW;
        name.setText(flows ? "flow time \u03c4" : "path t");
        String words = flows ? "Flow time tau" : "Path parameter t";
        slider.setAccessibleText(words);
        value.setAccessibleText(words + ", to be typed");
        slider.setValue(session.clock().get());
        if (!value.isFocused()) {
            write();
        }
    }

    private void write() {
        value.setText(String.format(Locale.ROOT, "%.3f", session.clock().get()));
    }
}
