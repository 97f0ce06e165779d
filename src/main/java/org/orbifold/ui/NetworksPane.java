package org.orbifold.ui;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.orbifold.ui.session.Arrangement;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.AlignmentView;
import org.orbifold.ui.views.FunctionView;
import org.orbifold.ui.views.GraphView;
import org.orbifold.ui.views.InvarianceStrip;
import org.orbifold.ui.views.NetworkView;
import org.orbifold.ui.views.OnceShown;
import org.orbifold.ui.views.PairsView;
import org.orbifold.ui.views.PathView;
import org.orbifold.ui.views.SelectionBar;
import org.orbifold.ui.views.SliceView;
import org.orbifold.ui.views.SpheresView;
import org.orbifold.ui.views.ViewKey;

/**
 * The workspaces of two networks: on the left what A is, or how B is matched to it, on the right the function and the path.
 */
final class NetworksPane extends SplitPane {
    /** What the left needs, in points: a network, and the bars and tables of an alignment. */
    private static final double LEAST = 505;

    private static final double LEAST_ALIGNING = 530;

    private final Session session;
    private final NetworkView network;
    private final GraphView graph;
    private final SpheresView spheres;
    private final AlignmentView alignment;
    private final FunctionView function;
    private final SliceView slice;
    private final PathView path;
    private final PairsView pairs;
    private final Label hint = new Label();
    private final BooleanBinding aligning;
    private final List<ViewKey> keys;

