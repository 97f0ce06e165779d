package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.orbifold.figure.Type;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;

/**
 * The networks that make a slice's plane, in numbers: one is chosen, and put elsewhere by its coordinates, typed or stepped
 * with the arrow keys. The twin of dragging it.
 */
final class AnchorBar extends HBox {
    /** Steps of an arrow key across the window. */
    private static final int STEPS = 100;

    private static final int FAST = 10;

    private final ComboBox<String> names = new ComboBox<>();
    private final TextField across = new TextField();
    private final TextField up = new TextField();
    private final Label readout = new Label();
    private final BiConsumer<Integer, Place> move;
    private Optional<LossSlice> slice = Optional.empty();
    private Optional<Integer> chosen = Optional.empty();
    private Optional<Place> held = Optional.empty();

    /** With what moves a network, by its number, to a place. */
    AnchorBar(BiConsumer<Integer, Place> move) {
        super(6);
        this.move = move;
        getStyleClass().add("spheres-bar");
        setAlignment(Pos.CENTER_LEFT);
        names.setId("slice-anchor");
        names.setPromptText("Move a network");
        names.setAccessibleText("Network to be moved");
        OnceShown.explain(names, "The network to be put elsewhere on the plane: drag it there, or give its place");
        names.getStyleClass().add("small");
        names.setMinWidth(USE_PREF_SIZE);
        names.setOnAction(event -> {
            int index = names.getSelectionModel().getSelectedIndex();
            choose(index < 0 ? Optional.empty() : Optional.of(index));
        });
        for (TextField field : List.of(across, up)) {
            field.setPrefColumnCount(5);
            field.getStyleClass().add("small");
            field.setOnAction(event -> moveByNumbers());
            field.addEventHandler(KeyEvent.KEY_PRESSED, event -> step(field, event));
        }
        across.setId("slice-x");
        across.setAccessibleText("Place of the network across");
        OnceShown.explain(across, "Place across; up and down arrows step it, ten times as far with Shift");
        up.setId("slice-y");
        up.setAccessibleText("Place of the network upwards");
        OnceShown.explain(up, "Place upwards; up and down arrows step it, ten times as far with Shift");
        readout.setId("slice-readout");
        readout.getStyleClass().add("figure-name");
        readout.setMinWidth(0);
        HBox.setHgrow(readout, Priority.ALWAYS);
        getChildren().addAll(names, across, up, readout);
    }

    /** Shows the slice that networks are moved on, if there is one. */
    void show(Optional<LossSlice> shown) {
        slice = shown;
        int movable = shown.map(AnchorBar::movable).orElse(0);
        List<String> now = shown.stream()
                .flatMap(known -> known.anchors().subList(0, movable).stream())
                .map(LossSlice.Anchor::name)
                .toList();
        if (!names.getItems().equals(now)) {
            names.setItems(FXCollections.observableArrayList(now));
        }
        choose(chosen.filter(k -> k < movable));
    }

    /** How many networks, the first ones, can be moved: those that make a plane, which are none of random directions. */
    static int movable(LossSlice slice) {
        return slice.plane().seed().isPresent() ? 0 : 3;
    }

    /** Chooses the network to be moved. */
    void choose(Optional<Integer> anchor) {
        chosen = anchor;
        held = Optional.empty();
        refresh();
    }

    /** Shows the chosen network in the hand, at a place. */
    void hold(Place place) {
        held = Optional.of(place);
        refresh();
    }

    /** Tells what is under the pointer. */
    void tell(String words) {
        readout.setText(words);
    }

    private void refresh() {
        boolean movable = slice.filter(known -> movable(known) > 0).isPresent();
        names.setVisible(movable);
        names.setManaged(movable);
        for (TextField field : List.of(across, up)) {
            field.setVisible(chosen.isPresent());
            field.setManaged(chosen.isPresent());
        }
        if (chosen.isEmpty()) {
            names.getSelectionModel().clearSelection();
            return;
        }
        names.getSelectionModel().select(chosen.get().intValue());
        place().ifPresent(place -> {
            across.setText(Type.number(place.x()));
            up.setText(Type.number(place.y()));
        });
    }

    private Optional<Place> place() {
        return held.or(() ->
                chosen.flatMap(k -> slice.map(known -> known.anchors().get(k).place())));
    }

    private void moveByNumbers() {
        try {
            Place to = new Place(number(across), number(up), 0);
            chosen.ifPresent(k -> move.accept(k, to));
        } catch (NumberFormatException e) {
            refresh();
        }
    }

    private static double number(TextField field) {
        return Double.parseDouble(field.getText().strip().replace('\u2212', '-'));
    }

    private void step(TextField field, KeyEvent event) {
        int direction = switch (event.getCode()) {
            case UP -> 1;
            case DOWN -> -1;
            default -> 0;
        };
        Optional<Place> from = place();
        if (direction == 0 || from.isEmpty()) {
            return;
        }
        event.consume();
        LossSlice.Window window = slice.orElseThrow().window();
        double by = direction * (event.isShiftDown() ? FAST : 1) * (window.maxX() - window.minX()) / STEPS;
        Place to = field.equals(across)
                ? new Place(from.get().x() + by, from.get().y(), 0)
                : new Place(from.get().x(), from.get().y() + by, 0);
        move.accept(chosen.orElseThrow(), to);
    }
}
