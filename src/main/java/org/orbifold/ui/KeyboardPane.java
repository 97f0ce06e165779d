package org.orbifold.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** All keys, group by group, in two columns. */
final class KeyboardPane extends ScrollPane {
    private static final double COLUMN = 340;

    KeyboardPane(List<Command> commands) {
        Map<String, List<Command>> groups = new LinkedHashMap<>();
        commands.stream()
                .filter(command -> !command.keys().isEmpty())
                .forEach(command -> groups.computeIfAbsent(command.group(), first -> new ArrayList<>())
                        .add(command));
        VBox left = new VBox(16);
        VBox right = new VBox(16);
        int all = groups.values().stream().mapToInt(List::size).sum() + groups.size();
        int rows = 0;
        for (Map.Entry<String, List<Command>> group : groups.entrySet()) {
            (rows < all / 2 ? left : right).getChildren().add(table(group.getKey(), group.getValue()));
            rows += group.getValue().size() + 1;
        }
        HBox columns = new HBox(40, left, right);
        columns.getStyleClass().add("side-pane");
        Label shift = new Label("With Shift, arrows and brackets go ten times as far.");
        shift.getStyleClass().add("figure-name");
        right.getChildren().add(shift);
        setContent(columns);
        setFitToWidth(true);
        getStyleClass().add("rail-scroll");
        setId("keyboard");
        setAccessibleText("Keyboard");
    }

    private static VBox table(String name, List<Command> commands) {
        GridPane grid = new GridPane(16, 6);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        ColumnConstraints keys = new ColumnConstraints();
        keys.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().setAll(words, keys);
        grid.setMinWidth(COLUMN);
        grid.setPrefWidth(COLUMN);
        for (Command command : commands) {
            Label key = new Label(command.keys());
            key.getStyleClass().add("key");
            key.setMinWidth(USE_PREF_SIZE);
            Label what = new Label(command.name());
            what.setLabelFor(key);
            grid.addRow(grid.getRowCount(), what, key);
        }
        Label heading = new Label(name);
        heading.getStyleClass().add("rail-heading");
        return new VBox(8, heading, grid);
    }
}
