package org.orbifold.ui;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.job.JobExecutor;
import org.orbifold.tensor.Backend;

/** What the program is, what it runs on and computes on, and what it is made of. */
final class AboutPane extends VBox {
    private static final int ICON = 72;

    private final Label device = new Label("Looking for what computes\u2026");

    AboutPane(JobExecutor executor, FileDialogs dialogs) {
        super(16);
        getStyleClass().add("side-pane");
        setPrefSize(560, 560);
        ImageView icon = new ImageView(WindowIcon.image(2 * ICON));
        icon.setFitWidth(ICON);
        icon.setFitHeight(ICON);
        Label name = new Label(Program.versions().getFirst());
        name.setId("about-version");
        name.getStyleClass().add("about-name");
        Label purpose = new Label("Explore the weight space of neural networks modulo its symmetries.");
        purpose.setWrapText(true);
        Label licence = new Label("Apache License 2.0");
        licence.getStyleClass().add("figure-name");
        HBox heading = new HBox(16, icon, new VBox(4, name, purpose, licence));
        heading.setAlignment(Pos.CENTER_LEFT);
        VBox facts = new VBox(4);
        Program.versions().stream().skip(1).map(Label::new).forEach(facts.getChildren()::add);
        device.setId("about-device");
        device.setWrapText(true);
        facts.getChildren().add(device);
        executor.submit(
                        "Looking for what computes",
                        progress -> Backend.choice().reason())
                .whenEnded((reason, failure) -> Platform.runLater(
                        () -> device.setText("Computes on: " + (failure == null ? reason : failure.getMessage()))));
        ScrollPane parts = new ScrollPane(parts());
        parts.setFitToWidth(true);
        parts.getStyleClass().add("rail-scroll");
        VBox.setVgrow(parts, Priority.ALWAYS);
        Label made = new Label("Made with");
        made.getStyleClass().add("rail-heading");
        CopyButton copy = new CopyButton(this::text);
        copy.setId("about-copy");
        HBox tools = new HBox(8);
        tools.setAlignment(Pos.CENTER_RIGHT);
        Program.legalFolder().ifPresent(folder -> {
            Button texts = new Button("Licence texts", new FontIcon(Feather.FOLDER));
            texts.setOnAction(event -> dialogs.show(folder));
            tools.getChildren().add(texts);
        });
        tools.getChildren().add(copy);
        getChildren().setAll(heading, facts, made, parts, tools);
    }

    private static GridPane parts() {
        GridPane grid = new GridPane(24, 4);
        for (Program.Part part : Program.parts()) {
            Label licence = new Label(part.licence());
            licence.getStyleClass().add("readout");
            grid.addRow(grid.getRowCount(), new Label(part.name()), licence);
        }
        return grid;
    }

    private String text() {
        return Stream.concat(
                        Stream.concat(Program.versions().stream(), Stream.of(device.getText(), "")),
                        Program.parts().stream().map(part -> part.name() + ": " + part.licence()))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
