package org.orbifold.ui.views;

import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Names and what is said of each, in two columns. */
final class Facts extends GridPane {
    Facts() {
        setHgap(8);
        setVgap(4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(112);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(names, values);
    }

    void clear() {
        getChildren().clear();
    }

    /** Adds words. */
    void add(String name, String words) {
        add(name, words, words);
    }

    /** Adds a value, with all its digits in the tooltip. */
    void add(String name, double value) {
        add(name, ValueTable.brief(value), ValueTable.whole(value));
    }

    private void add(String name, String words, String whole) {
        Label of = new Label(name);
        of.getStyleClass().add("figure-name");
        setValignment(of, VPos.TOP);
        Label said = new Label(words);
        said.getStyleClass().add("rail-text");
        said.setWrapText(true);
        said.setMinWidth(0);
        OnceShown.explain(said, whole);
        of.setLabelFor(said);
        int row = getRowCount();
        add(of, 0, row);
        add(said, 1, row);
    }
}
