package org.orbifold.ui;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A failure of the program: what happened, what to do, and the detail for a report. */
final class ErrorPane extends VBox {
    private final Label more = new Label();
    private int others;

    /** With what closes the window that this is in. */
    ErrorPane(Throwable failure, Runnable close) {
        super(12);
        getStyleClass().add("side-pane");
        setPrefWidth(620);
        FontIcon icon = new FontIcon(Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add("error-icon");
        Label what = text("Orbifold failed at something that it should be able to do: " + reason(failure) + ".");
        what.setId("error-what");
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox heading = new HBox(12, icon, what);
        Label advice = text("""
                \u2022  If the window now looks wrong, undo the last step (Ctrl+Z).
                \u2022  Save what you want to keep, and start the program again if it goes on failing.
                \u2022  Report this, with the detail below.""");
        TextArea detail = new TextArea(detail(failure));
        detail.setId("error-detail");
        detail.setEditable(false);
        detail.setAccessibleText("Detail of the failure");
        detail.setPrefRowCount(14);
        detail.getStyleClass().add("rail-text");
        TitledPane folded = new TitledPane("Detail", detail);
        folded.setId("error-fold");
        folded.setAnimated(false);
        folded.setExpanded(false);
        folded.setMaxHeight(Double.MAX_VALUE);
        folded.expandedProperty()
                .addListener((o, before, now) -> getScene().getWindow().sizeToScene());
        VBox.setVgrow(folded, Priority.ALWAYS);
        more.getStyleClass().add("figure-name");
        more.setId("error-more");
        HBox.setHgrow(more, Priority.ALWAYS);
        more.setMaxWidth(Double.MAX_VALUE);
        CopyButton copy = new CopyButton(detail::getText);
        copy.setId("error-copy");
        Button shut = new Button("Close");
        shut.setId("error-close");
        shut.setDefaultButton(true);
        shut.setOnAction(event -> close.run());
        HBox tools = new HBox(8, more, copy, shut);
        tools.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(heading, advice, folded, tools);
    }

    /** Says that something else failed meanwhile. */
    void countAnother() {
        others++;
        more.setText(others + (others == 1 ? " more failure" : " more failures") + " since; see Help, Log");
    }

    private static Label text(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .map(message -> failure.getClass().getSimpleName() + ", " + message)
                .orElse(failure.getClass().getSimpleName());
    }

    private static String detail(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return String.join("\n", Program.versions()) + "\n\n" + trace;
    }
}
