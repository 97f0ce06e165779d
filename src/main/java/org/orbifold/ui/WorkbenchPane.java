package org.orbifold.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Separator;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.action.Action;
import org.orbifold.ui.session.Autosave;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.orbifold.ui.views.FigureRequest;
import org.orbifold.ui.views.FlowView;
import org.orbifold.ui.views.OnceShown;
import org.orbifold.ui.views.Transport;
import org.orbifold.ui.views.ViewKey;

/** What the window holds: menus, tools, the views of the workspace that is chosen, and the bar of jobs. */
public final class WorkbenchPane extends BorderPane {
    /** Characters of a name that the tool bar has room for. */
    private static final int NAME = 26;

    private static final PseudoClass SHOWN = PseudoClass.getPseudoClass("shown");

    private final Session session;
    private final Documents documents;
    private final Actions actions;
    private final NetworksPane networks;
    private final FlowView flow;
    private final RoomPane room;
    private final JobBar jobs;
    private final VBox top;
    private final Spotlight spotlight;
    private final CommandPalette palette;

    /** A room for that session, whose preferences are kept nowhere. */
    public WorkbenchPane(Session session, FileDialogs dialogs) {
        this(session, dialogs, Preferences.unkept());
    }

    /** A room for that session. */
    public WorkbenchPane(Session session, FileDialogs dialogs, Preferences preferences) {
        this.session = session;
        palette = new CommandPalette(this::commandsNow, preferences);
        Unsaved unsaved = new Unsaved(() -> getScene().getWindow(), session, dialogs);
        session.course().beforeForgetting(unsaved::forget);
        documents = new Documents(session, dialogs, preferences, unsaved);
        actions = new Actions(
                session,
                dialogs,
                preferences,
                new SideWindows(this, session, preferences, dialogs, this::allCommands, palette::toggle),
                this::askToClose,
                documents,
                which -> FigurePane.meant(getCenter(), which));
        networks = new NetworksPane(session);
        flow = new FlowView(session, flowTools());
        jobs = new JobBar(session);
        getStyleClass().add("workbench");
        top = new VBox();
        OnceShown.fill(
                top,
                List.of(
                        new Menus(actions, preferences.recentFiles()).bar(),
                        tools(),
                        new LessonBar(session, documents::open)));
        setTop(top);
        room = new RoomPane(session, documents::open);
        room.showWorkspace(networks);
        setCenter(room);
        session.workspace()
                .addListener((o, before, now) -> room.showWorkspace(now == Workspace.FLOW ? flow : networks));
        setBottom(new VBox(new Transport(session), jobs));
        spotlight = new Spotlight(session.lesson(), this);
        getChildren().addAll(spotlight, palette);
        session.history().position().addListener((o, before, now) -> jobs.setText(lastInForce(now.intValue())));
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventHandler(FigureRequest.ANY, documents::take);
        setOnDragOver(this::dragOver);
        setOnDragDropped(this::dropped);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        spotlight.resizeRelocate(0, 0, getWidth(), getHeight());
        palette.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private String lastInForce(int position) {
        return position == 0 ? "" : session.history().edits().get(position - 1).name();
    }

    private void askToClose() {
        Window window = getScene().getWindow();
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    /** Offers what a process that did not end by itself has left. */
    void offer(Autosave autosave, List<Path> left) {
        top.getChildren().add(new RecoveryBar(autosave, left));
    }

    /** Whether every picture shows what was last asked for. */
    public boolean isCurrent() {
        return session.workspace().get() == Workspace.FLOW ? flow.isCurrent() : networks.isCurrent();
    }

    /** Shows a hint over the network until something is edited. */
    public void hint(String text) {
        networks.hint(text);
    }

    /** Says which device computes, and why that does. */
    public void setDevice(String description, String reason) {
        jobs.setDevice(description, reason);
    }

    private HBox tools() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label names = new Label();
        names.setId("names");
        names.textProperty().bind(session.a().flatMap(a -> session.b().map(b -> title(a, b))));
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(session.a().flatMap(a -> session.b().map(b -> whole(a, b))));
        names.setTooltip(whole);
        List<Node> tools = new ArrayList<>();
        tools.add(paneButton(
                "toggle-library", actions.library, session.arrangement().library()));
        tools.add(workspaces());
        tools.add(new Separator(Orientation.VERTICAL));
        for (Action action : List.of(actions.openA, actions.openB)) {
            tools.add(actions.button(action, true));
        }
        tools.add(new Separator(Orientation.VERTICAL));
        Button undo = actions.button(actions.undo, false);
        undo.setId("undo");
        tools.add(undo);
        tools.add(actions.button(actions.redo, false));
        tools.add(new Separator(Orientation.VERTICAL));
        Node align = actions.button(actions.align, true);
        align.setId("align");
        align.getStyleClass().add("accent");
        tools.add(align);
        tools.add(gap);
        tools.add(names);
        tools.add(actions.button(actions.theme, false));
        ToolBar bar = new ToolBar(tools.toArray(Node[]::new));
        ToolBar end = new ToolBar(paneButton(
                "toggle-inspector", actions.inspector, session.arrangement().inspector()));
        end.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        return new HBox(bar, end);
    }

    /** The switch between workspaces. */
    private SegmentedButton workspaces() {
        SegmentedButton segmented = new SegmentedButton();
        // The session says which is chosen; in a group, Tab would pass over the others, and arrow keys choose without
        // acting.
        segmented.setToggleGroup(null);
        for (Workspace workspace : Workspace.values()) {
            ToggleButton button = new ToggleButton(workspace.label());
            button.setId("workspace-" + workspace.label().toLowerCase(Locale.ROOT));
            OnceShown.explain(
                    button,
                    workspace.label() + " workspace ("
                            + actions.workspaces.get(workspace).getAccelerator().getDisplayText() + ")");
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

    /** A button that shows and hides a pane, and is marked while that is shown. */
    private Node paneButton(String id, Action action, BooleanProperty shown) {
        Button button = actions.button(action, false);
        button.setId(id);
        button.pseudoClassStateChanged(SHOWN, shown.get());
        shown.addListener((o, before, now) -> button.pseudoClassStateChanged(SHOWN, now));
        return button;
    }

    private HBox flowTools() {
        return new HBox(
                4,
                actions.button(actions.openZoo, false),
                actions.button(actions.openFlow, false),
                actions.button(actions.saveFlow, false));
    }

    private static String title(Optional<OpenNetwork> a, Optional<OpenNetwork> b) {
        return a.map(open -> "A: " + shortened(open.name())).orElse("")
                + a.map(open -> open.weights().architecture().toString())
                        .filter(architecture -> architecture.length() <= NAME)
                        .map(architecture -> " (" + architecture + ")")
                        .orElse("")
                + b.map(open -> "     B: " + shortened(open.name())).orElse("");
    }

    private static String shortened(String name) {
        return name.length() <= NAME ? name : "\u2026" + name.substring(name.length() - NAME + 1);
    }

    private static String whole(Optional<OpenNetwork> a, Optional<OpenNetwork> b) {
        return a.map(open -> "A: " + open.name() + "\n" + open.weights().architecture())
                        .orElse("No network is open")
                + b.map(open -> "\nB: " + open.name()).orElse("");
    }

    /** Keys that mean the same wherever the focus is, except where text is typed, a slider has them, or a button that keys led to. */
    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isControlDown() || event.isAltDown() || isOfTarget(event)) {
            return;
        }
        if (ViewKey.take(keysNow(), event)) {
            event.consume();
        }
    }

    private List<ViewKey> keysNow() {
        return session.workspace().get() == Workspace.FLOW ? flow.keys() : networks.keys();
    }

    /** What the palette offers: what the menus do, and the keys of the views that are shown. */
    private List<Command> commandsNow() {
        String shown = session.workspace().get().label();
        return Stream.concat(actions.commands().stream(), keysNow().stream().map(key -> Command.of(shown, key)))
                .toList();
    }

    /** All that has keys, in any workspace. */
    private List<Command> allCommands() {
        String ofNetworks = Workspace.LEARN.label() + " and " + Workspace.ALIGN.label();
        return Stream.of(
                        actions.commands().stream(),
                        networks.keys().stream().map(key -> Command.of(ofNetworks, key)),
                        flow.keys().stream().map(key -> Command.of(Workspace.FLOW.label(), key)))
                .flatMap(commands -> commands)
                .toList();
    }

    private static boolean isOfTarget(KeyEvent event) {
        boolean slides = event.getTarget() instanceof Node node && node.getAccessibleRole() == AccessibleRole.SLIDER;
        return event.getTarget() instanceof TextInputControl
                || event.getTarget() instanceof ComboBoxBase<?>
                || (slides && event.getCode().isNavigationKey())
                || isOfList(event)
                || (event.getTarget() instanceof ButtonBase button
                        && button.isFocusVisible()
                        && event.getCode() == KeyCode.SPACE);
    }

    /** Lists are gone through and opened with the keys that the clock has elsewhere. */
    private static boolean isOfList(KeyEvent event) {
        boolean list = event.getTarget() instanceof TreeView<?>
                || event.getTarget() instanceof TableView<?>
                || event.getTarget() instanceof ListView<?>;
        return list && (event.getCode().isNavigationKey() || event.getCode() == KeyCode.SPACE);
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
        networks.forgetHint();
        List<Path> files =
                event.getDragboard().getFiles().stream().map(File::toPath).toList();
        boolean first = event.getSceneX() < getWidth() * 0.58;
        for (Path file : files) {
            documents.openDropped(file, first);
            first = false;
        }
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }

    /** Plays a slow swap of two neurons, so that a new user sees what stands still. */
    public void tellFirstStory() {
        networks.tellFirstStory();
    }
}
