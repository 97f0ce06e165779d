package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.orbifold.figure.GraphFigure;
import org.orbifold.figure.GraphLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Type;
import org.orbifold.graph.Node;
import org.orbifold.graph.Twins;
import org.orbifold.graph.WeightGraph;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/**
 * The weight graph of the network that is shown; a click on a node selects its neuron. Of a network that is no multilayer
 * perceptron other views have no neurons: what is selected stands out here only.
 */
public final class GraphView extends StackPane {
    private final Session session;
    private final FigurePane picture;
    private final Label empty = new Label("Open a network to see its weight graph.");
    private final Tooltip tooltip = new Tooltip();
    private Optional<GraphLayout> layout = Optional.empty();
    private Optional<Neuron> own = Optional.empty();

    /** A view of that session. */
    public GraphView(Session session) {
        this.session = session;
        picture = new FigurePane(session);
        picture.setId("weight-graph");
        picture.takeFocus("[ and ] select a neuron; its place in the graph is lit.");
        picture.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> isVisible() && session.shown().get().isPresent(), visibleProperty(), session.shown()));
        empty.visibleProperty().bind(session.shown().map(Optional::isEmpty));
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        setAlignment(empty, Pos.CENTER);
        getChildren().addAll(picture, empty);
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Weight graph");
        picture.setOnMouseMoved(this::point);
        picture.setOnMouseClicked(event -> at(event).ifPresent(this::select));
        session.shown().addListener((o, before, now) -> {
            own = Optional.empty();
            refresh();
        });
        session.a().addListener((o, before, now) -> refresh());
        session.b().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        refresh();
    }

    /** What belongs beside the view's name. */
    public Button tools() {
        return picture.saveButton();
    }

    /** The switch that shows this view. */
    public ToggleButton toggle() {
        ToggleButton toggle = new ToggleButton("Weight graph");
        toggle.setId("show-graph");
        OnceShown.explain(toggle, "The network as a graph: classes of nodes, degrees, automorphisms");
        visibleProperty().bind(toggle.selectedProperty());
        return toggle;
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return picture.isCurrent();
    }

    private void select(Neuron node) {
        if (session.shown().get().orElseThrow().architecture().isPerceptron()) {
            session.selection().set(Optional.of(node));
        } else {
            own = Optional.of(node);
            refresh();
        }
    }

    private Optional<Neuron> selected(Weights weights) {
        return weights.architecture().isPerceptron() ? session.selection().get() : own;
    }

    private void refresh() {
        layout = Optional.empty();
        session.shown().get().ifPresent(weights -> {
            Optional<Neuron> selected = selected(weights);
            List<Weights> scaled = open();
            picture.show(() -> figure(weights, scaled, selected));
        });
    }

    private List<Weights> open() {
        return List.of(session.a().get(), session.b().get()).stream()
                .flatMap(Optional::stream)
                .map(OpenNetwork::weights)
                .toList();
    }

    /** One scale for A and B, fixed while A is edited. */
    private static GraphFigure figure(Weights weights, List<Weights> scaled, Optional<Neuron> selected) {
        WeightGraph graph = new WeightGraph(weights);
        return new GraphFigure(
                graph,
                scaled.stream().mapToDouble(GraphFigure::weightLimit).max().orElse(1),
                scaled.stream().mapToDouble(GraphFigure::biasLimit).max().orElse(1),
                Twins.of(graph),
                selected);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        layout = Optional.empty();
    }

    private Optional<Neuron> at(MouseEvent event) {
        if (layout.isEmpty()) {
            layout = session.shown()
                    .get()
                    .map(weights ->
                            new GraphLayout(new WeightGraph(weights), selected(weights), getWidth(), getHeight()));
        }
        return layout.flatMap(places -> places.at(event.getX(), event.getY()));
    }

    private void point(MouseEvent event) {
        Optional<Neuron> node = at(event);
        picture.setCursor(node.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        Tooltip.uninstall(picture, tooltip);
        node.ifPresent(n -> {
            tooltip.setText(describe(new WeightGraph(session.shown().get().orElseThrow()), n));
            Tooltip.install(picture, tooltip);
        });
    }

    private static String describe(WeightGraph graph, Neuron neuron) {
        int layer = neuron.column();
        Node node = new Node(layer, neuron.index());
        return graph.name(node) + ", class " + graph.nodeClass(node)
                + "\ndegree " + graph.inDegree(layer) + " in, " + graph.outDegree(layer) + " out"
                + (layer == 0 ? "" : "\nbias " + Type.number(graph.bias(node)));
    }
}
