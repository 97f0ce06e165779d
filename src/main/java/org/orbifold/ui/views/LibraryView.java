package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.Library;
import org.orbifold.ui.session.Runs;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;

/** The library: a tree of what can be opened, with what is open marked, and of the long computations so far. */
public final class LibraryView extends TreeView<LibraryView.Row> {
    /** A line of the tree. */
    sealed interface Row {
        /** A heading. */
        record Section(String title) implements Row {}

        /** Something that can be opened. */
        record Item(Library.Entry entry) implements Row {}

        /** A computation. */
        record Run(Runs.Run run) implements Row {}

        /** A lesson. */
        record Lesson(SampleLesson lesson) implements Row {}

        /** Something said. */
        record Words(String text) implements Row {}
    }

    /** The width that names have, whatever stands beside them. */
    private static final double NAME = 136;

    private static final PseudoClass SECTION = PseudoClass.getPseudoClass("section");

    private final Library library;
    private final Consumer<SampleLesson> openLesson;
    private boolean learned;

    /**
     * A view of that session.
     *
     * @param lesson opens one
     */
    public LibraryView(Session session, Consumer<SampleLesson> lesson) {
        super(new TreeItem<>(new Row.Section("Library")));
        library = session.library();
        openLesson = lesson;
        setId("library");
        setAccessibleText("Library");
        getStyleClass().add("library");
        setShowRoot(false);
        setMinWidth(180);
        getRoot()
                .getChildren()
                .setAll(List.of(
                        section("Models", library.networks(), this::item, "no networks"),
                        section("Zoos", library.zoos(), this::zoo, "no zoos"),
                        section("Flows", library.flows(), this::item, "no flows"),
                        section(
                                "Lessons",
                                FXCollections.observableList(SampleLesson.ALL),
                                each -> new TreeItem<>(new Row.Lesson(each)),
                                "no lessons"),
                        section(
                                "Runs",
                                session.runs().all(),
                                run -> new TreeItem<>(new Row.Run(run)),
                                "nothing was trained or aligned yet")));
        setCellFactory(tree -> new Cell());
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        for (var changes : List.of(
                session.a(),
                session.b(),
                session.course().targets(),
                session.course().file())) {
            changes.addListener((o, before, now) -> refresh());
        }
        library.architectures().addListener((MapChangeListener<String, String>) change -> refresh());
        sceneProperty().addListener((o, before, now) -> {
            if (now != null && !learned) {
                learned = true;
                library.learn();
            }
        });
    }

    /** A heading with a line for each of what is listed, and words where that is nothing. */
    private static <T> TreeItem<Row> section(
            String title, ObservableList<T> items, Function<T, TreeItem<Row>> line, String none) {
        TreeItem<Row> section = new TreeItem<>(new Row.Section(title));
        section.setExpanded(true);
        section.getChildren()
                .setAll(
                        items.isEmpty()
                                ? List.of(new TreeItem<>(new Row.Words(none)))
                                : items.stream().map(line).toList());
        items.addListener((ListChangeListener<T>) change -> {
            while (change.next()) {
                List<TreeItem<Row>> added =
                        change.getAddedSubList().stream().map(line).toList();
                if (added.size() == items.size()) {
                    section.getChildren().setAll(added);
                } else {
                    int from = change.getFrom();
                    section.getChildren().remove(from, from + change.getRemovedSize());
                    section.getChildren().addAll(from, added);
                }
            }
        });
        return section;
    }

    private TreeItem<Row> item(Library.Entry entry) {
        return new TreeItem<>(new Row.Item(entry));
    }

    /** A zoo, whose networks are read when it is opened out. */
    private TreeItem<Row> zoo(Library.Zoo zoo) {
        TreeItem<Row> item = item(zoo);
        item.getChildren().add(new TreeItem<>(new Row.Words("reading\u2026")));
        item.expandedProperty().addListener((o, before, now) -> {
            if (now) {
                library.expand(zoo);
            }
        });
        library.members().addListener((MapChangeListener<String, Library.Members>) change -> {
            if (change.getKey().equals(zoo.origin())) {
                item.getChildren().setAll(lines(change.getValueAdded()));
            }
        });
        Optional.ofNullable(library.members().get(zoo.origin()))
                .ifPresent(members -> item.getChildren().setAll(lines(members)));
        return item;
    }

