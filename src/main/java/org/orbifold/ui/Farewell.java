package org.orbifold.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.orbifold.ui.session.SessionStore;

/** Asks, before the window closes, about edits that are in no file. */
final class Farewell {
    private static final ButtonType SAVE = new ButtonType("Save", ButtonBar.ButtonData.YES);
    private static final ButtonType LOSE = new ButtonType("Close without saving", ButtonBar.ButtonData.NO);

    private final Stage stage;
    private final SessionStore store;
    private final FileDialogs dialogs;

    Farewell(Stage stage, SessionStore store, FileDialogs dialogs) {
        this.stage = stage;
        this.store = store;
        this.dialogs = dialogs;
    }

    /** Holds the closing up while there is something to ask. */
    void take(WindowEvent event) {
        if (!store.isChanged()) {
            return;
        }
        event.consume();
        Alert question = new Alert(
                Alert.AlertType.CONFIRMATION, "What was edited since is in no file.", SAVE, LOSE, ButtonType.CANCEL);
        question.initOwner(stage);
        question.setTitle("Orbifold");
        question.setHeaderText("Save the session before the window closes?");
        Optional<ButtonType> answer = question.showAndWait();
        if (answer.equals(Optional.of(LOSE))) {
            stage.hide();
        } else if (answer.equals(Optional.of(SAVE))) {
            place().ifPresent(path -> store.save(path, stage::hide));
        }
    }

    private Optional<Path> place() {
        return store.file().get().or(() -> dialogs.save("Save the session", store.suggestion()));
    }
}
