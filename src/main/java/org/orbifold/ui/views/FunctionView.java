package org.orbifold.ui.views;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.Neuron;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/** View 2: the function that the network computes, for networks with two inputs. */
public final class FunctionView extends StackPane {
    private static final int GRID = 128;

    private final Session session;
    private final FigurePane picture;
    private final Label empty = new Label();

    private record Ghost(Weights weights, Domain domain, Path2D contour) {}

    private Optional<Ghost> ghost = Optional.empty();

    /** A view of that session. */
    public FunctionView(Session session) {
        this.session = session;
        picture = new FigurePane(session);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        setAlignment(empty, Pos.CENTER);
        getChildren().addAll(picture, empty);
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Function");
        session.shown().addListener((o, before, now) -> refresh());
        session.data().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        refresh();
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !picture.isVisible() || picture.isCurrent();
    }

    private void refresh() {
        Optional<Weights> weights = session.shown().get();
        Optional<Domain> domain = session.domain();
        boolean drawable = weights.isPresent() && domain.isPresent();
        picture.setVisible(drawable);
        empty.setVisible(!drawable);
        empty.setText(
                weights.isEmpty()
                        ? "Open a network to see its function."
                        : "The function is drawn for networks with two inputs; this one has "
                                + weights.get().architecture().inputs() + ".");
        if (!drawable) {
            return;
        }
        Weights now = weights.get();
        Domain plane = domain.get();
        Optional<Weights> opened = session.a().get().map(OpenNetwork::weights).filter(w -> !w.equals(now));
        Optional<Examples> rows = session.data().get().map(DataSet::examples).filter(examples -> examples.width() == 2);
        List<String> names = session.data().get().map(DataSet::classNames).orElse(List.of());
        Optional<Neuron> selected = session.selection().get();
        picture.show(() -> new FunctionFigure(
                FunctionField.sample(now, plane, GRID), rows, opened.map(w -> ghost(w, plane)), selected, names));
    }

    private synchronized Path2D ghost(Weights weights, Domain domain) {
        if (ghost.isEmpty()
                || !ghost.get().weights.equals(weights)
                || !ghost.get().domain.equals(domain)) {
            Path2D contour = FunctionField.sample(weights, domain, GRID).decisionContour();
            ghost = Optional.of(new Ghost(weights, domain, contour));
        }
        return ghost.get().contour;
    }
}
