package org.orbifold.ui;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.orbifold.ui.session.Autosave;

/** Offers what a process that did not end by itself has left. It is there until it is answered. */
final class RecoveryBar extends HBox {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);

    RecoveryBar(Autosave autosave, List<Path> left) {
        super(12);
        getStyleClass().add("recovery-bar");
        setAlignment(Pos.CENTER_LEFT);
        Path newest = left.getFirst();
        String when = Instant.ofEpochMilli(newest.toFile().lastModified())
                .atZone(ZoneId.systemDefault())
                .format(WHEN);
        Label told = new Label("Orbifold was ended before its time. What was open until " + when + " is kept.");
        Button open = new Button("Open it");
        open.setId("recover");
        open.getStyleClass().addAll("accent", "small");
        open.setOnAction(event -> {
            answered();
            left.subList(1, left.size()).forEach(autosave::discard);
            autosave.recover(newest);
        });
        Button forget = new Button("Forget it");
        forget.setId("discard");
        forget.getStyleClass().add("small");
        forget.setOnAction(event -> {
            answered();
            left.forEach(autosave::discard);
        });
        getChildren().addAll(told, open, forget);
        managedProperty().bind(visibleProperty());
    }

    private void answered() {
        setVisible(false);
    }
}
