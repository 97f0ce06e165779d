package org.orbifold.ui;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.SessionStore;

/** Asks about edits and flows that are in no file, before a session is left or a flow forgotten. */
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

    /** What a flow's file is called, unless a person has a better name. */
    static final String FLOW = "a.flow";

    private static final ButtonType SAVE = new ButtonType("Save", ButtonBar.ButtonData.YES);

    private final Supplier<Window> owner;
    private final SessionStore store;
    private final FlowCourse course;
    private final FileDialogs dialogs;

    Unsaved(Supplier<Window> owner, Session session, FileDialogs dialogs) {
        this.owner = owner;
        store = session.store();
        course = session.course();
        this.dialogs = dialogs;
    }

    /** Leaves the session, unless there is something to ask and the answer is to stay. */
    void leave(Leaving leaving, Runnable then) {
        if (!store.isChanged()) {
            then.run();
            return;
        }
        ask(
                leaving.question,
                course.hasUnsaved()
                        ? "The flow that was trained is in no file; it is saved beside the session."
                        : "What was edited since is in no file.",
                leaving.lose,
                () -> place().ifPresent(path -> store.save(path, then)),
                then);
    }

    /** Forgets a flow that is in no file, unless the answer is to keep it. */
    void forget(Runnable then) {
        ask(
                "Save the flow before it is forgotten?",
                "The flow that was trained is in no file.",
                "Forget it",
                () -> dialogs.save("Save the flow", FLOW).ifPresent(path -> course.save(path, then)),
                then);
    }

    private void ask(String question, String why, String loses, Runnable saving, Runnable losing) {
        ButtonType lose = new ButtonType(loses, ButtonBar.ButtonData.NO);
        Alert alert = new Alert(Alert.AlertType.CONFIRMATION, why, SAVE, lose, ButtonType.CANCEL);
        alert.initOwner(owner.get());
        alert.setTitle("Orbifold");
        alert.setHeaderText(question);
        Optional<ButtonType> answer = alert.showAndWait();
        if (answer.equals(Optional.of(lose))) {
            losing.run();
        } else if (answer.equals(Optional.of(SAVE))) {
            saving.run();
        }
    }

    private Optional<Path> place() {
        return store.file().get().or(() -> dialogs.save("Save the session", store.suggestion()));
    }
}
