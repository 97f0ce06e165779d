package org.orbifold.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.Separator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.action.Action;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FlowView;
import org.orbifold.ui.views.FunctionView;
import org.orbifold.ui.views.GraphView;
import org.orbifold.ui.views.InvarianceStrip;
import org.orbifold.ui.views.NetworkView;
import org.orbifold.ui.views.PathView;
import org.orbifold.ui.views.SaveFigure;
import org.orbifold.ui.views.SelectionBar;
import org.orbifold.ui.views.SpheresView;

/** What the window holds: menus, tools, the views of the workspace that is chosen, and the bar of jobs. */
public final class WorkbenchPane extends BorderPane {
    private final Session session;
    private final Actions actions;
    private final NetworkView network;
    private final GraphView graph;
    private final SpheresView spheres;
    private final PathView path;
    private final FunctionView function;
    private final FlowView flow;
    private final Node learn;
    private final Label hint = new Label();
    private final JobBar jobs;

    /** A room for that session. */
    public WorkbenchPane(Session session, FileDialogs dialogs) {
        this.session = session;
        actions = new Actions(session, dialogs);
        network = new NetworkView(session);
        graph = new GraphView(session);
        spheres = new SpheresView(session);
        function = new FunctionView(session);
        path = new PathView(session);
        flow = new FlowView(session, flowTools());
        jobs = new JobBar(session.executor());
        getStyleClass().add("workbench");
        setTop(new VBox(menus(), tools()));
        learn = center();
        setCenter(learn);
        session.workspace().addListener((o, before, now) -> setCenter(now == Workspace.FLOW ? flow : learn));
        setBottom(jobs);
        session.lastEdit().addListener((o, before, now) -> {
            hint.setVisible(false);
        });
        session.history().position().addListener((o, before, now) -> jobs.setText(lastInForce(now.intValue())));
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventHandler(SaveFigure.ASKED, actions::saveFigure);
        setOnDragOver(this::dragOver);
        setOnDragDropped(this::dropped);
    }

    private String lastInForce(int position) {
        return position == 0 ? "" : session.history().edits().get(position - 1).name();
    }

    /** Whether every picture shows what was last asked for. */
    public boolean isCurrent() {
        return session.workspace().get() == Workspace.FLOW
                ? flow.isCurrent()
                : network.isCurrent()
                        && graph.isCurrent()
                        && spheres.isCurrent()
                        && function.isCurrent()
                        && path.isCurrent();
    }

    /** Shows a hint over the network until something is edited. */
    public void hint(String text) {
        hint.setText(text);
        hint.setVisible(true);
    }

    /** Says which device computes, and why that does. */
    public void setDevice(String description, String reason) {
        jobs.setDevice(description, reason);
    }

    private MenuBar menus() {
        Menu file = new Menu("File");
        file.getItems()
                .addAll(
                        actions.menuItem(actions.openA),
                        actions.menuItem(actions.openB),
                        actions.menuItem(actions.openData),
                        actions.menuItem(actions.openZoo),
                        actions.menuItem(actions.openFlow),
                        actions.menuItem(actions.save),
                        actions.menuItem(actions.saveFlow),
                        actions.menuItem(actions.exportGraph),
                        actions.menuItem(actions.quit));
        Menu edit = new Menu("Edit");
        edit.getItems().addAll(actions.menuItem(actions.undo), actions.menuItem(actions.redo));
        Menu align = new Menu("Align");
        align.getItems().addAll(actions.menuItem(actions.align), actions.menuItem(actions.alignModulo));
        Menu view = new Menu("View");
        actions.workspaces.values().forEach(action -> view.getItems().add(actions.menuItem(action)));
        view.getItems().addAll(new SeparatorMenuItem(), actions.menuItem(actions.theme));
        return new MenuBar(file, edit, align, view);
    }

