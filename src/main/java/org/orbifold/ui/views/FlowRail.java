package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.ChartFigure;
import org.orbifold.figure.Type;
import org.orbifold.flow.StepSensitivity;
import org.orbifold.flow.VelocityResidual;
import org.orbifold.generative.Novelty;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowDiagnosis;
import org.orbifold.ui.session.FlowDiagnosis.Measured;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.Session;

/** Figures to find the faults of a flow by. */
final class FlowRail extends ScrollPane {
    private static final String NONE = "\u2013";

    private final FlowCourse course;
    private final FlowDiagnosis diagnosis;
    private final ObservableValue<Optional<FlowSample>> sample;
    private final FigurePane residual;
    private final GridPane figures = new GridPane(8, 4);
    private final GridPane steps = new GridPane(12, 4);

    FlowRail(Session session) {
        course = session.course();
        diagnosis = session.diagnosis();
        sample = session.particles().sample();
        residual = new FigurePane(session);
        residual.setId("velocity-residual");
        steps.setId("step-sensitivity");
        VBox content = new VBox(
                figures(),
                measure(),
                heading(
                        "Velocity residual by \u03c4",
                        "What the velocity misses of its paths' velocities, by flow time: where it stays at 1, nothing was"
                                + " learned beyond the affine part",
                        residual.saveButton()),
                chart(),
                heading(
                        "Number of steps",
                        "The same starting points moved to \u03c4 = 1 with more and with fewer Euler steps"),
                steps);
        content.getStyleClass().add("training-panel");
        setContent(content);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("rail-scroll");
        diagnosis.residual().addListener((o, before, now) -> draw(now));
        diagnosis.steps().addListener((o, before, now) -> tabulate(now.map(Measured::value)));
        draw(diagnosis.residual().get());
        tabulate(Optional.empty());
    }

    boolean isCurrent() {
        return !residual.isVisible() || residual.isCurrent();
    }

