package org.orbifold.ui.views;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What stands in the place of a picture that there is not: why, and where its work was stopped, a button to do it again. */
final class EmptyState extends VBox {
    private final Label words = new Label();
    private final Button again = new Button("Evaluate again");

    /** With what the button does. */
    EmptyState(Runnable again) {
        super(12);
        setAlignment(Pos.CENTER);
        setPickOnBounds(false);
        words.getStyleClass().add("empty-state");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        this.again.managedProperty().bind(this.again.visibleProperty());
        this.again.setOnAction(event -> again.run());
        getChildren().addAll(words, this.again);
        visibleProperty().addListener((o, before, now) -> setMouseTransparent(!now));
    }

    /** Tells what is missing, or that it is to come, or why it does not. */
    void show(Optional<String> missing, Optional<String> stop) {
        words.setText(missing.or(() -> stop).orElse("Evaluating\u2026"));
        again.setVisible(missing.isEmpty() && stop.isPresent());
    }
}
