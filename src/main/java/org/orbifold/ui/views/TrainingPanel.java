package org.orbifold.ui.views;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.TrainingFigure;
import org.orbifold.figure.Type;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.Geometry;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowSettings;
import org.orbifold.ui.session.Session;

/** What is trained and how it goes: settings, buttons, figures of the training, and its loss as it falls. */
final class TrainingPanel extends VBox {
    /** Noted entries that the rate is measured over. */
    private static final int RECENT = 20;

    private final FlowCourse course;
    private final FigurePane curve;
    private final Label empty = new Label("Train to see the loss fall.");

    TrainingPanel(Session session) {
        course = session.course();
        curve = new FigurePane(session);
        curve.setId("loss-curve");
        getStyleClass().add("training-panel");
        StackPane chart = new StackPane(curve, empty);
        chart.setMinSize(0, 120);
        setVgrow(chart, Priority.ALWAYS);
        empty.getStyleClass().add("empty-state");
        getChildren().addAll(settings(), buttons(), figures(), chart);
        course.view().addListener((o, before, now) -> draw(now));
        draw(course.view().get());
    }

    private void draw(Optional<FlowRun.View> view) {
        empty.setVisible(view.isEmpty());
        curve.setVisible(view.isPresent());
        view.ifPresent(now -> curve.show(
                () -> new TrainingFigure(now.history(), now.flow().plan().steps())));
    }

    boolean isCurrent() {
        return !curve.isVisible() || curve.isCurrent();
    }

    Node saveButton() {
        return curve.saveButton();
    }

    private Node settings() {
        GridPane grid = new GridPane(8, 6);
        Label zoo = new Label();
        zoo.setId("zoo-name");
        zoo.textProperty()
                .bind(course.targets()
                        .map(known -> known.map(targets -> targets.name() + " ("
                                        + targets.zoo().networks().size() + " of "
                                        + targets.zoo().file().architecture() + ")")
                                .orElse("none is open")));
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(zoo.textProperty());
        zoo.setTooltip(whole);
        grid.addRow(0, named("Zoo", zoo), zoo);
        add(grid, 1, "Geometry", choice("geometry", List.of(Geometry.values()), Geometry::id, FlowSettings::geometry));
        add(grid, 2, "Coupling", choice("coupling", List.of(Coupling.values()), Coupling::id, FlowSettings::coupling));
        add(
                grid,
                3,
                "Steps",
                choice(
                        "steps",
                        List.of(200L, 1000L, 2000L, 5000L, 10_000L, 20_000L),
                        n -> n + "",
                        FlowSettings::steps));
        ComboBox<Integer> batch = choice("batch", List.of(4, 8, 16, 32, 64), n -> n + "", FlowSettings::batch);
        ComboBox<Integer> width = choice("width", List.of(8, 16, 32, 64), n -> n + "", FlowSettings::width);
        HBox sizes = new HBox(8, batch, named("Width", width), width);
        sizes.setAlignment(Pos.CENTER_LEFT);
        for (ComboBox<Integer> size : List.of(batch, width)) {
            size.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(size, Priority.ALWAYS);
        }
        grid.addRow(4, named("Batch", batch), sizes);
        return grid;
    }

    private static Label named(String name, Node of) {
        Label label = new Label(name);
        label.setLabelFor(of);
        label.setMinWidth(USE_PREF_SIZE);
        of.setAccessibleText(name);
        return label;
    }

    private static void add(GridPane grid, int row, String name, ComboBox<?> choice) {
        choice.setMaxWidth(Double.MAX_VALUE);
        GridPane.setHgrow(choice, Priority.ALWAYS);
        grid.addRow(row, named(name, choice), choice);
    }

