package org.orbifold.ui.views;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Type;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.Session;

/** The selected neuron in numbers, and every drag's numeric twin: swap, scale, flip, and the break of a symmetry. */
public final class SelectionBar extends HBox {
    /** What the inspector tells too is left out of a bar that is narrower, in points. */
    private static final double ROOM_FOR_DETAILS = 660;

    private final Session session;
    private final Label name = new Label();
    private final ComboBox<Integer> partner = new ComboBox<>();
    private final Button swap = new Button("Swap");
    private final TextField factor = new TextField("2");
    private final Button scale = new Button("Scale");
    private final Button flip = new Button("Flip sign");
    private final Label details = new Label();
    private final Button breakIt = new Button("Break it");
    private final Label reason = new Label();

    /** A bar for that session. */
    public SelectionBar(Session session) {
        super(8);
        this.session = session;
        getStyleClass().add("selection-bar");
        setAlignment(Pos.CENTER_LEFT);
        name.setId("selection");
        name.getStyleClass().add("figure-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        partner.setId("partner");
        partner.setAccessibleText("Neuron to swap with");
        swap.setId("swap");
        factor.setId("factor");
        factor.setPrefColumnCount(4);
        factor.setAccessibleText("Scale factor");
        scale.setId("scale");
        flip.setId("flip");
        breakIt.setId("break");
        breakIt.getStyleClass().add("danger");
        OnceShown.explain(
                breakIt,
                "Permutes only the incoming side of the layer: not a symmetry, so the function fails. Undo mends it.");
        reason.getStyleClass().add("figure-name");
        swap.setOnAction(event -> withNeuron((architecture, n) ->
                session.edit(Edit.swap(architecture, n.column() - 1, n.index(), partner.getValue()))));
        scale.setOnAction(event -> scale());
        factor.setOnAction(event -> scale());
        flip.setOnAction(event ->
                withNeuron((architecture, n) -> session.edit(Edit.flip(architecture, n.column() - 1, n.index()))));
        breakIt.setOnAction(event -> perceptron()
                .ifPresent(weights -> session.edit(new Edit.Break(
                        selected(weights).map(n -> n.column() - 1).orElse(0)))));
        for (Region control : new Region[] {swap, scale, flip, breakIt}) {
            control.getStyleClass().add("small");
            control.setMinWidth(Region.USE_PREF_SIZE);
        }
        partner.setMinWidth(Region.USE_PREF_SIZE);
        details.getStyleClass().add("figure-name");
        details.setMinWidth(Region.USE_PREF_SIZE);
        details.visibleProperty().bind(widthProperty().greaterThan(ROOM_FOR_DETAILS));
        details.managedProperty().bind(details.visibleProperty());
        Region gap = new Region();
        setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(name, details, partner, swap, factor, scale, flip, reason, gap, breakIt);
        session.selection().addListener((o, before, now) -> refresh());
        session.edited().addListener((o, before, now) -> refresh());
        refresh();
    }

    private interface Action {
        void run(Architecture architecture, Neuron neuron);
    }

    /** The hidden unit that is selected: a neuron, or a channel with those that are tied to it. */
    private Optional<Neuron> selected(Weights weights) {
        int hidden = SymmetryStructure.of(weights.architecture()).groups().size();
        return session.selection().get().filter(n -> n.column() > 0 && n.column() <= hidden);
    }

    private Optional<Weights> perceptron() {
        return session.edited().get().filter(weights -> weights.architecture().isPerceptron());
    }

    private void withNeuron(Action action) {
        session.edited()
                .get()
                .ifPresent(weights -> selected(weights).ifPresent(n -> action.run(weights.architecture(), n)));
    }

    private void scale() {
        withNeuron((architecture, n) -> {
            try {
                double a = Double.parseDouble(factor.getText().strip());
                session.edit(Edit.scale(architecture, n.column() - 1, n.index(), a));
            } catch (NumberFormatException e) {
                session.report(new Fault("not a factor: '" + factor.getText() + "'", e));
            } catch (Fault fault) {
                session.report(fault);
            }
        });
    }

    private void refresh() {
        Optional<Weights> weights = session.edited().get();
        Optional<Neuron> neuron = weights.flatMap(this::selected);
        show(neuron.isPresent(), partner, swap);
        breakIt.setDisable(perceptron()
                .filter(known -> known.architecture().hiddenLayers() > 0)
                .isEmpty());
        if (neuron.isEmpty()) {
            show(false, factor, scale, flip);
            name.setText(
                    weights.isEmpty()
                            ? "No network is open"
                            : "Select " + unit(weights.get()) + ", or drag one onto another");
            details.setText("");
            reason.setText("");
            return;
        }
        SymmetryStructure structure = SymmetryStructure.of(weights.get().architecture());
        int l = neuron.get().column() - 1;
        int i = neuron.get().index();
        boolean scales = structure.allows(l, SymmetryKind.SCALING);
        boolean flips = structure.allows(l, SymmetryKind.SIGN_FLIP);
        show(scales, factor, scale);
        show(flips, flip);
        boolean perceptron = weights.get().architecture().isPerceptron();
        name.setText("hidden " + l + (perceptron ? ", neuron " : ", channel ") + i);
        details.setText(perceptron ? details(weights.get(), l, i) : "");
        reason.setText(scales || flips ? "" : structure.reasonAgainst(l, SymmetryKind.SCALING));
        int width = structure.groups().get(l).size();
        Integer before = partner.getValue();
        partner.getItems().clear();
        for (int k = 0; k < width; k++) {
            if (k != i) {
                partner.getItems().add(k);
            }
        }
        partner.setValue(partner.getItems().contains(before) ? before : width == 1 ? null : (i + 1) % width);
        swap.setDisable(width == 1);
    }

    private static String unit(Weights weights) {
        return weights.architecture().isPerceptron() ? "a hidden neuron" : "a channel";
    }

    private static String details(Weights weights, int l, int i) {
        return "bias " + Type.number(weights.bias(l, i)) + "   |w in| "
                + Type.number(NeuronNorms.incoming(weights, l, i)) + "   |w out| "
                + Type.number(NeuronNorms.outgoing(weights, l, i));
    }

    private static void show(boolean visible, Node... controls) {
        for (Node control : controls) {
            control.setVisible(visible);
            control.setManaged(visible);
        }
    }
}
