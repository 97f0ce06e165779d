package org.orbifold.ui.views;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.Type;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowSpace;
import org.orbifold.flow.StepSeen;
import org.orbifold.generative.Novelty;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Manifold;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.FlowLab;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.Session;
import org.orbifold.zoo.ZooData;

/** What is known of the flow: the network that is looked at, figures to find faults by, and the last step in words. */
final class FlowRail extends VBox {
    private static final int GRID = 96;
    private static final String NONE = "\u2013";

    private final FlowLab lab;
    private final FigurePane function;
    private final Label about = new Label();
    private final GridPane figures = new GridPane(8, 6);

    FlowRail(Session session) {
        lab = session.lab();
        function = new FigurePane(session);
        function.setId("particle-function");
        about.setId("particle");
        about.setWrapText(true);
        about.getStyleClass().add("rail-text");
        StackPane picture = new StackPane(function);
        picture.setMinHeight(250);
        picture.setPrefHeight(250);
        picture.managedProperty().bind(function.visibleProperty());
        Label story = new Label();
        story.setId("step-story");
        story.setWrapText(true);
        story.getStyleClass().add("rail-text");
        story.textProperty()
                .bind(
                        lab.view()
                                .map(
                                        view -> view.flatMap(seen -> seen.last().map(last -> tell(seen, last)))
                                                .orElse(
                                                        "Press Step: the training takes one step, and it is told here what happened in it.")));
        ScrollPane words = new ScrollPane(story);
        words.setFitToWidth(true);
        words.getStyleClass().add("rail-scroll");
        setVgrow(words, Priority.ALWAYS);
        getStyleClass().add("training-panel");
        getChildren()
                .addAll(
                        heading("Network looked at"),
                        about,
                        picture,
                        heading("Figures"),
                        measured(),
                        heading("Last step"),
                        words);
        lab.marked().addListener((o, before, now) -> look());
        lab.tau().addListener((o, before, now) -> look());
        lab.sample().addListener((o, before, now) -> look());
        look();
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add("rail-heading");
        return heading;
    }

    boolean isCurrent() {
        return !function.isVisible() || function.isCurrent();
    }