    /** A choice of values, and of what a flow that is opened was trained with. */
    private <T extends Comparable<? super T>> ComboBox<T> choice(
            String id, List<T> values, Function<T, String> name, Function<FlowSettings, T> of) {
        ComboBox<T> choice = new ComboBox<>(FXCollections.observableArrayList(values));
        choice.setId(id);
        choice.getStyleClass().add("small");
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                return choice.getItems().stream()
                        .filter(value -> name.apply(value).equals(text))
                        .findFirst()
                        .orElseThrow();
            }
        });
        offer(choice, of.apply(course.settings().get()));
        choice.disableProperty().bind(course.state().map(state -> state != FlowCourse.State.IDLE));
        choice.valueProperty().addListener((o, before, now) -> take(choice, of));
        course.settings().addListener((o, before, now) -> offer(choice, of.apply(now)));
        return choice;
    }

    private static <T extends Comparable<? super T>> void offer(ComboBox<T> choice, T value) {
        int place = Collections.binarySearch(choice.getItems(), value);
        if (place < 0) {
            choice.getItems().add(~place, value);
        }
        choice.setValue(value);
    }

    /** Takes over what a choice says, if it is new. */
    private <T> void take(ComboBox<T> choice, Function<FlowSettings, T> of) {
        FlowSettings now = course.settings().get();
        if (choice.getValue().equals(of.apply(now))) {
            return;
        }
        Object value = choice.getValue();
        course.settings()
                .set(
                        switch (choice.getId()) {
                            case "geometry" ->
                                new FlowSettings(
                                        (Geometry) value, now.coupling(), now.steps(), now.batch(), now.width());
                            case "coupling" ->
                                new FlowSettings(
                                        now.geometry(), (Coupling) value, now.steps(), now.batch(), now.width());
                            case "steps" ->
                                new FlowSettings(
                                        now.geometry(), now.coupling(), (Long) value, now.batch(), now.width());
                            case "batch" ->
                                new FlowSettings(
                                        now.geometry(), now.coupling(), now.steps(), (Integer) value, now.width());
                            default ->
                                new FlowSettings(
                                        now.geometry(), now.coupling(), now.steps(), now.batch(), (Integer) value);
                        });
    }

    private Node buttons() {
        ObservableValue<FlowCourse.State> state = course.state();
        ObservableValue<Boolean> open = course.targets().map(Optional::isPresent);
        ObservableValue<Boolean> done = course.isDone();
        ObservableValue<Boolean> nothing =
                Bindings.createBooleanBinding(() -> !open.getValue() || done.getValue(), open, done);
        Button train = button(
                "train",
                "Train",
                Feather.PLAY,
                "Train, or go on; once all steps are taken: choose more, or start over",
                course::train);
        train.getStyleClass().add("accent");
        train.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> nothing.getValue() || state.getValue() == FlowCourse.State.RUNNING, nothing, state));
        Button pause =
                button("pause", "Pause", Feather.PAUSE, "Rest after the step that is being taken", course::pause);
        pause.disableProperty().bind(state.map(now -> now != FlowCourse.State.RUNNING));
        Button step = button("step", "Step", Feather.SKIP_FORWARD, "Take one step, and rest", course::stepOnce);
        step.disableProperty().bind(nothing);
        Button stop =
                button("stop", "Stop", Feather.SQUARE, "End the training; Train goes on from there", course::stop);
        stop.disableProperty().bind(state.map(now -> now == FlowCourse.State.IDLE));
        Button restart =
                button("restart", "", Feather.ROTATE_CCW, "Forget the flow: train from the start", course::reset);
        restart.setAccessibleText("Start over");
        restart.disableProperty().bind(course.view().map(Optional::isEmpty));
        HBox box = new HBox(4, train, pause, step, stop, restart);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Button button(String id, String name, Feather icon, String explanation, Runnable work) {
        Button button = new Button(name.isEmpty() ? null : name, new FontIcon(icon));
        button.setId("flow-" + id);
        button.getStyleClass().add("small");
        OnceShown.explain(button, explanation);
        button.setOnAction(event -> work.run());
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private Node figures() {
        GridPane grid = new GridPane(16, 6);
        grid.add(figure("flow-step", "step", TrainingPanel::step), 0, 0);
        grid.add(
                figure(
                        "flow-rate",
                        "steps a second",
                        view -> rate(view).map(Type::number).orElse("\u2013")),
                1,
                0);
        grid.add(figure("flow-left", "left", view -> remaining(view).orElse("\u2013")), 2, 0);
        grid.add(
                figure(
                        "flow-loss",
                        "loss",
                        view -> last(view).map(seen -> Type.number(seen[0])).orElse("\u2013")),
                0,
                1);
        grid.add(
                figure(
                        "flow-gradient",
                        "gradient norm",
                        view -> last(view).map(seen -> Type.number(seen[1])).orElse("\u2013")),
                1,
                1);
        Label state = new Label();
        state.setId("flow-state");
        state.getStyleClass().add("figure-value");
        ObservableValue<Boolean> done = course.isDone();
        state.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> switch (course.state().get()) {
                            case IDLE -> done.getValue() ? "done" : "at rest";
                            case RUNNING -> "training";
                            case PAUSED -> "paused";
                        },
                        course.state(),
                        done));
        Label name = new Label("state");
        name.getStyleClass().add("figure-name");
        grid.add(new VBox(name, state), 2, 1);
        return grid;
    }

    private Node figure(String id, String name, Function<FlowRun.View, String> value) {
        Label heading = new Label(name);
        heading.getStyleClass().add("figure-name");
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("figure-value");
        label.setMinWidth(80);
        label.textProperty().bind(course.view().map(view -> view.map(value).orElse("\u2013")));
        return new VBox(heading, label);
    }

    private static String step(FlowRun.View view) {
        return view.step() + " / " + view.flow().plan().steps();
    }

    /** Loss and gradient norm of the last step, or of the last entry of the history. */
    private static Optional<double[]> last(FlowRun.View view) {
        return view.last()
                .map(seen -> new double[] {seen.batchLoss(), seen.gradientNorm()})
                .or(() -> view.history().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new double[] {
                            view.history().getLast().loss(),
                            view.history().getLast().gradientNorm()
                        }));
    }

    private static Optional<Double> rate(FlowRun.View view) {
        List<Checkpoint.Seen> history = view.history();
        if (history.size() < 2) {
            return Optional.empty();
        }
        Checkpoint.Seen from = history.get(Math.max(0, history.size() - RECENT));
        Checkpoint.Seen to = history.getLast();
        double seconds = to.seconds() - from.seconds();
        return seconds > 0 ? Optional.of((to.step() - from.step()) / seconds) : Optional.empty();
    }

    private static Optional<String> remaining(FlowRun.View view) {
        return rate(view).map(rate -> Type.duration((view.flow().plan().steps() - view.step()) / rate));
    }
}
