package org.orbifold.ui;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.ui.session.Lesson;
import org.orbifold.ui.session.LessonCourse;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.OnceShown;

/** The step of the lesson that is under way: what it tells, whether its task is done, and the ways on and out. */
final class LessonBar extends HBox {
    private final LessonCourse course;
    private final Consumer<SampleLesson> opening;
    private final Label title = new Label();
    private final Label state = new Label();
    private final Label text = new Label();
    private final Button show = button("lesson-show", "Show me", "The program does what this step asks for");
    private final Button back = button("lesson-back", "Back", "The step before");
    private final Button next = button("lesson-next", "Next", "The next step");

    /**
     * A bar of that session.
     *
     * @param opening opens another lesson
     */
    LessonBar(Session session, Consumer<SampleLesson> opening) {
        super(16);
        course = session.lesson();
        this.opening = opening;
        getStyleClass().add("lesson-bar");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().add("lesson-title");
        title.setMinWidth(USE_PREF_SIZE);
        state.setId("lesson-state");
        state.getStyleClass().add("figure-name");
        text.setId("lesson-text");
        text.getStyleClass().add("lesson-text");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        HBox heading = new HBox(12, title, state);
        heading.setAlignment(Pos.BASELINE_LEFT);
        VBox told = new VBox(4, heading, text);
        told.setFillWidth(true);
        setHgrow(told, Priority.ALWAYS);
        Button leave = new Button(null, new FontIcon(Feather.X));
        leave.setId("lesson-leave");
        leave.getStyleClass().addAll("button-icon", "flat");
        leave.setAccessibleText("Leave the lesson");
        OnceShown.explain(leave, "Leave the lesson; everything stays as it is");
        leave.setOnAction(event -> course.leave());
        show.setOnAction(event -> course.show());
        back.setOnAction(event -> course.back());
        next.setOnAction(event -> goOn());
        getChildren().addAll(told, show, back, next, leave);
        managedProperty().bind(visibleProperty());
        show.managedProperty().bind(show.visibleProperty());
        course.step().addListener((o, before, now) -> refresh());
        course.done().addListener((o, before, now) -> refresh());
        refresh();
    }

    private static Button button(String id, String name, String explanation) {
        Button button = new Button(name);
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        OnceShown.explain(button, explanation);
        return button;
    }

    private Optional<Lesson> lesson() {
        return course.lesson().getValue();
    }

    private Optional<SampleLesson> following() {
        return lesson().flatMap(SampleLesson::of).flatMap(SampleLesson::following);
    }

    private boolean isLast() {
        return lesson().filter(open -> course.number() == open.steps().size() - 1)
                .isPresent();
    }

    private void goOn() {
        if (!isLast()) {
            course.next();
        } else {
            following().ifPresentOrElse(opening, course::leave);
        }
    }

    private void refresh() {
        setVisible(lesson().isPresent());
        lesson().ifPresent(this::tell);
    }

    private void tell(Lesson open) {
        boolean asks = course.task().isPresent();
        boolean done = course.done().get();
        String number = SampleLesson.of(open)
                .map(known -> "Lesson " + known.number() + ": ")
                .orElse("");
        title.setText(number + open.title());
        String place = "step " + (course.number() + 1) + " of " + open.steps().size();
        state.setText(place + (!asks ? "" : done ? ", done" : ", your turn"));
        state.setGraphic(asks ? new FontIcon(done ? Feather.CHECK_CIRCLE : Feather.CIRCLE) : null);
        text.setText(course.step().getValue().orElseThrow().text());
        show.setVisible(asks);
        show.setDisable(done);
        back.setDisable(course.number() == 0);
        next.setText(
                !isLast()
                        ? "Next"
                        : following().map(other -> "Lesson " + other.number()).orElse("Finish"));
        next.getStyleClass().remove("accent");
        if (done) {
            next.getStyleClass().add("accent");
        }
    }
}
