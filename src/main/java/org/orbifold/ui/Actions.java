package org.orbifold.ui;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.Theme;
import org.orbifold.graph.GraphFormat;
import org.orbifold.graph.WeightGraph;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Job;
import org.orbifold.job.Task;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.SessionStore;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.orbifold.ui.views.FigureRequest;

/** What the user can do from menus, tools and keys: each said once. */
final class Actions {
    final Action openA;
    final Action openB;
    final Action openData;
    final Action openSession;
    final Action saveSession;
    final Action saveSessionAs;
    final Action save;
    final Action exportGraph;
    final Action quit;
    final Action undo;
    final Action redo;
    final Action align;
    final Action alignModulo;
    final Action theme;
    final Action openZoo;
    final Action openFlow;
    final Action saveFlow;
    final Action copyPicture;
    final Action copyTable;
    final Map<Workspace, Action> workspaces = new EnumMap<>(Workspace.class);

    /** Pixels a point in a PNG. */
    private static final double PIXELS = 2;

    private final Session session;
    private final FileDialogs dialogs;
    private final FigureClipboard clipboard;
    private final Map<Action, Ikon> icons = new HashMap<>();

    /** With what quits, and what tells which figure is meant where none is named. */
    Actions(Session session, FileDialogs dialogs, Runnable quitting, Supplier<Optional<FigurePane>> meant) {
        this.session = session;
        this.dialogs = dialogs;
        clipboard = new FigureClipboard(session);
        copyPicture = action(
                "Copy picture",
                Feather.COPY,
                "Shortcut+Shift+C",
                () -> meant.get().ifPresent(pane -> pane.request(FigureRequest.COPY_PICTURE)));
        copyTable = action(
                "Copy as CSV",
                Feather.GRID,
                "Shortcut+Alt+C",
                () -> meant.get().ifPresent(pane -> pane.request(FigureRequest.COPY_TABLE)));
        openA = action(
                "Open A\u2026",
                Feather.FOLDER,
                "Shortcut+O",
                () -> dialogs.open(FileDialogs.Purpose.NETWORK).ifPresent(file -> open(file, session::openA)));
        openB = action(
                "Open B\u2026",
                Feather.FOLDER_PLUS,
                "Shortcut+Shift+O",
                () -> dialogs.open(FileDialogs.Purpose.NETWORK).ifPresent(file -> open(file, session::openB)));
        openData = action(
                "Open data\u2026",
                Feather.DATABASE,
                "Shortcut+D",
                () -> dialogs.open(FileDialogs.Purpose.DATA).ifPresent(this::openData));
        openSession = action(
                "Open session\u2026",
                Feather.BOOK_OPEN,
                "Shortcut+E",
                () -> dialogs.open(FileDialogs.Purpose.SESSION).ifPresent(session.store()::open));
        saveSession = action(
                "Save session",
                Feather.SAVE,
                "Shortcut+S",
                () -> session.store().file().get().ifPresentOrElse(session.store()::save, this::saveSessionAs));
        saveSessionAs = action("Save session as\u2026", Feather.SAVE, "Shortcut+Shift+E", this::saveSessionAs);
        save = action(
                "Save A as\u2026",
                Feather.SAVE,
                "Shortcut+Shift+S",
                () -> dialogs.save("Save network A as edited", "a.safetensors").ifPresent(this::save));
        exportGraph = action(
                "Export weight graph\u2026",
                Feather.SHARE_2,
                "Shortcut+Shift+G",
                () -> dialogs.save("Export the weight graph of A as edited (.graphml or .dot)", "a.graphml")
                        .ifPresent(this::exportGraph));
        quit = action("Quit", Feather.LOG_OUT, "Shortcut+Q", quitting);
        undo = action("Undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", session::undo);
        redo = action("Redo", Feather.CORNER_UP_RIGHT, "Shortcut+Shift+Z", session::redo);
        align = action("Align B to A", Feather.SHUFFLE, "Shortcut+L", () -> session.align(false));
        alignModulo =
                action("Align B to A, modulo scalings", Feather.SHUFFLE, "Shortcut+Shift+L", () -> session.align(true));
        theme = action(
                "Light or dark",
                Feather.SUN,
                "Shortcut+T",
                () -> session.theme().set(session.theme().get().isDark() ? Theme.LIGHT : Theme.DARK));
        openZoo = action(
                "Open zoo\u2026",
                Feather.FOLDER,
                "Shortcut+Alt+O",
                () -> dialogs.open(FileDialogs.Purpose.ZOO)
                        .ifPresent(file -> inFlow(() -> session.course().openZoo(file))));
        openFlow = action(
                "Open flow\u2026",
                Feather.WIND,
                "Shortcut+Alt+F",
                () -> dialogs.open(FileDialogs.Purpose.FLOW)
                        .ifPresent(file -> inFlow(() -> session.course().openFlow(file))));
        saveFlow = action(
                "Save flow as\u2026",
                Feather.SAVE,
                "Shortcut+Alt+S",
                () -> dialogs.save("Save the flow", "a.flow").ifPresent(session.course()::save));
        saveFlow.disabledProperty().bind(session.course().isKept().map(kept -> !kept));
        for (Workspace workspace : Workspace.values()) {
            workspaces.put(
                    workspace,
                    action(
                            workspace.label(),
                            icon(workspace),
                            "Shortcut+" + workspace.digit(),
                            () -> session.workspace().set(workspace)));
        }
        var position = session.history().position();
        undo.disabledProperty().bind(position.isEqualTo(0));
        redo.disabledProperty()
                .bind(position.greaterThanOrEqualTo(
                        Bindings.size(session.history().edits())));
        var pair = session.b().map(Optional::isEmpty).orElse(true);
        align.disabledProperty().bind(pair);
        alignModulo.disabledProperty().bind(pair);
        var none = session.a().map(Optional::isEmpty).orElse(true);
        save.disabledProperty().bind(none);
        exportGraph.disabledProperty().bind(none);
    }