    private static Node heading(String text, String explanation, Node... tools) {
        Label heading = new Label(text);
        heading.getStyleClass().add("rail-heading");
        OnceShown.explain(heading, explanation);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(8, heading, gap);
        bar.getChildren().addAll(tools);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private Node figures() {
        figure(
                0,
                "rail-loss",
                "loss of the networks",
                sample.map(FlowRail::loss),
                "Mean and deviation, in nats, over test rows");
        figure(
                1,
                "rail-training-loss",
                "of training networks",
                course.targets()
                        .map(known ->
                                known.map(targets -> spread(targets.loss())).orElse(NONE)),
                "Mean and deviation, in nats, over test rows");
        figure(
                2,
                "rail-drift",
                "drift off the spheres",
                sample.map(made -> made.map(FlowSample::drift).map(Type::number).orElse(NONE)),
                "How far, at most, a network strayed on its way from the unit spheres of the canonical form");
        figure(
                3,
                "rail-dispersion",
                "dispersion ratio",
                novelty(Novelty::dispersionRatio),
                "0: all networks are the same; 1: as varied as the training networks");
        figure(
                4,
                "rail-nearest",
                "nearest training network",
                novelty(Novelty::nearestTrainingDistance),
                "Mean distance modulo permutations, over that between runs. 0: copies; 1: as far off as another run");
        return figures;
    }

    private ObservableValue<String> novelty(ToDoubleFunction<Novelty> figure) {
        return diagnosis
                .novelty()
                .map(found -> found.map(Measured::value)
                        .map(value -> Type.number(figure.applyAsDouble(value)))
                        .orElse(NONE));
    }

    private void figure(int row, String id, String name, ObservableValue<String> text, String explanation) {
        Label label = new Label(name);
        label.getStyleClass().add("rail-text");
        OnceShown.explain(label, explanation);
        Label value = new Label();
        value.setId(id);
        value.setMinWidth(USE_PREF_SIZE);
        OnceShown.explain(value, explanation);
        value.textProperty().bind(text);
        label.setMinWidth(150);
        figures.addRow(row, label, value);
    }

    private Node measure() {
        Button measure = new Button("Measure", new FontIcon(Feather.ACTIVITY));
        measure.setId("measure");
        measure.getStyleClass().add("small");
        OnceShown.explain(measure, "Measure the flow that made the networks seen");
        measure.disableProperty().bind(sample.map(Optional::isEmpty));
        measure.setOnAction(event -> diagnosis.measure());
        Label measured = new Label();
        measured.setId("measured");
        measured.getStyleClass().add("figure-name");
        measured.textProperty()
                .bind(diagnosis
                        .steps()
                        .map(found -> found.map(now -> "measured after training step " + now.step())
                                .orElse("measured once a training ends")));
        HBox box = new HBox(8, measure, measured);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node chart() {
        Label empty = new Label("not measured yet");
        empty.getStyleClass().add("empty-state");
        empty.visibleProperty().bind(residual.visibleProperty().not());
        StackPane chart = new StackPane(residual, empty);
        chart.setMinHeight(158);
        chart.setPrefHeight(158);
        return chart;
    }

    private void draw(Optional<Measured<VelocityResidual>> found) {
        residual.setVisible(found.isPresent());
        found.ifPresent(now -> residual.show(() -> figure(now)));
    }

    private static ChartFigure figure(Measured<VelocityResidual> found) {
        return new ChartFigure(
                "Velocity residual of a flow after training step " + found.step()
                        + ", by flow time, over pairs with training networks and with networks of runs held out",
                new ChartFigure.Axis("flow time \u03c4", false),
                new ChartFigure.Axis("loss (1: affine alone)", false),
                List.of(
                        series("training networks", 0, found.value(), VelocityResidual.Row::trained),
                        series("runs held out", 1, found.value(), VelocityResidual.Row::held)));
    }

    private static ChartFigure.Series series(
            String label, int color, VelocityResidual found, ToDoubleFunction<VelocityResidual.Row> loss) {
        return new ChartFigure.Series(
                label,
                color,
                color == 0 ? ChartFigure.Style.LINE : ChartFigure.Style.DASHED,
                found.rows().stream()
                        .map(row -> new ChartFigure.Point(row.time(), loss.applyAsDouble(row)))
                        .toList());
    }

    private void tabulate(Optional<FlowDiagnosis.Steps> found) {
        steps.getChildren().clear();
        List<StepSensitivity.Row> rows = found.map(steps -> steps.ends().rows()).orElse(List.of());
        if (rows.isEmpty()) {
            steps.add(named("not measured yet", "Measured once a training ends, or on request"), 0, 0);
            return;
        }
        steps.add(named("Euler steps", "Evaluations of the field for each network"), 0, 0);
        steps.add(
                named(
                        "shift when doubled",
                        "Root mean squared distance of the ends when the steps are doubled, over the ends' dispersion. 0:"
                                + " nothing changes"),
                0,
                1);
        steps.add(named("loss", "Mean over the networks and test rows, in nats"), 0, 2);
        for (int i = 0; i < rows.size(); i++) {
            StepSensitivity.Row row = rows.get(i);
            steps.add(value("" + row.steps()), i + 1, 0);
            steps.add(value(Double.isNaN(row.shift()) ? NONE : Type.number(row.shift())), i + 1, 1);
            List<Spread> losses = found.get().losses();
            steps.add(value(losses.isEmpty() ? NONE : Type.number(losses.get(i).mean())), i + 1, 2);
        }
    }

    private static Label named(String name, String explanation) {
        Label label = new Label(name);
        label.getStyleClass().add("rail-text");
        OnceShown.explain(label, explanation);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Label value(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("rail-text");
        GridPane.setHalignment(label, HPos.RIGHT);
        return label;
    }

    private static String loss(Optional<FlowSample> sample) {
        return sample.filter(made -> !made.outcomes().isEmpty())
                .map(made -> spread(Spread.of(made.outcomes().stream().mapToDouble(Measures.Outcome::loss))))
                .orElse(NONE);
    }

    private static String spread(Spread spread) {
        return Double.isNaN(spread.mean())
                ? NONE
                : Type.number(spread.mean()) + " \u00b1 " + Type.number(spread.deviation());
    }
}
