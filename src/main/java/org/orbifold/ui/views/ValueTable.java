package org.orbifold.ui.views;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.orbifold.figure.Type;

/** Named values: shown short, and whole in a tooltip; copied with tabs between. */
final class ValueTable extends TableView<ValueTable.Named> {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final int ROW = 24;
    private static final int MOST_ROWS = 8;

    /** A value of what it is named by. */
    record Named(String name, double value) {}

    /** A table without values yet. */
    ValueTable(String id, String words, String names) {
        setId(id);
        setAccessibleText(words);
        getStyleClass().addAll("value-table", "dense");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setFixedCellSize(ROW);
        TableColumn<Named, String> name = new TableColumn<>(names);
        name.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().name()));
        name.setSortable(false);
        TableColumn<Named, Double> value = new TableColumn<>("value");
        value.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().value()));
        value.setCellFactory(column -> new ValueCell());
        value.setSortable(false);
        getColumns().setAll(List.of(name, value));
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (COPY.match(event)) {
                Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text()));
                event.consume();
            }
        });
    }

    /** Shows values, as they come or the largest first. */
    void show(List<Named> values, boolean byMagnitude) {
        Comparator<Named> largest =
                Comparator.<Named>comparingDouble(row -> Math.abs(row.value)).reversed();
        getItems().setAll(byMagnitude ? values.stream().sorted(largest).toList() : values);
        double rows = Math.min(MOST_ROWS, values.size()) + 0.5;
        setPrefHeight(rows * ROW + 30);
        setMinHeight(getPrefHeight());
    }

    /** The rows that are selected, or all if it is one or none, with every digit. */
    String text() {
        List<Named> chosen = getSelectionModel().getSelectedItems();
        return (chosen.size() > 1 ? chosen : getItems())
                .stream()
                        .map(row -> row.name() + "\t" + whole(row.value()))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Every digit that a float needs to be told from others. */
    static String whole(double value) {
        return (float) value == value ? Float.toString((float) value) : Double.toString(value);
    }

    /** At most four significant digits. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size < 1e-3 || size >= 1e5 || !Double.isFinite(value)) {
            return Type.number(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        return rounded.toPlainString().replaceFirst("^-", "\u2212");
    }

    private static final class ValueCell extends TableCell<Named, Double> {
        ValueCell() {
            getStyleClass().add("value-cell");
        }

        @Override
        protected void updateItem(Double value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty ? null : brief(value));
            setTooltip(empty ? null : new Tooltip(whole(value)));
        }
    }
}