    private void look() {
        Optional<FlowSample> sample = lab.sample().get();
        Optional<Integer> marked = lab.marked().get().filter(k -> sample.isPresent());
        if (marked.isEmpty()) {
            function.setVisible(false);
            about.setText("Point at a network to see its function; click to open it as network A.");
            return;
        }
        int k = marked.get();
        FlowSample made = sample.get();
        double tau = lab.tau().get();
        String measured = made.outcomes().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; at \u03c4 = 1 accuracy %.3f, loss %s",
                        made.outcomes().get(k).accuracy(),
                        Type.number(made.outcomes().get(k).loss()));
        about.setText("Network " + k + String.format(Locale.ROOT, " at \u03c4 = %.2f", tau) + measured);
        boolean drawable = made.trajectories().flow().plan().architecture().inputs() == 2;
        function.setVisible(drawable);
        if (drawable) {
            Optional<DataSet> data =
                    lab.targets().get().flatMap(targets -> targets.data()).map(ZooData::set);
            function.show(() -> function(made.trajectories().network(k, tau), data));
        }
    }

    private static FunctionFigure function(Weights network, Optional<DataSet> data) {
        Optional<Examples> rows = data.map(DataSet::examples);
        return new FunctionFigure(
                FunctionField.sample(network, rows.map(Domain::around).orElse(new Domain(-3, -3, 3, 3)), GRID),
                rows,
                Optional.empty(),
                Optional.empty(),
                data.map(DataSet::classNames).orElse(List.of()),
                Optional.empty());
    }

    private Node measured() {
        ObservableValue<Optional<FlowSample>> sample = lab.sample();
        figure(
                0,
                "rail-loss",
                "loss of the networks",
                sample.map(FlowRail::loss),
                "Mean and deviation over test rows, in nats");
        figure(
                1,
                "rail-training-loss",
                "of training networks",
                lab.targets()
                        .map(known ->
                                known.map(targets -> spread(targets.loss())).orElse(NONE)),
                "Mean and deviation over test rows, in nats");
        figure(
                2,
                "rail-drift",
                "drift off the spheres",
                sample.map(made -> made.map(FlowSample::drift).map(Type::number).orElse(NONE)),
                "How far, at most, a network strayed on its way from the spheres of the canonical form");
        figure(
                3,
                "rail-evaluations",
                "field evaluations",
                sample.map(
                        made -> made.map(seen -> seen.trajectories().sampler().evaluations() + "")
                                .orElse(NONE)),
                "How often the velocity is computed for a network on its way (Euler steps)");
        ObservableValue<Optional<Novelty>> novelty = lab.novelty().map(found -> found.map(FlowLab.Compared::novelty));
        figure(
                4,
                "rail-dispersion",
                "dispersion ratio",
                novelty.map(found ->
                        found.map(Novelty::dispersionRatio).map(Type::number).orElse(NONE)),
                "0: all networks are the same; 1: as varied as the training networks");
        figure(
                5,
                "rail-nearest",
                "nearest training network",
                novelty.map(found -> found.map(Novelty::nearestTrainingDistance)
                        .map(Type::number)
                        .orElse(NONE)),
                "Modulo permutations, over the distance between runs: 0 for copies");
        Button compare = new Button("Compare");
        compare.setId("compare");
        compare.getStyleClass().add("small");
        compare.setTooltip(new Tooltip("Measure dispersion and novelty of the networks that are seen"));
        compare.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> lab.sample().get().isEmpty(), lab.sample()));
        compare.setOnAction(event -> lab.audit());
        Label compared = new Label();
        compared.getStyleClass().add("figure-name");
        compared.textProperty()
                .bind(lab.novelty()
                        .map(found -> found.map(now -> "of training step " + now.step())
                                .orElse("")));
        figures.addRow(6, compare, compared);
        return figures;
    }

    private void figure(int row, String id, String name, ObservableValue<String> text, String explanation) {
        Label label = new Label(name);
        label.getStyleClass().add("rail-text");
        label.setTooltip(new Tooltip(explanation));
        Label value = new Label();
        value.setId(id);
        value.setMinWidth(USE_PREF_SIZE);
        value.textProperty().bind(text);
        label.setMinWidth(150);
        figures.addRow(row, label, value);
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

    /** One training step in words. */
    private static String tell(FlowRun.View view, StepSeen step) {
        FlowSpace space = view.flow().space();
        Manifold paths = space.paths();
        double way = paths.distance(Coordinates.FLOAT, step.source(), 0, step.target(), 0);
        double gone = paths.distance(Coordinates.FLOAT, step.source(), 0, step.point(), 0);
        return String.format(
                Locale.ROOT,
                "Step %d drew %d pairs. The first: a network of the source, and training network %d, %s away.%n"
                        + "The time drawn is \u03c4 = %.2f. There the path between them has gone %s of the way to x_\u03c4,"
                        + " and moves with speed %s: that velocity u is to be learned.%n"
                        + "Seeing x_\u03c4 and \u03c4 only, the network said v, of speed %s: |v \u2212 u| = %s, a loss of %s.%n"
                        + "Over all pairs the loss is %s. Its gradient, of norm %s, moves the parameters at learning rate %s.",
                step.step(),
                step.pairs(),
                step.network(),
                Type.number(way),
                step.time(),
                Type.number(gone),
                Type.number(norm(step.velocity())),
                Type.number(norm(step.prediction())),
                Type.number(distance(step.velocity(), step.prediction())),
                Type.number(step.loss()),
                Type.number(step.batchLoss()),
                Type.number(step.gradientNorm()),
                Type.number(step.rate()));
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
