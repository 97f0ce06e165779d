package org.orbifold.ui.views;

import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Type;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.StepSeen;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.Session;

/** The last training step in words; in slow motion part by part, one step after the other. */
final class StepPanel extends VBox {
    private final FlowCourse course;
    private final SlowMotion motion;

    StepPanel(Session session) {
        course = session.course();
        motion = new SlowMotion(session);
        ToggleButton slow = new ToggleButton("Slow motion", new FontIcon(Feather.FILM));
        slow.setId("slow-motion");
        slow.getStyleClass().add("small");
        OnceShown.explain(slow, "Take one step after the other, each told and drawn part by part");
        slow.setOnAction(event -> motion.toggle());
        ObservableValue<Boolean> done = course.isDone();
        slow.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> course.targets().get().isEmpty() || done.getValue(), course.targets(), done));
        motion.playing().addListener((o, before, now) -> slow.setSelected(now));
        Label heading = new Label("Last step");
        heading.getStyleClass().add("rail-heading");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(8, heading, gap, slow);
        bar.setAlignment(Pos.CENTER_LEFT);
        Label story = new Label();
        story.setId("step-story");
        story.setWrapText(true);
        story.getStyleClass().add("rail-text");
        story.textProperty().bind(Bindings.createStringBinding(this::story, course.view(), course.told()));
        ScrollPane words = new ScrollPane(story);
        words.setFitToWidth(true);
        words.getStyleClass().add("rail-scroll");
        setVgrow(words, Priority.ALWAYS);
        getStyleClass().add("training-panel");
        getChildren().addAll(bar, words);
        setMinHeight(110);
        setPrefHeight(212);
    }

    void stop() {
        motion.stop();
    }

    private String story() {
        return course.view()
                .get()
                .flatMap(seen -> seen.last().map(last -> tell(seen, last)))
                .map(parts -> String.join("\n", parts.subList(0, course.told().get())))
                .orElse("Press Step: the training takes one step, and it is told here what happened in it.");
    }

    /** A training step in {@link FlowCourse#PARTS} parts. */
    private static List<String> tell(FlowRun.View view, StepSeen step) {
        FlowSpace space = view.flow().space();
        Manifold paths = space.paths();
        double way = paths.distance(Coordinates.FLOAT, step.source(), 0, step.target(), 0);
        double gone = paths.distance(Coordinates.FLOAT, step.source(), 0, step.point(), 0);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "Step %d drew %d pairs. The first: a network of the source, and training network %d, %s away.",
                        step.step(),
                        step.pairs(),
                        step.network(),
                        Type.number(way)),
                String.format(
                        Locale.ROOT,
                        "The time drawn is \u03c4 = %.2f. There the path between them has gone %s of the way, to x.",
                        step.time(),
                        Type.number(gone)),
                String.format(
                        Locale.ROOT,
                        "The path moves through x with speed %s: that velocity u is to be learned.",
                        Type.number(norm(step.velocity()))),
                String.format(
                        Locale.ROOT,
                        "Seeing x and \u03c4 only, the network said v, of speed %s: |v \u2212 u| = %s, a loss of %s.",
                        Type.number(norm(step.prediction())),
                        Type.number(distance(step.velocity(), step.prediction())),
                        Type.number(step.loss())),
                String.format(
                        Locale.ROOT,
                        "Over all pairs the loss is %s. Against its gradient, of norm %s, the parameters are moved at"
                                + " learning rate %s.",
                        Type.number(step.batchLoss()),
                        Type.number(step.gradientNorm()),
                        Type.number(step.rate())));
    }

    private static double norm(float[] v) {
        return distance(v, new float[v.length]);
    }

    private static double distance(float[] v, float[] u) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += (v[i] - u[i]) * (v[i] - u[i]);
        }
        return Math.sqrt(sum);
    }
}
