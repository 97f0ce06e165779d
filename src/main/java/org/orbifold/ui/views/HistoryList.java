package org.orbifold.ui.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.Session;

/** The edits in order, those that were undone greyed; a click, or Enter, goes to where one was just made. */
final class HistoryList extends ListView<HistoryList.Place> {
    private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");
    private static final int ROW = 24;

    /**
     * A place of the history.
     *
     * @param position how many edits are in force there
     */
    record Place(int position, String name, boolean undone) {}

    private final Session session;

    HistoryList(Session session) {
        this.session = session;
        setId("history");
        setAccessibleText("History of edits");
        getStyleClass().add("history");
        setFixedCellSize(ROW);
        setMinHeight(3 * ROW);
        setPrefHeight(6 * ROW);
        setCellFactory(list -> new Cell());
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                Optional.ofNullable(getSelectionModel().getSelectedItem()).ifPresent(this::go);
                event.consume();
            }
        });
        session.history().edits().addListener((ListChangeListener<Edit>) change -> update());
        session.history().position().addListener((o, before, now) -> update());
        update();
    }

    private void go(Place place) {
        session.goTo(place.position);
    }

    private void update() {
        int now = session.history().position().get();
        List<Edit> edits = session.history().edits();
        List<Place> places = new ArrayList<>();
        places.add(new Place(0, "as opened", false));
        for (int k = 0; k < edits.size(); k++) {
            places.add(new Place(k + 1, edits.get(k).name(), k >= now));
        }
        getItems().setAll(places);
        getSelectionModel().select(Math.min(now, edits.size()));
        scrollTo(Math.max(0, now - 2));
    }

    private final class Cell extends ListCell<Place> {
        Cell() {
            setOnMouseClicked(event -> Optional.ofNullable(getItem()).ifPresent(HistoryList.this::go));
        }

        @Override
        protected void updateItem(Place place, boolean empty) {
            super.updateItem(place, empty);
            setText(empty ? null : place.name);
            setTooltip(empty || place == null ? null : new Tooltip(place.name));
            pseudoClassStateChanged(UNDONE, !empty && place.undone);
        }
    }
}
