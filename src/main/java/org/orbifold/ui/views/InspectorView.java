package org.orbifold.ui.views;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.figure.Neuron;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.ui.session.CommandLines;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/** The inspector: the selected neuron, or else the networks and the data, in exact values; and the history of edits. */
public final class InspectorView extends VBox {
    private final Session session;
    private final VBox neuron = new VBox(8);
    private final VBox networks = new VBox(8);
    private final Facts neuronFacts = new Facts();
    private final Label neuronName = heading("");
    private final ToggleButton byMagnitude = new ToggleButton("By magnitude");
    private final Label formula = new Label();
    private final Label formulaOf = new Label();
    private final ValueTable incoming = new ValueTable("incoming", "Incoming weights", "from");
    private final ValueTable outgoing = new ValueTable("outgoing", "Outgoing weights", "to");
    private final Label incomingName = new Label("Incoming weights");
    private final Label outgoingName = new Label("Outgoing weights");
    private final TextArea commands = new TextArea();
    private final Facts networkFacts = new Facts();
    private final Facts pairFacts = new Facts();
    private final Facts dataFacts = new Facts();

    /** A view of that session. */
    public InspectorView(Session session) {
        this.session = session;
        setId("inspector");
        getStyleClass().add("inspector");
        setMinWidth(220);
        formula.setId("formula");
        formula.getStyleClass().add("formula");
        formula.setWrapText(true);
        formulaOf.getStyleClass().add("figure-name");
        formulaOf.setWrapText(true);
        byMagnitude.setId("by-magnitude");
        byMagnitude.getStyleClass().add("small");
        OnceShown.explain(byMagnitude, "List the weights by magnitude, the largest first, not as they are");
        byMagnitude.selectedProperty().addListener((o, before, now) -> refresh());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox title = new HBox(8, neuronName, gap, byMagnitude);
        title.setAlignment(Pos.CENTER_LEFT);
        byMagnitude.setMinWidth(USE_PREF_SIZE);
        neuron.getChildren()
                .addAll(title, neuronFacts, formulaOf, formula, incomingName, incoming, outgoingName, outgoing);
        networks.getChildren()
                .addAll(heading("Network A"), networkFacts, heading("A and B"), pairFacts, heading("Data"), dataFacts);
        for (Node part :
                List.of(neuron, networks, formula, formulaOf, incoming, incomingName, outgoing, outgoingName)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        VBox content = new VBox(neuron, networks);
        content.getStyleClass().add("inspector-content");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("rail-scroll");
        setVgrow(scroll, Priority.ALWAYS);
        Label edits = heading("History");
        edits.getStyleClass().add("history-heading");
        Label repeating = heading("As command lines");
        repeating.getStyleClass().add("history-heading");
        commands.setId("command-lines");
        commands.getStyleClass().add("command-lines");
        commands.setAccessibleText("Command lines that repeat what is in force");
        commands.setPromptText("Command lines that repeat what is done will stand here.");
        commands.setEditable(false);
        commands.setWrapText(true);
        commands.setPrefRowCount(4);
        commands.setMinHeight(72);
        getChildren().addAll(scroll, edits, new HistoryList(session), repeating, commands);
        for (var shown : List.of(
                session.selection(), session.edited(), session.editedB(), session.alignment(), session.data())) {
            shown.addListener((o, before, now) -> refresh());
        }
        sceneProperty().addListener((o, before, now) -> refresh());
        for (var repeated : List.of(
                session.edited(),
                session.editedB(),
                session.data(),
                session.matching().state(),
                session.kind(),
                session.workspace(),
                session.course().targets(),
                session.course().settings(),
                session.course().state(),
                session.seed())) {
            repeated.addListener((o, before, now) -> repeat());
        }
        sceneProperty().addListener((o, before, now) -> repeat());
        refresh();
    }

    private void repeat() {
        if (getScene() != null) {
            commands.setText(String.join("\n", CommandLines.of(session)));
        }
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add("rail-heading");
        return heading;
    }

    /** While it is hidden nothing is looked up. */
    private void refresh() {
        if (getScene() == null) {
            return;
        }
        Optional<Weights> perceptron =
                session.edited().get().filter(weights -> weights.architecture().isPerceptron());
        Optional<Neuron> selected = session.selection().get().filter(n -> perceptron.isPresent());
        neuron.setVisible(selected.isPresent());
        networks.setVisible(selected.isEmpty());
        selected.ifPresentOrElse(n -> showNeuron(perceptron.orElseThrow(), n), this::showNetworks);
    }

    private void showNeuron(Weights weights, Neuron selected) {
        Architecture architecture = weights.architecture();
        int l = selected.column() - 1;
        int i = selected.index();
        boolean hasIncoming = l >= 0;
        boolean isHidden = hasIncoming && l < architecture.hiddenLayers();
        boolean hasOutgoing = l < architecture.hiddenLayers();
        neuronName.setText(name(architecture, selected.column(), i) + " of A");
        neuronFacts.clear();
        if (hasIncoming) {
            neuronFacts.add("bias", weights.bias(l, i));
            neuronFacts.add("|w in|", NeuronNorms.incoming(weights, l, i));
        }
        if (hasOutgoing && hasIncoming) {
            neuronFacts.add("|w out|", NeuronNorms.outgoing(weights, l, i));
            neuronFacts.add("symmetries", SymmetryFormula.kinds(architecture.activation()));
            if (architecture.activation().has(SymmetryKind.SCALING)) {
                neuronFacts.add("norms equal at a =", NeuronNorms.balance(weights, l, i));
            }
        }
        formula.setVisible(isHidden);
        formulaOf.setVisible(isHidden);
        if (isHidden) {
            GroupElement moved = session.symmetries().orElseThrow();
            boolean stands = moved.permutation(l).get(i) == i && moved.factor(l, i) == 1;
            List<String> lines = SymmetryFormula.of(architecture, moved, l, i).lines();
            formulaOf.setText(
                    !stands
                            ? "In force since the network was opened:"
                            : lines.isEmpty()
                                    ? architecture.activation().reasonAgainst(SymmetryKind.SCALING)
                                    : "A symmetry of this neuron, none is in force:");
            formula.setVisible(!lines.isEmpty());
            formula.setText(String.join("\n", lines));
        }
        show(
                incomingName,
                incoming,
                hasIncoming,
                () -> IntStream.range(0, architecture.in(l))
                        .mapToObj(k -> new ValueTable.Named(
                                name(architecture, selected.column() - 1, k), weights.weight(l, i, k)))
                        .toList());
        show(
                outgoingName,
                outgoing,
                hasOutgoing,
                () -> IntStream.range(0, architecture.out(l + 1))
                        .mapToObj(k -> new ValueTable.Named(
                                name(architecture, selected.column() + 1, k), weights.weight(l + 1, k, i)))
                        .toList());
    }

    private void show(Label name, ValueTable table, boolean visible, Supplier<List<ValueTable.Named>> values) {
        name.setVisible(visible);
        table.setVisible(visible);
        table.show(visible ? values.get() : List.of(), byMagnitude.isSelected());
    }

    private static String name(Architecture architecture, int column, int index) {
        return column == 0
                ? "input " + index
                : column <= architecture.hiddenLayers()
                        ? "hidden " + (column - 1) + ", neuron " + index
                        : "output " + index;
    }

    private void showNetworks() {
        networkFacts.clear();
        session.a().get().ifPresentOrElse(this::showNetwork, () -> networkFacts.add("", "no network is open"));
        pairFacts.clear();
        Optional<Weights> a = session.edited().get();
        Optional<Weights> b = session.editedB().get();
        session.b()
                .get()
                .ifPresentOrElse(open -> pairFacts.add("B", open.name()), () -> pairFacts.add("B", "none is open"));
        a.flatMap(first -> b.filter(second -> second.architecture().equals(first.architecture()))
                        .map(first::distance))
                .ifPresent(distance -> pairFacts.add("|A \u2212 B|", distance));
        session.a()
                .get()
                .ifPresent(open -> session.alignment()
                        .get()
                        .ifPresent(found -> pairFacts.add(
                                "|A \u2212 B aligned|", open.weights().distance(found.aligned()))));
        dataFacts.clear();
        session.data().get().ifPresentOrElse(this::showData, () -> dataFacts.add("", "none is open"));
    }

    private void showNetwork(OpenNetwork open) {
        Weights weights = session.edited().get().orElse(open.weights());
        Architecture architecture = weights.architecture();
        SymmetryStructure symmetries = SymmetryStructure.of(architecture);
        networkFacts.add("name", open.name());
        networkFacts.add("architecture", architecture.shape());
        networkFacts.add("activation", SymmetryFormula.kinds(architecture.activation()));
        networkFacts.add("parameters", String.format(Locale.ROOT, "%,d", architecture.trainedParameters()));
        networkFacts.add("log10 permutations", symmetries.log10Permutations());
        networkFacts.add("scaling dimensions", String.format(Locale.ROOT, "%,d", symmetries.scalingDimensions()));
        networkFacts.add("|A|", weights.norm());
        for (int l = 0; l < architecture.layers(); l++) {
            networkFacts.add("|W" + SymmetryFormula.subscript(l) + "|", norm(weights.layerWeights(l)));
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private void showData(DataSet data) {
        dataFacts.add("name", data.name());
        dataFacts.add("rows", String.format(Locale.ROOT, "%,d", data.rows()));
        session.split().ifPresent(this::showSplit);
        dataFacts.add(
                "inputs", String.format(Locale.ROOT, "%,d", data.examples().width()));
        dataFacts.add("classes", String.valueOf(data.examples().classes()));
    }

    private void showSplit(Split split) {
        dataFacts.add("training", String.format(Locale.ROOT, "%,d rows", split.train().length));
        dataFacts.add("test", String.format(Locale.ROOT, "%,d rows", split.test().length));
    }
}
