package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Projection;
import org.orbifold.figure.SpheresFigure;
import org.orbifold.figure.SpheresLayout;
import org.orbifold.job.Fault;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.SpherePair;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.Session;

/** What of the spheres is shown and how, and the numeric twin of dragging a point. */
final class SpheresBar extends FlowPane {
    /** Takes a point of one network to another place on its sphere. */
    interface Rotation {
        void rotate(End end, SpherePair pair, double[] point);
    }

    private final Session session;
    private final Rotation rotation;
    private final ComboBox<String> layers = new ComboBox<>();
    private final ComboBox<SpheresFigure.Order> orders = new ComboBox<>();
    private final ToggleButton aligned = new ToggleButton("B aligned");
    private final Button back = page("page-back", Feather.CHEVRON_LEFT, "Neurons before", -1);
    private final Button on = page("page-on", Feather.CHEVRON_RIGHT, "Neurons after", 1);
    private final Slider turn = new Slider(-180, 180, 0);
    private final Slider tilt = new Slider(-90, 90, 0);
    private final Label orbit = new Label("Orbit");
    private final Label chosenName = new Label();
    private final TextField towards = new TextField("10");
    private final TextField aside = new TextField("0");
    private final Label towardsName = new Label("\u00b0 towards the other");
    private final Label asideName = new Label("\u00b0 to its left");
    private final Button rotateA = new Button("Rotate A");
    private final Button rotateB = new Button("Rotate B");
    private Runnable onChange = () -> {};
    private List<SpherePair> spheres = List.of();
    private List<SpheresLayout.Panel> panels = List.of();
    private Optional<SpherePair> chosen = Optional.empty();
    private int hiddenLayers;