    private static Ikon icon(Workspace workspace) {
        return switch (workspace) {
            case LEARN -> Feather.SHARE_2;
            case ALIGN -> Feather.SHUFFLE;
            case FLOW -> Feather.WIND;
        };
    }

    private void inFlow(Runnable work) {
        session.workspace().set(Workspace.FLOW);
        work.run();
    }

    private Action action(String name, Ikon icon, String keys, Runnable work) {
        Action action = new Action(name, event -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                session.report(e);
            }
        });
        icons.put(action, icon);
        action.setAccelerator(KeyCombination.valueOf(keys));
        action.setLongText(name);
        return action;
    }

    /** A button for an action: its icon, with its name beside it or only in the tooltip. */
    Button button(Action action, boolean named) {
        Button button = new Button(named ? action.getText() : null, new FontIcon(icons.get(action)));
        button.setOnAction(action);
        button.disableProperty().bind(action.disabledProperty());
        button.setAccessibleText(action.getText());
        button.setTooltip(
                new Tooltip(action.getText() + "  (" + action.getAccelerator().getDisplayText() + ")"));
        if (!named) {
            button.getStyleClass().addAll("button-icon", "flat");
        }
        return button;
    }

    /** A menu item for an action. */
    MenuItem menuItem(Action action) {
        MenuItem item = new MenuItem(action.getText(), new FontIcon(icons.get(action)));
        item.setOnAction(action);
        item.disableProperty().bind(action.disabledProperty());
        item.setAccelerator(action.getAccelerator());
        return item;
    }

    private void open(Path file, Consumer<OpenNetwork> place) {
        run("Opening " + file.getFileName(), progress -> ModelFile.read(file.toString(), Optional.empty()), model -> {
            if (model.networks().size() > 1) {
                place.accept(new OpenNetwork(
                        file.getFileName() + "#0", model.networks().getFirst()));
            } else {
                place.accept(new OpenNetwork(file.getFileName().toString(), model.network()));
            }
            if (!session.dataFits()) {
                openGeneratedData(model);
            }
        });
    }

    /** Makes the data that a network says it was trained on again, where it was not a file. */
    private void openGeneratedData(ModelFile model) {
        DataProvenance.fromMetadata(model.label(), model.metadata())
                .filter(provenance ->
                        DataSets.BUILT_IN.contains(provenance.request().spec()))
                .ifPresent(provenance -> run(
                        "Making " + provenance.request().spec(),
                        progress -> DataSets.load(provenance.request()),
                        set -> session.openData(set, provenance.rule().split(set.rows()))));
    }

    private void openData(Path file) {
        run(
                "Opening " + file.getFileName(),
                progress -> DataSets.load(DataRequest.of(file.toString())),
                (DataSet set) -> session.openData(set, 0));
    }

    /** Opens a dropped file as what it is by its name. */
    void openDropped(Path file, boolean first) {
        String name = file.getFileName().toString();
        if (Stream.of(".safetensors", ".npz", ".onnx").anyMatch(name::endsWith)) {
            open(file, first ? session::openA : session::openB);
        } else if (name.endsWith(SessionStore.EXTENSION)) {
            session.store().open(file);
        } else {
            openData(file);
        }
    }

    private void saveSessionAs() {
        dialogs.save("Save the session", session.store().suggestion()).ifPresent(session.store()::save);
    }

    private void save(Path file) {
        session.edited()
                .get()
                .ifPresent(weights -> run(
                        "Saving " + file.getFileName(),
                        progress -> {
                            ModelFile.of(file, weights).write(file, Map.of());
                            return file;
                        },
                        saved -> {}));
    }

    private void exportGraph(Path file) {
        GraphFormat format = GraphFormat.toWrite(file);
        session.edited()
                .get()
                .map(WeightGraph::new)
                .ifPresent(graph -> run(
                        "Exporting " + file.getFileName(),
                        progress -> {
                            AtomicFile.write(file, out -> format.write(graph, out, progress));
                            return file;
                        },
                        written -> {}));
    }

    /** Does with a figure what is asked for. */
    void take(FigureRequest asked) {
        if (asked.getEventType() == FigureRequest.SAVE) {
            saveFigure(asked);
        } else if (asked.getEventType() == FigureRequest.COPY_PICTURE) {
            run("Copying the picture", progress -> clipboard.picture(asked, PIXELS, provenance()), clipboard::put);
        } else {
            run("Copying the numbers", progress -> clipboard.table(asked, provenance()), clipboard::put);
        }
    }

    /** Puts a figure into a file, with where it came from. */
    private void saveFigure(FigureRequest asked) {
        dialogs.save("Save the figure (.png, .svg), or its curves (.csv)", asked.name() + ".svg")
                .ifPresent(file -> {
                    Theme theme = session.theme().get();
                    String provenance = provenance();
                    run(
                            "Saving " + file.getFileName(),
                            progress -> {
                                FigureFile.write(
                                        file, asked.figure(), asked.width(), asked.height(), PIXELS, theme, provenance);
                                return file;
                            },
                            written -> {});
                });
    }

    private String provenance() {
        return switch (session.workspace().get()) {
            case LEARN, ALIGN ->
                Stream.concat(
                                Stream.of(session.a(), session.b())
                                        .flatMap(network -> network.get().stream())
                                        .map(OpenNetwork::name),
                                session
                                        .history()
                                        .edits()
                                        .subList(0, session.history().position().get())
                                        .stream()
                                        .map(Edit::name))
                        .collect(Collectors.joining(", ", "Orbifold workbench: ", ""));
            case FLOW -> session.course().provenance();
        };
    }

    private <T> void run(String title, Task<T> task, Consumer<T> receiver) {
        Job<T> job = session.executor().submit(title, task);
        job.whenEnded((result, failure) -> Platform.runLater(() -> {
            try {
                if (failure == null) {
                    receiver.accept(result);
                } else if (!(failure instanceof CancellationException)) {
                    session.report(failure);
                }
            } catch (RuntimeException e) {
                session.report(e);
            }
        }));
    }
}