    private List<TreeItem<Row>> lines(Library.Members members) {
        Stream<TreeItem<Row>> more = members.more() == 0
                ? Stream.empty()
                : Stream.of(new TreeItem<>(new Row.Words(String.format("\u2026 %,d more", members.more()))));
        return Stream.concat(members.first().stream().map(this::item), more).toList();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            Optional.ofNullable(getSelectionModel().getSelectedItem()).ifPresent(item -> {
                open(item.getValue(), event.isShiftDown() ? End.B : End.A);
                event.consume();
            });
        }
    }

    private void open(Row row, End end) {
        if (row instanceof Row.Item(Library.Network network)) {
            library.open(network, end);
        } else if (row instanceof Row.Item(Library.Entry entry)) {
            library.open(entry);
        } else if (row instanceof Row.Lesson(SampleLesson lesson)) {
            openLesson.accept(lesson);
        }
    }

    private final class Cell extends TreeCell<Row> {
        private final Label name = new Label();
        private final Label more = new Label();
        private final Label place = new Label();
        private final HBox box = new HBox(8, name, more, place);

        Cell() {
            box.setAlignment(Pos.CENTER_LEFT);
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            more.getStyleClass().add("figure-name");
            more.setMinWidth(0);
            more.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(more, Priority.ALWAYS);
            place.getStyleClass().add("place");
            place.setMinWidth(USE_PREF_SIZE);
            place.managedProperty().bind(place.visibleProperty());
            place.visibleProperty().bind(place.textProperty().isNotEmpty());
            box.setPrefWidth(0);
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2 && !isEmpty()) {
                    open(getItem(), End.A);
                }
            });
        }

        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(null);
            setTooltip(null);
            setContextMenu(null);
            pseudoClassStateChanged(SECTION, row instanceof Row.Section);
            if (empty || row == null) {
                setText(null);
                return;
            }
            switch (row) {
                case Row.Section(String title) -> setText(title);
                case Row.Lesson(SampleLesson lesson) -> show(lesson.number() + ". " + lesson.title(), "", "", "");
                case Row.Words(String text) -> show(text, "", "", "");
                case Row.Run(Runs.Run run) -> {
                    String end = run.end().orElse("on its way");
                    show(run.title(), end, "", run.number() + ". " + run.title() + "\n" + end);
                }
                case Row.Item(Library.Entry entry) -> {
                    String known = library.architectures().getOrDefault(entry.origin(), "");
                    String origin = entry.location().orElse("comes with the program");
                    String tip = Stream.of(entry.name(), known, origin)
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.joining("\n"));
                    show(entry.name(), known, library.place(entry), tip);
                    setContextMenu(menu(entry));
                }
            }
        }

        private void show(String title, String known, String open, String tip) {
            setText(null);
            name.setMinWidth(known.isEmpty() ? 0 : NAME);
            name.setText(title);
            more.setText(known);
            place.setText(open);
            setGraphic(box);
            setAccessibleText(Stream.of(title, known, open.isEmpty() ? "" : "open as " + open)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", ")));
            if (!tip.isEmpty()) {
                setTooltip(new Tooltip(tip));
            }
        }

        private ContextMenu menu(Library.Entry entry) {
            return entry instanceof Library.Network network
                    ? new ContextMenu(
                            menuItem("Open as A", "Enter", () -> library.open(network, End.A)),
                            menuItem("Open as B", "Shift+Enter", () -> library.open(network, End.B)))
                    : new ContextMenu(menuItem("Open in the workspace Flow", "Enter", () -> library.open(entry)));
        }

        /** The key is taken by the tree, and only shown here: as an accelerator it would be one of the whole window. */
        private MenuItem menuItem(String words, String key, Runnable work) {
            MenuItem item = new MenuItem(words + "  (" + key + ")");
            item.setOnAction(event -> work.run());
            return item;
        }
    }
}