    SpheresBar(Session session, Rotation rotation) {
        super(12, 4);
        this.session = session;
        this.rotation = rotation;
        getStyleClass().add("spheres-bar");
        setAlignment(Pos.CENTER_LEFT);
        makeChoices();
        makeOrbit();
        makeTwin();
        getChildren()
                .addAll(
                        row(layers, orders, aligned, back, on),
                        row(orbit, turn, tilt),
                        row(chosenName, towards, towardsName, aside, asideName, rotateA, rotateB));
        session.edited()
                .addListener((o, before, now) -> now.ifPresent(weights -> {
                    int hidden = weights.architecture().isPerceptron()
                            ? weights.architecture().hiddenLayers()
                            : 0;
                    if (layers.getItems().size() != hidden + 1) {
                        fillLayers(hidden);
                    }
                }));
        session.selection().addListener((o, before, now) -> now.ifPresent(this::follow));
        fillLayers(0);
        show(false, orbit, turn, tilt, aside, asideName, back, on);
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(6, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void makeChoices() {
        layers.setId("sphere-layer");
        layers.setAccessibleText("Layer whose spheres are shown");
        orders.setId("sphere-order");
        orders.setAccessibleText("Order of the spheres");
        orders.setItems(FXCollections.observableArrayList(SpheresFigure.Order.values()));
        orders.setConverter(new Labels());
        orders.setValue(SpheresFigure.Order.ANGLE);
        aligned.setId("sphere-aligned");
        OnceShown.explain(aligned, "Compare A with B as it is aligned to A");
        aligned.selectedProperty().bindBidirectional(session.alignedSpheres());
        aligned.disableProperty().bind(session.alignment().map(Optional::isEmpty));
        layers.valueProperty().addListener((o, before, now) -> onChange.run());
        orders.valueProperty().addListener((o, before, now) -> onChange.run());
        for (Node control : List.of(layers, orders, aligned)) {
            control.getStyleClass().add("small");
        }
    }

    private void makeOrbit() {
        turn.valueProperty().bindBidirectional(session.arrangement().turn());
        tilt.valueProperty().bindBidirectional(session.arrangement().tilt());
        turn.setId("orbit-turn");
        turn.setAccessibleText("Turn of the spheres, in degrees");
        tilt.setId("orbit-tilt");
        tilt.setAccessibleText("Tilt of the spheres, in degrees");
        OnceShown.explain(turn, "Turns the spheres about w\u2083; dragging a sphere does it too");
        OnceShown.explain(tilt, "Tilts the spheres; dragging a sphere does it too");
        for (Slider slider : List.of(turn, tilt)) {
            slider.setPrefWidth(90);
            slider.setBlockIncrement(5);
            slider.valueProperty().addListener((o, before, now) -> onChange.run());
        }
        orbit.getStyleClass().add("figure-name");
    }

    private void makeTwin() {
        towards.setId("towards");
        chosenName.setMinWidth(64);
        towards.setPrefColumnCount(4);
        towards.setAccessibleText("Degrees towards the other point");
        aside.setId("aside");
        aside.setPrefColumnCount(4);
        aside.setAccessibleText("Degrees to the left of the other point");
        rotateA.setId("rotate-a");
        rotateB.setId("rotate-b");
        rotateA.setOnAction(event -> rotate(End.A));
        rotateB.setOnAction(event -> rotate(End.B));
        OnceShown.explain(rotateA, "Rotates the incoming weights in A: not a symmetry, the function changes");
        OnceShown.explain(rotateB, "Rotates the incoming weights in B: not a symmetry, the function changes");
        for (Label label : List.of(chosenName, towardsName, asideName)) {
            label.getStyleClass().add("figure-name");
        }
        for (Node control : List.of(towards, aside, rotateA, rotateB)) {
            control.getStyleClass().add("small");
        }
        showTwin();
    }

    private Button page(String id, Feather icon, String name, int step) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(name);
        OnceShown.explain(button, name);
        button.setOnAction(event -> turnPage(step));
        return button;
    }

    /** Names of orders. */
    private static final class Labels extends StringConverter<SpheresFigure.Order> {
        @Override
        public String toString(SpheresFigure.Order order) {
            return order == null ? "" : order.label();
        }

        @Override
        public SpheresFigure.Order fromString(String label) {
            throw new UnsupportedOperationException(label);
        }
    }

    private void fillLayers(int hidden) {
        hiddenLayers = hidden;
        layers.getItems().clear();
        for (int l = 0; l < hidden; l++) {
            layers.getItems().add("hidden " + l);
        }
        layers.getItems().add("last layer");
        layers.getSelectionModel().select(0);
        chosen = Optional.empty();
        showTwin();
    }

    /** A selected neuron brings its layer. */
    private void follow(Neuron neuron) {
        int layer = neuron.column() - 1;
        if (layer >= 0 && layer < hiddenLayers) {
            layers.getSelectionModel().select(layer);
            if (chosen.filter(pair -> pair.layer() == layer && pair.neuron() == neuron.index())
                    .isEmpty()) {
                chosen = spheres.stream()
                        .filter(pair -> pair.layer() == layer && pair.neuron() == neuron.index())
                        .findFirst();
                showTwin();
            }
        }
    }

    /** Runs when something is to be shown another way. */
    void onChange(Runnable action) {
        onChange = action;
    }

    /** The layer to show. */
    int layer() {
        return Math.max(0, layers.getSelectionModel().getSelectedIndex());
    }

    SpheresFigure.Order order() {
        return orders.getValue();
    }

    Projection.Globe globe() {
        return new Projection.Globe(Math.toRadians(turn.getValue()), Math.toRadians(tilt.getValue()));
    }

    /** Turns globes by degrees. */
    void orbit(double right, double up) {
        turn.setValue(Math.IEEEremainder(turn.getValue() + right, 360));
        tilt.setValue(Math.clamp(tilt.getValue() + up, -90, 90));
    }

    /** What is shown now. */
    void show(CanonicalPair pair, List<SpherePair> shown, List<SpheresLayout.Panel> placed) {
        spheres = shown;
        panels = placed;
        chosen = chosen.or(this::ofSelection)
                .flatMap(before -> pair.spheres(before.layer()).stream()
                        .filter(sphere -> sphere.neuron() == before.neuron())
                        .findFirst());
        show(
                placed.stream().anyMatch(panel -> panel.projection() instanceof Projection.Globe),
                orbit,
                turn,
                tilt,
                aside,
                asideName);
        long neurons = placed.stream().filter(panel -> isHidden(panel.pair())).count();
        show(neurons < spheres.size() && layer() < hiddenLayers, back, on);
        showTwin();
    }

    private Optional<SpherePair> ofSelection() {
        return session.selection()
                .get()
                .flatMap(neuron -> spheres.stream()
                        .filter(pair -> isHidden(pair)
                                && pair.layer() == neuron.column() - 1
                                && pair.neuron() == neuron.index())
                        .findFirst());
    }

    /** The pairs of the layer, in the order they are shown. */
    List<SpherePair> spheres() {
        return spheres;
    }

    boolean isHidden(SpherePair pair) {
        return pair.layer() < hiddenLayers;
    }

    /** The numbers rotate that pair from now on. */
    void choose(SpherePair pair) {
        chosen = Optional.of(pair);
        showTwin();
    }

    /** Nothing comes or goes while points are chosen, so that the spheres above stay where they are. */
    private void showTwin() {
        boolean turns = chosen.filter(pair -> pair.dimension() > 0).isPresent();
        boolean globe =
                chosen.filter(pair -> pair.dimension() == 2 && isHidden(pair)).isPresent();
        List.<Node>of(towards, towardsName, rotateA, rotateB).forEach(control -> control.setDisable(!turns));
        List.<Node>of(aside, asideName).forEach(control -> control.setDisable(!globe));
        chosenName.setText(chosen.map(pair -> isHidden(pair) ? "neuron " + pair.neuron() : "last layer")
                .orElse("no sphere"));
    }

    private static void show(boolean visible, Node... controls) {
        for (Node control : controls) {
            control.setVisible(visible);
            control.setManaged(visible);
        }
    }

    private void turnPage(int step) {
        List<SpherePair> page = panels.stream()
                .map(SpheresLayout.Panel::pair)
                .filter(this::isHidden)
                .toList();
        if (!page.isEmpty()) {
            int first = spheres.indexOf(page.getFirst());
            int next = Math.clamp(first + (long) step * page.size(), 0, spheres.size() - 1);
            SpherePair pair = spheres.get(next);
            session.selection().set(Optional.of(new Neuron(pair.layer() + 1, pair.neuron())));
        }
    }

    private void rotate(End end) {
        chosen.ifPresent(pair -> {
            try {
                double ahead = Math.toRadians(number(towards));
                double left = !aside.isDisabled() ? Math.toRadians(number(aside)) : 0;
                rotation.rotate(end, pair, SphereHandle.turned(pair, end, ahead, left));
            } catch (Fault fault) {
                session.report(fault);
            }
        });
    }

    private static double number(TextField field) {
        String text = field.getText().strip();
        try {
            double degrees = Double.parseDouble(text);
            if (Math.abs(degrees) <= 360) {
                return degrees;
            }
        } catch (NumberFormatException e) {
            throw new Fault("not an angle in degrees: '" + text + "'", e);
        }
        throw new Fault("not an angle up to 360 degrees: '" + text + "'");
    }
}