    private ToolBar tools() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label names = new Label();
        names.setId("names");
        names.textProperty().bind(session.a().flatMap(a -> session.b().map(b -> title(a, b))));
        List<Node> tools = new ArrayList<>();
        tools.add(workspaces());
        tools.add(new Separator(Orientation.VERTICAL));
        for (Action action : List.of(actions.openA, actions.openB)) {
            tools.add(actions.button(action, true));
        }
        tools.add(new Separator(Orientation.VERTICAL));
        tools.add(actions.button(actions.undo, false));
        tools.add(actions.button(actions.redo, false));
        tools.add(new Separator(Orientation.VERTICAL));
        Node align = actions.button(actions.align, true);
        align.setId("align");
        align.getStyleClass().add("accent");
        tools.add(align);
        tools.add(gap);
        tools.add(names);
        tools.add(actions.button(actions.theme, false));
        return new ToolBar(tools.toArray(Node[]::new));
    }

    /** The switch between workspaces. */
    private SegmentedButton workspaces() {
        SegmentedButton segmented = new SegmentedButton();
        ToggleGroup group = new ToggleGroup();
        segmented.setToggleGroup(group);
        for (Workspace workspace : Workspace.values()) {
            ToggleButton button = new ToggleButton(workspace.label());
            button.setId("workspace-" + workspace.label().toLowerCase(Locale.ROOT));
            button.setTooltip(new Tooltip(workspace.label() + " workspace ("
                    + actions.workspaces.get(workspace).getAccelerator().getDisplayText() + ")"));
            button.setSelected(session.workspace().get() == workspace);
            button.setOnAction(event -> {
                button.setSelected(true);
                session.workspace().set(workspace);
            });
            session.workspace().addListener((o, before, now) -> button.setSelected(now == workspace));
            segmented.getButtons().add(button);
        }
        return segmented;
    }

    private HBox flowTools() {
        return new HBox(
                4,
                actions.button(actions.openZoo, false),
                actions.button(actions.openFlow, false),
                actions.button(actions.saveFlow, false));
    }

    private static String title(Optional<OpenNetwork> a, Optional<OpenNetwork> b) {
        return a.map(open -> "A: " + open.name() + " (" + open.weights().architecture() + ")")
                        .orElse("")
                + b.map(open -> "     B: " + open.name()).orElse("");
    }

    private Node center() {
        hint.getStyleClass().add("hint");
        hint.setVisible(false);
        hint.setMouseTransparent(true);
        StackPane.setAlignment(hint, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(hint, new Insets(0, 24, 56, 0));
        network.visibleProperty().addListener((o, before, now) -> hint.setVisible(false));
        StackPane stack = new StackPane(network, graph, spheres, hint);
        stack.setMinSize(0, 0);
        BorderPane left = new BorderPane(stack);
        left.setTop(networkHeading());
        left.setBottom(new VBox(new SelectionBar(session), new InvarianceStrip(session)));
        BorderPane upper = new BorderPane(function);
        upper.setTop(heading(heading("Function"), function.tools()));
        BorderPane lower = new BorderPane(path);
        lower.setTop(heading(heading("Path and barrier"), path.tools()));
        SplitPane right = new SplitPane(upper, lower);
        right.setOrientation(Orientation.VERTICAL);
        right.setDividerPositions(0.5);
        SplitPane split = new SplitPane(left, right);
        split.setDividerPositions(0.58);
        return split;
    }

    /** The name of the view in the network's place, and the switches of those that can take it, one at a time. */
    private HBox networkHeading() {
        ToggleGroup group = new ToggleGroup();
        ToggleButton toSpheres = spheres.toggle();
        ToggleButton toGraph = graph.toggle();
        toSpheres.setToggleGroup(group);
        toGraph.setToggleGroup(group);
        network.visibleProperty().bind(group.selectedToggleProperty().isNull());
        Label name = heading("Network");
        name.textProperty()
                .bind(Bindings.when(toSpheres.selectedProperty())
                        .then(toSpheres.getText())
                        .otherwise(Bindings.when(toGraph.selectedProperty())
                                .then(toGraph.getText())
                                .otherwise("Network")));
        HBox switches = new HBox(4, toSpheres, toGraph);
        switches.setAlignment(Pos.CENTER_RIGHT);
        return heading(name, switches);
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
        heading.getStyleClass().add("view-heading");
        return heading;
    }

    /** Keys that mean the same wherever the focus is, except where text is typed or a slider has them. */
    private void key(KeyEvent event) {
        if (event.isControlDown() || event.isAltDown() || isOfTarget(event)) {
            return;
        }
        if (session.workspace().get() == Workspace.FLOW) {
            if (!(event.getTarget() instanceof ButtonBase && event.getCode() == KeyCode.SPACE) && flow.take(event)) {
                event.consume();
            }
            return;
        }
        double step = event.isShiftDown() ? 0.1 : 0.01;
        boolean used = true;
        switch (event.getCode()) {
            case SPACE -> path.togglePlayback();
            case LEFT -> session.t().set(Math.max(0, session.t().get() - step));
            case RIGHT -> session.t().set(Math.min(1, session.t().get() + step));
            case HOME -> session.t().set(0);
            case END -> session.t().set(1);
            case OPEN_BRACKET -> network.selectNext(-1);
            case CLOSE_BRACKET -> network.selectNext(1);
            case S -> network.swapWithNext();
            case PLUS, ADD, EQUALS -> network.scaleSelected(2);
            case MINUS, SUBTRACT -> network.scaleSelected(0.5);
            default -> used = false;
        }
        if (used) {
            event.consume();
        }
    }

    private static boolean isOfTarget(KeyEvent event) {
        boolean slides = event.getTarget() instanceof Node node && node.getAccessibleRole() == AccessibleRole.SLIDER;
        return event.getTarget() instanceof TextInputControl
                || event.getTarget() instanceof ComboBoxBase<?>
                || (slides && event.getCode().isNavigationKey());
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            boolean first = event.getSceneX() < getWidth() * 0.58;
            hint("Drop to open as " + (first ? "network A" : "network B") + " (or as data)");
        }
        event.consume();
    }

    /** Networks dropped on the left become A, on the right B; of two, the first is A. */
    private void dropped(DragEvent event) {
        hint.setVisible(false);
        List<Path> files =
                event.getDragboard().getFiles().stream().map(File::toPath).toList();
        boolean first = event.getSceneX() < getWidth() * 0.58;
        for (Path file : files) {
            actions.openDropped(file, first);
            first = false;
        }
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }

    /** Plays a slow swap of two neurons, so that a new user sees what stands still. */
    public void tellFirstStory() {
        session.edited().get().ifPresent(weights -> {
            network.slowNextSlide(Duration.millis(1800));
            session.edit(Edit.swap(weights.architecture(), 0, 1, 5));
            hint("Drag any neuron.");
        });
    }
}
