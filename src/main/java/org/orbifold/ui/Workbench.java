package org.orbifold.ui;

import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.controlsfx.control.StatusBar;

/** The main window. */
public final class Workbench extends Application {
    /** Opens the window and returns when it is closed. */
    public static void open() {
        Application.launch(Workbench.class);
    }

    @Override
    public void start(Stage stage) {
        setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        BorderPane root = new BorderPane(new Label("Orbifold"));
        root.setBottom(new StatusBar());
        stage.setScene(new Scene(root, 1280, 800));
        stage.setTitle("Orbifold");
        stage.show();
    }
}
