package org.orbifold.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCombination;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Theme;
import org.orbifold.ui.session.CommandLines;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.orbifold.ui.views.FigureRequest;
import org.orbifold.ui.views.OnceShown;

/** What the user can do from menus, tools, keys and the command palette: each said once, in the order of the menus. */
final class Actions {
    final Action openA;
    final Action openB;
    final Action openData;
    final Action save;
    final Action undo;
    final Action redo;
    final Action align;
    final Action theme;
    final Action library;
    final Action inspector;
    final Action openZoo;
    final Action openFlow;
    final Action saveFlow;
    final Map<Workspace, Action> workspaces = new EnumMap<>(Workspace.class);

    private final Session session;
    private final FileDialogs dialogs;
    private final Preferences preferences;
    private final Documents documents;
    private final Map<Action, Ikon> icons = new HashMap<>();
    private final Map<Section, List<Action>> sections = new EnumMap<>(Section.class);

    /** With what quits, and what tells which figure of some kind is meant where none is named. */
    Actions(
            Session session,
            FileDialogs dialogs,
            Preferences preferences,
            SideWindows windows,
            Runnable quitting,
            Documents documents,
            Function<Predicate<FigurePane>, Optional<FigurePane>> meant) {
        this.session = session;
        this.dialogs = dialogs;
        this.preferences = preferences;
        this.documents = documents;
        openA = ask(
                "Open A\u2026",
                Feather.FOLDER,
                "Shortcut+O",
                FileDialogs.Purpose.NETWORK,
                file -> documents.open(file, session::openA));
        openB = ask(
                "Open B\u2026",
                Feather.FOLDER_PLUS,
                "Shortcut+Shift+O",
                FileDialogs.Purpose.NETWORK,
                file -> documents.open(file, session::openB));
        openData =
                ask("Open data\u2026", Feather.DATABASE, "Shortcut+D", FileDialogs.Purpose.DATA, documents::openData);
        openZoo = ask("Open zoo\u2026", Feather.FOLDER, "Shortcut+Alt+O", FileDialogs.Purpose.ZOO, documents::openZoo);
        openFlow =
                ask("Open flow\u2026", Feather.WIND, "Shortcut+Alt+F", FileDialogs.Purpose.FLOW, documents::openFlow);
        ask("Open session\u2026", Feather.BOOK_OPEN, "Shortcut+E", FileDialogs.Purpose.SESSION, documents::openSession);
        Action clearRecent =
                action(Section.RECENT, "Clear recent files", Feather.TRASH_2, "", preferences::forgetFiles);
        action(Section.SESSION, "Save session", Feather.SAVE, "Shortcut+S", documents::saveSession);
        action(Section.SESSION, "Save session as\u2026", Feather.SAVE, "Shortcut+Shift+E", documents::saveSessionAs);
        save = action(
                Section.SAVE,
                "Save A as\u2026",
                Feather.SAVE,
                "Shortcut+Shift+S",
                () -> dialogs.save("Save network A as edited", "a.safetensors").ifPresent(documents::save));
        saveFlow = action(
                Section.SAVE,
                "Save flow as\u2026",
                Feather.SAVE,
                "Shortcut+Alt+S",
                () -> dialogs.save("Save the flow", Unsaved.FLOW).ifPresent(session.course()::save));
        Action exportGraph = action(
                Section.SAVE,
                "Export weight graph\u2026",
                Feather.SHARE_2,
                "Shortcut+Shift+G",
                () -> dialogs.save("Export the weight graph of A as edited (.graphml or .dot)", "a.graphml")
                        .ifPresent(documents::exportGraph));
        action(Section.QUIT, "Quit", Feather.LOG_OUT, "Shortcut+Q", quitting);
        undo = action(Section.HISTORY, "Undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", session::undo);
        redo = action(Section.HISTORY, "Redo", Feather.CORNER_UP_RIGHT, "Shortcut+Shift+Z", session::redo);
        action(
                Section.COPY,
                "Copy picture",
                Feather.COPY,
                "Shortcut+Shift+C",
                () -> meant.apply(pane -> true).ifPresent(pane -> pane.request(FigureRequest.COPY_PICTURE)));
        action(
                Section.COPY,
                "Copy as CSV",
                Feather.GRID,
                "Shortcut+Alt+C",
                () -> meant.apply(FigurePane::hasTable).ifPresent(pane -> pane.request(FigureRequest.COPY_TABLE)));
        Action copyCommands = action(
                Section.COPY, "Copy command lines", Feather.TERMINAL, "Shortcut+Alt+L", documents::copyCommandLines);
        action(Section.PREFERENCES, "Preferences\u2026", Feather.SETTINGS, "Shortcut+Comma", windows::preferences);
        align = action(Section.ALIGN, "Align B to A", Feather.SHUFFLE, "Shortcut+L", () -> session.align(false));
        Action alignModulo = action(
                Section.ALIGN,
                "Align B to A, modulo scalings",
                Feather.SHUFFLE,
                "Shortcut+Shift+L",
                () -> session.align(true));
        for (Workspace workspace : Workspace.values()) {
            workspaces.put(
                    workspace,
                    action(
                            Section.WORKSPACE,
                            workspace.label(),
                            icon(workspace),
                            "Shortcut+" + workspace.digit(),
                            () -> session.workspace().set(workspace)));
        }
        library = action(
                Section.PANES,
                "Library",
                Feather.SIDEBAR,
                "Shortcut+B",
                () -> toggle(session.arrangement().library()));
        inspector = action(
                Section.PANES,
                "Inspector",
                Feather.LIST,
                "Shortcut+I",
                () -> toggle(session.arrangement().inspector()));
        theme = action(Section.THEME, "Light or dark", Feather.SUN, "Shortcut+T", this::changeTheme);
        action(Section.FIND, "Find a command\u2026", Feather.SEARCH, "Shortcut+K", windows::palette);
        for (SampleLesson lesson : SampleLesson.ALL) {
            action(
                    Section.LESSONS,
                    "Lesson " + lesson.number() + ": " + lesson.title(),
                    Feather.BOOK,
                    "",
                    () -> documents.open(lesson));
        }
        action(Section.HELP, "Keyboard", Feather.COMMAND, "F1", windows::keyboard);
        action(Section.HELP, "Log", Feather.FILE_TEXT, "", windows::log);
        action(Section.HELP, "About Orbifold", Feather.INFO, "", windows::about);
        saveFlow.disabledProperty().bind(session.course().isSavable().map(savable -> !savable));
        clearRecent.disabledProperty().bind(Bindings.isEmpty(preferences.recentFiles()));
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
        copyCommands
                .disabledProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> CommandLines.of(session).isEmpty(),
                        session.a(),
                        session.course().targets(),
                        session.workspace()));
    }

    private static Ikon icon(Workspace workspace) {
        return switch (workspace) {
            case LEARN -> Feather.SHARE_2;
            case ALIGN -> Feather.SHUFFLE;
            case FLOW -> Feather.WIND;
        };
    }

    /** An action that asks for a file. */
    private Action ask(String name, Ikon icon, String keys, FileDialogs.Purpose purpose, Consumer<Path> opening) {
        return action(
                Section.OPEN, name, icon, keys, () -> dialogs.open(purpose).ifPresent(opening));
    }

    private static void toggle(BooleanProperty shown) {
        shown.set(!shown.get());
    }

    private Action action(Section section, String name, Ikon icon, String keys, Runnable work) {
        Action action = new Action(name, event -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                session.report(e);
            }
        });
        icons.put(action, icon);
        sections.computeIfAbsent(section, first -> new ArrayList<>()).add(action);
        if (!keys.isEmpty()) {
            action.setAccelerator(KeyCombination.valueOf(keys));
        }
        action.setLongText(name);
        return action;
    }

    private static String keys(Action action) {
        return Optional.ofNullable(action.getAccelerator())
                .map(KeyCombination::getDisplayText)
                .orElse("");
    }

    private void changeTheme() {
        boolean light = session.theme().get().isDark();
        session.theme().set(light ? Theme.LIGHT : Theme.DARK);
        preferences.appearance().set(light ? Preferences.Appearance.LIGHT : Preferences.Appearance.DARK);
    }

    /** All that the menus offer, in their order. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        sections.forEach((section, actions) -> {
            if (section == Section.RECENT) {
                preferences.recentFiles().forEach(recent -> commands.add(command(recent)));
            }
            actions.forEach(action -> commands.add(command(section, action)));
        });
        return commands;
    }

    /** What stands in each section that has something. */
    Map<Section, List<Action>> sections() {
        return sections;
    }

    /** An action as it is shown elsewhere. */
    Command command(Section section, Action action) {
        return new Command(
                section.menu(),
                action.getText(),
                icons.get(action),
                keys(action),
                () -> !action.isDisabled(),
                () -> action.handle(new ActionEvent()));
    }

    /** Opens a file again. */
    Command command(RecentFile recent) {
        Ikon icon = switch (recent.purpose()) {
            case NETWORK -> Feather.FILE;
            case ZOO -> Feather.FOLDER;
            case FLOW -> Feather.WIND;
            case SESSION -> Feather.BOOK_OPEN;
            case DATA -> Feather.DATABASE;
        };
        return new Command("Recent", recent.label(), icon, "", () -> true, () -> documents.openAgain(recent));
    }

    /** A button for an action: its icon, with its name beside it or only in the tooltip. */
    Button button(Action action, boolean named) {
        Button button = new Button(named ? action.getText() : null, new FontIcon(icons.get(action)));
        button.setOnAction(action);
        button.disableProperty().bind(action.disabledProperty());
        button.setAccessibleText(action.getText());
        OnceShown.explain(button, action.getText() + "  (" + keys(action) + ")");
        if (!named) {
            button.getStyleClass().addAll("button-icon", "flat");
        }
        return button;
    }
}