    NetworksPane(Session session) {
        this.session = session;
        aligning = session.workspace().isEqualTo(Workspace.ALIGN);
        network = new NetworkView(session);
        graph = new GraphView(session);
        spheres = new SpheresView(session);
        alignment = new AlignmentView(session);
        function = new FunctionView(session);
        slice = new SliceView(session);
        path = new PathView(session);
        pairs = new PairsView(session);
        keys = makeKeys();
        hint.getStyleClass().add("hint");
        hint.setVisible(false);
        hint.setMouseTransparent(true);
        StackPane.setAlignment(hint, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(hint, new Insets(0, 24, 56, 0));
        network.visibleProperty().addListener((o, before, now) -> forgetHint());
        aligning.addListener((o, before, now) -> forgetHint());
        session.lastEdit().addListener((o, before, now) -> forgetHint());
        BorderPane left = headed(leftHeading(), stacked(network, graph, spheres, alignment, hint));
        left.minWidthProperty()
                .bind(Bindings.when(aligning).then(LEAST_ALIGNING).otherwise(LEAST));
        VBox below = new VBox(new SelectionBar(session), new InvarianceStrip(session));
        below.managedProperty().bind(below.visibleProperty());
        below.visibleProperty().bind(aligning.not());
        left.setBottom(below);
        BorderPane upper = headed(upperHeading(), stacked(function, slice));
        BorderPane lower = headed(lowerHeading(), stacked(path, pairs));
        SplitPane right = new SplitPane(upper, lower);
        right.setOrientation(Orientation.VERTICAL);
        getItems().addAll(left, right);
        right.getDividers()
                .getFirst()
                .positionProperty()
                .bindBidirectional(session.arrangement().down());
        getDividers()
                .getFirst()
                .positionProperty()
                .bindBidirectional(session.arrangement().across());
    }

    /** The name of the view on the left, and the switches of those that can take its place, one at a time. */
    private HBox leftHeading() {
        ToggleGroup group = new ToggleGroup();
        ToggleButton toSpheres = spheres.toggle();
        ToggleButton toGraph = graph.toggle();
        for (ToggleButton toggle : List.of(toSpheres, toGraph)) {
            toggle.setMinWidth(USE_PREF_SIZE);
        }
        toSpheres.setToggleGroup(group);
        toGraph.setToggleGroup(group);
        BooleanBinding own = group.selectedToggleProperty().isNull();
        ObjectProperty<Arrangement.Left> chosen = session.arrangement().left();
        group.selectedToggleProperty()
                .addListener((o, before, now) -> chosen.set(
                        toSpheres.equals(now)
                                ? Arrangement.Left.SPHERES
                                : toGraph.equals(now) ? Arrangement.Left.GRAPH : Arrangement.Left.OWN));
        chosen.addListener((o, before, now) -> group.selectToggle(
                switch (now) {
                    case OWN -> null;
                    case SPHERES -> toSpheres;
                    case GRAPH -> toGraph;
                }));
        network.visibleProperty().bind(own.and(aligning.not()));
        alignment.visibleProperty().bind(own.and(aligning));
        Label name = heading("Network");
        name.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> group.getSelectedToggle() instanceof ToggleButton other
                                ? other.getText()
                                : aligning.get() ? "Alignment" : "Network",
                        group.selectedToggleProperty(),
                        aligning));
        return heading(
                name,
                switches(
                        shownWith(network.tools(), network),
                        shownWith(graph.tools(), graph),
                        shownWith(spheres.tools(), spheres),
                        shownWith(alignment.tools(), alignment),
                        toSpheres,
                        toGraph));
    }

    /** Tools that are seen where their view is. */
    private static Node shownWith(Node tools, Node view) {
        tools.managedProperty().bind(tools.visibleProperty());
        tools.visibleProperty().bind(view.visibleProperty());
        return tools;
    }

    /** Function or slice: each has the other's place, and the slice is what the alignment is first shown with. */
    private HBox upperHeading() {
        ToggleButton toSlice = new ToggleButton("Loss slice");
        toSlice.setId("show-slice");
        toSlice.setMinWidth(USE_PREF_SIZE);
        OnceShown.explain(toSlice, "The loss around the networks, in the function's place");
        toSlice.selectedProperty().bindBidirectional(session.arrangement().slice());
        aligning.addListener((o, before, now) -> toSlice.setSelected(now));
        slice.visibleProperty().bind(toSlice.selectedProperty().and(inWorkspace()));
        function.visibleProperty().bind(toSlice.selectedProperty().not());
        Label name = heading("Function");
        name.textProperty()
                .bind(Bindings.when(toSlice.selectedProperty())
                        .then("Loss slice")
                        .otherwise("Function"));
        Node wipe = function.tools();
        Node planes = slice.tools();
        for (Node tools : List.of(wipe, planes)) {
            tools.managedProperty().bind(tools.visibleProperty());
        }
        wipe.visibleProperty().bind(function.visibleProperty());
        planes.visibleProperty().bind(toSlice.selectedProperty());
        return heading(name, switches(planes, wipe, toSlice));
    }

    /** The path between two networks, or all paths of a zoo. */
    private HBox lowerHeading() {
        ToggleButton toPairs = pairs.toggle();
        toPairs.setMinWidth(USE_PREF_SIZE);
        toPairs.selectedProperty().bindBidirectional(session.arrangement().pairs());
        pairs.visibleProperty().bind(toPairs.selectedProperty().and(inWorkspace()));
        path.visibleProperty().bind(toPairs.selectedProperty().not());
        Label name = heading("Path");
        name.textProperty()
                .bind(Bindings.when(toPairs.selectedProperty())
                        .then("Pairs of a zoo")
                        .otherwise("Path"));
        Node kinds = path.tools();
        Node choices = pairs.tools();
        for (Node tools : List.of(kinds, choices)) {
            tools.managedProperty().bind(tools.visibleProperty());
        }
        kinds.visibleProperty().bind(path.visibleProperty());
        choices.visibleProperty().bind(toPairs.selectedProperty());
        return heading(name, switches(kinds, choices, toPairs));
    }

    private static HBox switches(Node... nodes) {
        HBox switches = new HBox(4);
        switches.setAlignment(Pos.CENTER_RIGHT);
        OnceShown.fill(switches, List.of(nodes));
        return switches;
    }

    /** Views that take each other's place. */
    private static StackPane stacked(Node... views) {
        StackPane stack = new StackPane();
        stack.setMinSize(0, 0);
        OnceShown.fill(stack, List.of(views));
        return stack;
    }

    /** A view under its heading; the keyboard comes to the heading first. */
    private static BorderPane headed(Node heading, Node view) {
        BorderPane pane = new BorderPane();
        pane.setTop(heading);
        pane.setCenter(view);
        return pane;
    }

    private BooleanBinding inWorkspace() {
        return session.workspace().isNotEqualTo(Workspace.FLOW);
    }

    private static HBox heading(Label name, Node tools) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox heading = new HBox(name, gap, tools);
        heading.getStyleClass().add("view-bar");
        return heading;
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.setMinWidth(USE_PREF_SIZE);
        heading.getStyleClass().add("view-heading");
        return heading;
    }

    /** Whether every picture shows what was last asked for. */
    boolean isCurrent() {
        return network.isCurrent()
                && graph.isCurrent()
                && spheres.isCurrent()
                && alignment.isCurrent()
                && function.isCurrent()
                && slice.isCurrent()
                && path.isCurrent()
                && pairs.isCurrent();
    }

    /** What keys do, wherever the focus is. */
    List<ViewKey> keys() {
        return keys;
    }

    private List<ViewKey> makeKeys() {
        BooleanSupplier selected = () -> session.selection().get().isPresent();
        BooleanSupplier open = () -> session.edited().get().isPresent();
        return List.of(
                ViewKey.of("Play or pause t", Feather.PLAY, "Space", KeyCode.SPACE, session::togglePlaying),
                ViewKey.clock("t", -1, session.t()),
                ViewKey.clock("t", 1, session.t()),
                ViewKey.end("t", 0, session.t()),
                ViewKey.end("t", 1, session.t()),
                new ViewKey(
                        "Select the neuron before",
                        Feather.CHEVRON_LEFT,
                        "[",
                        List.of(KeyCode.OPEN_BRACKET),
                        open,
                        times -> selectNext(-times)),
                new ViewKey(
                        "Select the next neuron",
                        Feather.CHEVRON_RIGHT,
                        "]",
                        List.of(KeyCode.CLOSE_BRACKET),
                        open,
                        this::selectNext),
                new ViewKey(
                        "Swap the neuron with the next",
                        Feather.REPEAT,
                        "S",
                        List.of(KeyCode.S),
                        selected,
                        times -> network.swapWithNext()),
                new ViewKey(
                        "Scale the neuron by 2",
                        Feather.MAXIMIZE_2,
                        "+",
                        List.of(KeyCode.PLUS, KeyCode.ADD, KeyCode.EQUALS),
                        selected,
                        times -> network.scaleSelected(2)),
                new ViewKey(
                        "Scale the neuron by 1/2",
                        Feather.MINIMIZE_2,
                        "\u2212",
                        List.of(KeyCode.MINUS, KeyCode.SUBTRACT),
                        selected,
                        times -> network.scaleSelected(0.5)),
                new ViewKey(
                        "Lock or unlock the matched neurons",
                        Feather.LOCK,
                        "L",
                        List.of(KeyCode.L),
                        () -> aligning.get() && selected.getAsBoolean(),
                        times -> alignment.toggleLock()));
    }

    private void selectNext(int step) {
        if (aligning.get()) {
            alignment.selectNext(step);
        } else {
            network.selectNext(step);
        }
    }

    /** Shows a hint over the network until something is edited. */
    void hint(String text) {
        hint.setText(text);
        hint.setVisible(!aligning.get());
    }

    void forgetHint() {
        hint.setVisible(false);
    }

    /** Plays a slow swap of two neurons, so that a new user sees what stands still. */
    void tellFirstStory() {
        session.edited().get().ifPresent(weights -> {
            network.slowNextSlide(Duration.millis(1800));
            session.edit(Edit.swap(weights.architecture(), 0, 1, 5));
            session.store().settle();
            hint("Drag any neuron.");
        });
    }
}
