package org.orbifold.ui;

import atlantafx.base.controls.Popover;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.OnceShown;

/** The seed of the session; a click lets it be changed. */
final class SeedButton extends Button {
    private final Session session;
    private final TextField field = new TextField();
    private final Popover popover;

    SeedButton(Session session) {
        this.session = session;
        setId("seed");
        getStyleClass().addAll("flat", "small");
        textProperty().bind(session.seed().asString("seed %d"));
        OnceShown.explain(this, "What is random is drawn by this seed; click to change it");
        Label words = new Label("Alignments, trained curves and flows, random directions and samples are drawn by this"
                + " seed from the next one on: the same seed gives the same result.");
        words.setWrapText(true);
        words.setMaxWidth(260);
        field.setId("seed-field");
        field.setAccessibleText("Seed, a whole number of 0 or more");
        field.setOnAction(event -> take());
        VBox content = new VBox(8, field, words);
        content.getStyleClass().add("job-list");
        popover = new Popover(content);
        popover.setArrowLocation(Popover.ArrowLocation.BOTTOM_RIGHT);
        popover.setDetachable(false);
        setOnAction(event -> {
            field.setText(String.valueOf(session.seed().get()));
            popover.show(this);
            field.requestFocus();
            field.selectAll();
        });
    }

    private void take() {
        try {
            int typed = Integer.parseInt(field.getText().strip());
            if (typed < 0) {
                throw new NumberFormatException();
            }
            session.seed().set(typed);
            popover.hide();
        } catch (NumberFormatException e) {
            session.report(new Fault("no seed: '" + field.getText() + "' is not a whole number of 0 or more", e));
        }
    }
}
