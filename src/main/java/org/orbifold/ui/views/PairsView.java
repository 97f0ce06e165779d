package org.orbifold.ui.views;

import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.orbifold.figure.PairsFigure;
import org.orbifold.figure.Type;
import org.orbifold.path.PairwiseBarriers.Pair;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.PairsCourse;
import org.orbifold.ui.session.Session;

/** The pairs of a zoo's networks as matrices, in the path's place; a click opens a pair as A and B. */
public final class PairsView extends StackPane {
    private final Session session;
    private final PairsCourse course;
    private final FigurePane picture;
    private final EmptyState empty;
    private final Label readout = new Label();
    private final CheckBox aligned = new CheckBox("aligned");

    /** A view of that session. */
    public PairsView(Session session) {
        this.session = session;
        course = session.pairs();
        picture = new FigurePane(session);
        picture.setId("pairs");
        empty = new EmptyState(course::refresh);
        readout.setId("pairs-readout");
        readout.getStyleClass().add("readout");
        readout.setMouseTransparent(true);
        setAlignment(readout, Pos.TOP_RIGHT);
        setMargin(readout, new Insets(6, 16, 0, 0));
        aligned.setId("pairs-aligned");
        OnceShown.explain(aligned, "Align every network to the one of lowest loss first");
        aligned.selectedProperty().bindBidirectional(course.aligned());
        getChildren().addAll(picture, readout, empty);
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Pairs of a zoo");
        picture.setOnMouseMoved(this::read);
        picture.setOnMouseExited(event -> readout.setText(""));
        picture.setOnMouseClicked(this::open);
        setVisible(false);
        course.active().bind(visibleProperty());
        course.found().addListener((o, before, now) -> refresh());
        course.stop().addListener((o, before, now) -> refresh());
        refresh();
    }

    /** The switch that shows this view. */
    public ToggleButton toggle() {
        ToggleButton toggle = new ToggleButton("Pairs");
        toggle.setId("show-pairs");
        OnceShown.explain(toggle, "Losses and barriers between all networks of the zoo that is open");
        return toggle;
    }

    /** What belongs beside the view's name. */
    public Node tools() {
        HBox tools = new HBox(8, aligned, picture.saveButton());
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !isVisible() || !picture.isVisible() || picture.isCurrent();
    }

    private void refresh() {
        Optional<PairsCourse.Found> found = course.found().get();
        picture.setVisible(found.isPresent());
        empty.setVisible(found.isEmpty());
        empty.show(
                course.canRun()
                        ? Optional.empty()
                        : Optional.of("Open a zoo (Ctrl+Alt+O) that says which data its networks are for."),
                course.stop().get());
        found.ifPresent(pairs -> picture.show(() -> figure(pairs)));
    }

    private static PairsFigure figure(PairsCourse.Found found) {
        return new PairsFigure(found.pairs(), found.networks().size());
    }

    private Optional<Pair> at(MouseEvent event) {
        return course.found()
                .get()
                .flatMap(
                        found -> figure(found).at(event.getX(), event.getY(), picture.getWidth(), picture.getHeight()));
    }

    private void read(MouseEvent event) {
        Optional<Pair> pair = at(event);
        picture.setCursor(pair.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        readout.setText(pair.map(p -> p.i() + " and " + p.j() + ": loss at the midpoint "
                        + Type.number(p.midpointLoss()) + ", barrier " + Type.number(p.barrier()))
                .orElseGet(() -> course.found()
                        .get()
                        .filter(found -> found.networks().size() < found.runs())
                        .map(found -> found.networks().size() + " of " + found.runs() + " runs")
                        .orElse("")));
    }

    private void open(MouseEvent event) {
        if (event.isStillSincePress()) {
            at(event).ifPresent(pair -> {
                PairsCourse.Found found = course.found().get().orElseThrow();
                String suffix = course.aligned().get() ? ", aligned" : "";
                session.openA(new OpenNetwork(
                        found.zoo() + ", run " + pair.i() + suffix,
                        found.networks().get(pair.i())));
                session.openB(new OpenNetwork(
                        found.zoo() + ", run " + pair.j() + suffix,
                        found.networks().get(pair.j())));
                course.openData(session);
            });
        }
    }
}
