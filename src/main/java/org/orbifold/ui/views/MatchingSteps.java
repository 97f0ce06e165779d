package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.align.Matching;
import org.orbifold.figure.Type;
import org.orbifold.symmetry.Permutation;
import org.orbifold.ui.session.MatchingCourse;
import org.orbifold.ui.session.Session;

/** The steps of the method that ran last, to be gone through one by one or played; each is told in words. */
final class MatchingSteps extends HBox {
    private static final Duration PACE = Duration.millis(900);

    private final MatchingCourse course;
    private final Slider slider = new Slider(0, 0, 0);
    private final Label words = new Label();
    private final Button play;
    private final Timeline playback;

    MatchingSteps(Session session) {
        super(4);
        course = session.matching();
        setAlignment(Pos.CENTER_LEFT);
        setPadding(new Insets(0, 12, 4, 12));
        Button back = button("step-back", Feather.SKIP_BACK, "The step before");
        Button on = button("step-on", Feather.SKIP_FORWARD, "The next step");
        play = button("step-play", Feather.PLAY, "Play the steps");
        playback = new Timeline(new KeyFrame(PACE, event -> go(1)));
        playback.setCycleCount(Animation.INDEFINITE);
        back.setOnAction(event -> go(-1));
        on.setOnAction(event -> go(1));
        play.setOnAction(event -> togglePlayback());
        slider.setId("matching-step");
        slider.setAccessibleText("Step of the method");
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        slider.setPrefWidth(150);
        slider.valueProperty().addListener((o, before, now) -> {
            if (!busy().get()) {
                course.place().set((int) Math.round(now.doubleValue()));
            }
        });
        words.setId("matching-words");
        words.getStyleClass().add("figure-name");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        BooleanBinding idle = Bindings.isEmpty(course.steps()).or(busy());
        for (var control : List.of(back, on, play, slider)) {
            control.disableProperty().bind(idle);
        }
        getChildren().addAll(back, play, on, slider, words);
        course.steps().addListener((ListChangeListener<Matching.Step>) change -> refresh());
        course.place().addListener((o, before, now) -> refresh());
        course.state().addListener((o, before, now) -> refresh());
        refresh();
    }

    private BooleanBinding busy() {
        return Bindings.createBooleanBinding(() -> course.running().get().isPresent(), course.running());
    }

    private static Button button(String id, Feather icon, String name) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(name);
        OnceShown.explain(button, name);
        return button;
    }

    private void go(int by) {
        int last = course.steps().size() - 1;
        int next = course.place().get() + by;
        if (next > last) {
            pause();
        }
        if (last >= 0) {
            course.place().set(Math.clamp(next, 0, last));
        }
    }

    private void togglePlayback() {
        if (playback.getStatus() == Animation.Status.RUNNING) {
            pause();
            return;
        }
        if (course.place().get() >= course.steps().size() - 1) {
            course.place().set(0);
        }
        ((FontIcon) play.getGraphic()).setIconCode(Feather.PAUSE);
        playback.playFromStart();
    }

    private void pause() {
        playback.stop();
        ((FontIcon) play.getGraphic()).setIconCode(Feather.PLAY);
    }

    private void refresh() {
        int count = course.steps().size();
        int place =
                course.running().get().isPresent() ? count - 1 : course.place().get();
        slider.setMax(Math.max(1, count - 1));
        slider.setValue(Math.max(0, place));
        words.setText(
                place < 0 || place >= count
                        ? course.state().get().alignment().isPresent()
                                ? "Matched by hand."
                                : "B is as it was opened: nothing is matched yet."
                        : tell(place));
    }

    private String tell(int place) {
        Matching.Step step = course.steps().get(place);
        String count = "Step " + place + " of " + (course.steps().size() - 1) + ": ";
        String objective = course.method().get().objective() + " " + Type.number(step.objective());
        if (!course.running().get().isPresent()
                && !course.state().get().permutations().equals(Optional.of(step.permutations()))) {
            return "Changed by hand after step " + place + ".";
        }
        if (place == 0) {
            return count + "where it starts, " + objective;
        }
        int moved = moved(course.steps().get(place - 1).permutations(), step.permutations());
        String where = step.layer().isPresent() ? "hidden " + step.layer().getAsInt() + " assigned, " : "";
        String what = moved == 0 ? "nothing moved" : moved + " neurons moved";
        return count + where + what + ", " + objective;
    }

    private static int moved(List<Permutation> before, List<Permutation> after) {
        int moved = 0;
        for (int g = 0; g < before.size(); g++) {
            for (int i = 0; i < before.get(g).size(); i++) {
                moved += before.get(g).get(i) == after.get(g).get(i) ? 0 : 1;
            }
        }
        return moved;
    }
}
