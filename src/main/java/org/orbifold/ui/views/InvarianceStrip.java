package org.orbifold.ui.views;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.orbifold.figure.Type;
import org.orbifold.net.Measures;
import org.orbifold.symmetry.Invariance;
import org.orbifold.ui.session.Invariants;
import org.orbifold.ui.session.Session;

/** The pinned strip under the network: what an edit left unchanged, what it moved, and the loss as a needle. */
public final class InvarianceStrip extends HBox {
    /** A strip for that session. */
    public InvarianceStrip(Session session) {
        super(12);
        setId("invariance");
        getStyleClass().add("strip");
        setAlignment(Pos.CENTER_LEFT);
        Region gap = new Region();
        setHgrow(gap, Priority.ALWAYS);
        getChildren()
                .addAll(
                        cell(
                                session,
                                "output-difference",
                                "max |\u0394f|",
                                Invariants::outputDifference,
                                "Largest change of any output over " + Invariance.PROBES
                                        + " probe inputs, A as edited against A as opened"),
                        cell(
                                session,
                                "loss-difference",
                                "\u0394 loss",
                                Invariants::lossDifference,
                                "Loss of A as edited less that of A as opened, on all rows, in nats"),
                        cell(
                                session,
                                "distance",
                                "|\u03b8 \u2212 \u03b8\u2080|",
                                Invariants::distance,
                                "How far the weights have moved from A as opened"),
                        cell(session, "norm", "L2 norm |\u03b8|", Invariants::norm, "The L2 norm of the weights of A"),
                        gap,
                        new LossGauge(session));
    }

    private static Node cell(
            Session session, String id, String name, Function<Invariants, Double> figure, String explanation) {
        Label heading = new Label(name);
        heading.getStyleClass().add("figure-name");
        heading.setMinWidth(USE_PREF_SIZE);
        Label value = new Label();
        value.setId(id);
        value.getStyleClass().add("figure-value");
        value.setMinWidth(USE_PREF_SIZE);
        ObservableValue<Optional<Invariants>> source = session.gauges().invariants();
        value.textProperty()
                .bind(source.map(found -> found.map(figure).map(Type::number).orElse("\u2013")));
        VBox cell = new VBox(heading, value);
        cell.setMinWidth(CELL);
        Tooltip.install(cell, new Tooltip(explanation));
        return cell;
    }

    /** A cell is as wide, so that the others stand still while its value changes. */
    private static final double CELL = 56;

    /** The loss of the network shown, as a needle over a scale, and its accuracy. */
    private static final class LossGauge extends HBox {
        private static final double WIDTH = 150;
        private static final double LEAST = 24;

        private final Region needle = new Region();
        private final Region track = new Region();
        private final Label value = new Label("\u2013");
        private final Pane dial = new Pane(track, needle);
        private double top = 1;
        private double loss;

        LossGauge(Session session) {
            super(12);
            setAlignment(Pos.CENTER_RIGHT);
            track.getStyleClass().add("gauge-track");
            needle.getStyleClass().add("gauge-needle");
            track.setManaged(false);
            needle.setManaged(false);
            dial.setMinSize(LEAST, 26);
            dial.setPrefSize(WIDTH, 26);
            dial.setMaxSize(WIDTH, 26);
            dial.widthProperty().addListener((o, before, now) -> place());
            value.setId("loss");
            value.getStyleClass().add("figure-value");
            value.setMinWidth(USE_PREF_SIZE);
            Label heading = new Label("loss of the network shown, nats");
            heading.getStyleClass().add("figure-name");
            heading.setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(dial, new VBox(heading, value));
            session.gauges().outcome().addListener((o, before, now) -> show(now));
            show(session.gauges().outcome().get());
        }

        private void show(Optional<Measures.Outcome> outcome) {
            needle.setVisible(outcome.isPresent());
            if (outcome.isEmpty()) {
                value.setText("\u2013");
                return;
            }
            loss = outcome.get().loss();
            while (loss > top) {
                top *= 2;
            }
            place();
            value.setText(String.format(
                    Locale.ROOT,
                    "%s   accuracy %.3f",
                    Type.number(loss),
                    outcome.get().accuracy()));
        }

        /** The dial gives way where there is little room. */
        private void place() {
            track.resizeRelocate(0, 10, dial.getWidth(), 6);
            needle.resizeRelocate(loss / top * (dial.getWidth() - 3), 3, 3, 20);
        }
    }
}
