package org.orbifold.ui;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;
import org.orbifold.ui.session.SessionStore;

/** Asks about edits that are in no file, before a session is left. */
final class Unsaved {
    /** What a session is left for. */
    enum Leaving {
        CLOSE("Save the session before the window closes?", "Close without saving"),
        OPEN("Save the session before another one is opened?", "Open without saving");

        private final String question;
        private final String lose;

        Leaving(String question, String lose) {
            this.question = question;
            this.lose = lose;
        }
    }

    private static final ButtonType SAVE = new ButtonType("Save", ButtonBar.ButtonData.YES);

    private final Supplier<Window> owner;
    private final SessionStore store;
    private final FileDialogs dialogs;

    Unsaved(Supplier<Window> owner, SessionStore store, FileDialogs dialogs) {
        this.owner = owner;
        this.store = store;
        this.dialogs = dialogs;
    }

    /** Leaves the session, unless there is something to ask and the answer is to stay. */
    void leave(Leaving what, Runnable then) {
        if (!store.isChanged()) {
            then.run();
            return;
        }
        ButtonType lose = new ButtonType(what.lose, ButtonBar.ButtonData.NO);
        Alert question = new Alert(
                Alert.AlertType.CONFIRMATION, "What was edited since is in no file.", SAVE, lose, ButtonType.CANCEL);
        question.initOwner(owner.get());
        question.setTitle("Orbifold");
        question.setHeaderText(what.question);
        Optional<ButtonType> answer = question.showAndWait();
        if (answer.equals(Optional.of(lose))) {
            then.run();
        } else if (answer.equals(Optional.of(SAVE))) {
            place().ifPresent(path -> store.save(path, then));
        }
    }

    private Optional<Path> place() {
        return store.file().get().or(() -> dialogs.save("Save the session", store.suggestion()));
    }
}
