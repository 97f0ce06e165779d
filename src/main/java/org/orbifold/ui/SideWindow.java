package org.orbifold.ui;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.orbifold.figure.Theme;
import org.orbifold.ui.session.Session;

/** A small window beside the main one, in its theme, of which there is one at most; Escape closes it. */
final class SideWindow {
    private final Node room;
    private final Session session;
    private final String title;
    private final Supplier<? extends Region> content;
    private Optional<Stage> shown = Optional.empty();

    /**
     * A window that is not shown yet.
     *
     * @param room the content of the main window
     * @param content made anew each time that it is shown, as large as it prefers to be
     */
    SideWindow(Node room, Session session, String title, Supplier<? extends Region> content) {
        this.room = room;
        this.session = session;
        this.title = title;
        this.content = content;
    }

    /** Whether it is shown. */
    boolean isShown() {
        return shown.isPresent();
    }

    /** Shows it, or brings it to the front. */
    void show() {
        if (shown.isPresent()) {
            shown.get().toFront();
            shown.get().requestFocus();
            return;
        }
        BorderPane root = new BorderPane(content.get());
        root.getStyleClass().add("side-window");
        Scene scene = new Scene(root);
        ChangeListener<Theme> dressing = (o, before, now) -> Workbench.dress(scene, now);
        Workbench.dress(scene, session.theme().get());
        session.theme().addListener(dressing);
        Stage stage = new Stage();
        stage.initOwner(room.getScene().getWindow());
        stage.setTitle(title);
        if (room.getScene().getWindow() instanceof Stage main) {
            stage.getIcons().setAll(main.getIcons());
        }
        stage.setScene(scene);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
                event.consume();
            }
        });
        stage.setOnHidden(event -> {
            session.theme().removeListener(dressing);
            shown = Optional.empty();
        });
        shown = Optional.of(stage);
        stage.show();
    }

    /** Closes it if it is shown. */
    void close() {
        shown.ifPresent(Stage::close);
    }
}
