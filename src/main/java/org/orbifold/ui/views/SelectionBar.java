package org.orbifold.ui.views;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Type;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.Session;

/** The selected neuron in numbers, and every drag's numeric twin: swap, scale, flip, and the break of a symmetry. */
public final class SelectionBar extends HBox {
    private final Session session;
    private final Label name = new Label();
    private final ComboBox<Integer> partner = new ComboBox<>();
    private final Button swap = new Button("Swap");
    private final TextField factor = new TextField("2");
    private final Button scale = new Button("Scale");
    private final Button flip = new Button("Flip sign");
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
        breakIt.setTooltip(new Tooltip(
                "Permutes only the incoming side of the layer: not a symmetry, so the function fails. Undo mends it."));
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
        for (Node control : new Node[] {swap, scale, flip, breakIt}) {
            control.getStyleClass().add("small");
        }
        Region gap = new Region();
        setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(name, partner, swap, factor, scale, flip, reason, gap, breakIt);
        session.selection().addListener((o, before, now) -> refresh());
        session.edited().addListener((o, before, now) -> refresh());
        refresh();
    }

    private interface Action {
        void run(Architecture architecture, Neuron neuron);
    }

    private Optional<Neuron> selected(Weights weights) {
        return session.selection()
                .get()
                .filter(n ->
                        n.column() > 0 && n.column() <= weights.architecture().hiddenLayers());
    }

    /** A as edited, where its neurons can be taken one by one. */
    private Optional<Weights> perceptron() {
        return session.edited().get().filter(weights -> weights.architecture().isPerceptron());
    }

    private void withNeuron(Action action) {
        perceptron().ifPresent(weights -> selected(weights).ifPresent(n -> action.run(weights.architecture(), n)));
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
        Optional<Weights> weights = perceptron();
        Optional<Neuron> neuron = weights.flatMap(this::selected);
        Optional<Activation> activation = weights.map(w -> w.architecture().activation());
        boolean scales = neuron.isPresent() && activation.get().has(SymmetryKind.SCALING);
        boolean flips = neuron.isPresent() && activation.get().has(SymmetryKind.SIGN_FLIP);
        show(neuron.isPresent(), partner, swap);
        show(scales, factor, scale);
        show(flips, flip);
        breakIt.setDisable(weights.isEmpty() || weights.get().architecture().hiddenLayers() == 0);
        if (neuron.isEmpty()) {
            name.setText(
                    weights.isPresent()
                            ? "Select a hidden neuron, or drag one onto another"
                            : session.edited().get().isPresent()
                                    ? "Channels of this network are matched in the workspace Align"
                                    : "No network is open");
            reason.setText("");
            return;
        }
        int l = neuron.get().column() - 1;
        int i = neuron.get().index();
        name.setText("hidden " + l + ", neuron " + i + ": bias "
                + Type.number(weights.get().bias(l, i)) + "   |w in| "
                + Type.number(NeuronNorms.incoming(weights.get(), l, i)) + "   |w out| "
                + Type.number(NeuronNorms.outgoing(weights.get(), l, i)));
        reason.setText(scales || flips ? "" : activation.get().reasonAgainst(SymmetryKind.SCALING));
        int width = weights.get().architecture().out(l);
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

    private static void show(boolean visible, Node... controls) {
        for (Node control : controls) {
            control.setVisible(visible);
            control.setManaged(visible);
        }
    }
}
