package org.orbifold.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Every command, found by typing: a field and a list over the window. Arrows choose, Enter does it, Escape and a click
 * beside it close. With nothing typed those that were used last come first.
 */
final class CommandPalette extends StackPane {
    private static final double WIDTH = 560;
    private static final double ROW = 36;
    private static final int ROWS = 10;
    private static final double TOP = 88;

    private final VBox box;
    private final Supplier<List<Command>> commands;
    private final Preferences preferences;
    private final TextField field = new TextField();
    private final ListView<Command> list = new ListView<>();
    private final Label nothing = new Label("No command is called so.");
    private List<Command> offered = List.of();
    private Optional<Node> focusBefore = Optional.empty();

    /** A palette that is not shown. */
    CommandPalette(Supplier<List<Command>> commands, Preferences preferences) {
        this.commands = commands;
        this.preferences = preferences;
        field.setId("palette-field");
        field.setPromptText("Type what you want to do");
        field.setAccessibleText("Find a command");
        field.textProperty().addListener((o, before, now) -> filter());
        list.setId("palette-list");
        list.setAccessibleText("Commands");
        list.setFocusTraversable(false);
        list.setFixedCellSize(ROW);
        list.setCellFactory(view -> new Row());
        nothing.getStyleClass().add("empty-state");
        box = new VBox(field, new StackPane(list, nothing));
        box.getStyleClass().add("palette");
        box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        setAlignment(box, Pos.TOP_CENTER);
        setMargin(box, new Insets(TOP, 24, 24, 24));
        setManaged(false);
        setViewOrder(-1);
        setVisible(false);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        setOnMousePressed(event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
    }

    /** Shows the palette, with nothing typed; closes it if it is shown. */
    void toggle() {
        if (isVisible()) {
            close();
            return;
        }
        focusBefore = Optional.ofNullable(getScene().getFocusOwner());
        offered = commands.get();
        field.clear();
        filter();
        getChildren().setAll(box);
        setVisible(true);
        field.requestFocus();
    }

    private void close() {
        setVisible(false);
        focusBefore.ifPresent(Node::requestFocus);
        offered = List.of();
    }

    private void filter() {
        String typed = field.getText();
        List<String> recent = preferences.recentCommands();
        Comparator<Command> byUse = Comparator.comparingInt(command -> {
            int place = recent.indexOf(command.name());
            return place < 0 ? Integer.MAX_VALUE : place;
        });
        Comparator<Command> byRank = Comparator.comparingInt(command ->
                PaletteSearch.rank(command.name(), command.group(), typed).orElse(Integer.MAX_VALUE));
        List<Command> found = offered.stream()
                .filter(command -> PaletteSearch.rank(command.name(), command.group(), typed)
                        .isPresent())
                .sorted(byRank.thenComparing(byUse))
                .toList();
        list.getItems().setAll(found);
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
        list.setPrefHeight(Math.clamp(found.size(), 1, ROWS) * ROW + 2);
        list.setVisible(!found.isEmpty());
        nothing.setVisible(found.isEmpty());
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case ENTER ->
                Optional.ofNullable(list.getSelectionModel().getSelectedItem()).ifPresent(this::run);
            case UP -> select(-1);
            case DOWN -> select(1);
            case PAGE_UP -> select(-ROWS);
            case PAGE_DOWN -> select(ROWS);
            case TAB -> {}
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void select(int by) {
        int last = list.getItems().size() - 1;
        if (last >= 0) {
            int next = Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, last);
            list.getSelectionModel().select(next);
            list.scrollTo(Math.max(0, next - ROWS + 2));
        }
    }

    private void run(Command command) {
        if (command.possible().getAsBoolean()) {
            preferences.remember(command.name());
            close();
            command.work().run();
        }
    }

    /** A command: its icon and name, its group, and the key that does it too. */
    private final class Row extends ListCell<Command> {
        private final FontIcon icon = new FontIcon();
        private final Label name = new Label();
        private final Label group = new Label();
        private final Label keys = new Label();
        private final HBox box;

        Row() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            name.setMinWidth(0);
            for (Label label : List.of(group, keys)) {
                label.setMinWidth(USE_PREF_SIZE);
            }
            group.getStyleClass().add("figure-name");
            keys.getStyleClass().add("key");
            StackPane place = new StackPane(icon);
            place.setMinWidth(20);
            box = new HBox(8, place, name, gap, group, keys);
            box.setAlignment(Pos.CENTER_LEFT);
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !isEmpty()) {
                    run(getItem());
                }
            });
        }

        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            boolean possible = command.possible().getAsBoolean();
            icon.setIconCode(command.icon());
            name.setText(command.name());
            group.setText(possible ? command.group() : command.group() + ", not now");
            keys.setText(command.keys());
            keys.setVisible(!command.keys().isEmpty());
            keys.setManaged(keys.isVisible());
            getStyleClass().remove("impossible");
            if (!possible) {
                getStyleClass().add("impossible");
            }
            setAccessibleText(
                    command.name() + ", " + group.getText() + (command.keys().isEmpty() ? "" : ", " + command.keys()));
            setGraphic(box);
        }
    }
}
