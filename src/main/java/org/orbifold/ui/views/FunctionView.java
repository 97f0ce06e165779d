package org.orbifold.ui.views;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.Neuron;
import org.orbifold.net.Examples;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/**
 * View 2: the function that the network computes. For networks with two inputs over their plane, with what it is under the
 * pointer and a wipe between it and network B; for others by test rows, one by one.
 */
public final class FunctionView extends StackPane {
    private static final int GRID = 128;
    private static final double STEP = 0.02;

    private final Session session;
    private final FigurePane picture;
    private final ProbesView probes;
    private final Label empty = new Label("Open a network to see its function.");
    private final Label readout = new Label();
    private final Circle knob = new Circle(7);
    private final Pane overlay = new Pane(knob);
    private final ToggleButton wiping = new ToggleButton("A | B");
    private final DoubleProperty wipe;

    /** What the ghost and B's side of the wipe show is the same from picture to picture. */
    private final Sampled opened = new Sampled();

    private final Sampled other = new Sampled();

    /** The last field sampled, kept for as long as the same is asked for. */
    private static final class Sampled {
        private Optional<Weights> weights = Optional.empty();
        private FunctionField field;

        synchronized FunctionField of(Weights asked, Domain domain) {
            if (!weights.equals(Optional.of(asked)) || !field.domain().equals(domain)) {
                field = FunctionField.sample(asked, domain, GRID);
                weights = Optional.of(asked);
            }
            return field;
        }
    }

    /** A view of that session. */
    public FunctionView(Session session) {
        this.session = session;
        wipe = session.arrangement().wipe();
        picture = new FigurePane(session);
        picture.takeFocus("Left and Right move t, with Shift ten times as far; Space plays it."
                + " With A | B on, the knob of the line takes the arrow keys.");
        picture.setId("function");
        probes = new ProbesView(session);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        setAlignment(empty, Pos.CENTER);
        readout.setId("function-readout");
        readout.getStyleClass().add("readout");
        readout.setMouseTransparent(true);
        readout.setVisible(false);
        setAlignment(readout, Pos.BOTTOM_RIGHT);
        setMargin(readout, new Insets(0, 12, 8, 0));
        overlay.setPickOnBounds(false);
        makeKnob();
        makeToggle();
        getChildren().addAll(picture, probes, overlay, readout, empty);
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Function");
        picture.setOnMouseMoved(this::read);
        picture.setOnMouseExited(event -> readout.setVisible(false));
        session.shown().addListener((o, before, now) -> refresh());
        session.editedB().addListener((o, before, now) -> refresh());
        session.data().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        visibleProperty().addListener((o, before, now) -> refresh());
        refresh();
    }

    private void makeKnob() {
        knob.setId("wipe");
        knob.getStyleClass().add("wipe-knob");
        knob.setCursor(Cursor.H_RESIZE);
        knob.setFocusTraversable(true);
        knob.setAccessibleRole(AccessibleRole.SLIDER);
        knob.setAccessibleHelp("Left and Right move the line, Home and End take it to the edges.");
        knob.setOnMousePressed(MouseEvent::consume);
        knob.setOnMouseDragged(event -> {
            plane().ifPresent(plane -> wipeTo((event.getX() - plane.getX()) / plane.getWidth()));
            event.consume();
        });
        knob.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        Tooltip.install(knob, new Tooltip("Left of the line is A, right of it B. Drag, or use the arrow keys."));
    }

    private void makeToggle() {
        wiping.setId("wiping");
        OnceShown.explain(wiping, "Compare with B: a line to drag between the two functions");
        wiping.disableProperty().bind(session.b().map(Optional::isEmpty));
        wiping.selectedProperty().bindBidirectional(session.arrangement().wiping());
        wiping.selectedProperty().addListener((o, before, now) -> refresh());
        wipe.addListener((o, before, now) -> refresh());
        session.probes().comparing().bind(wiping.selectedProperty());
        session.b().addListener((o, before, now) -> wiping.setSelected(wiping.isSelected() && now.isPresent()));
    }

    /** What belongs beside the view's name: the switch of the wipe. */
    public Node tools() {
        HBox tools = new HBox(4, FigureMenu.saveButton("function", this::save), wiping);
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    private void save() {
        if (picture.isVisible()) {
            picture.request(FigureRequest.SAVE);
        } else {
            probes.save();
        }
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return (!picture.isVisible() || picture.isCurrent()) && probes.isCurrent();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> wipeTo(wipe.get() - STEP);
            case RIGHT -> wipeTo(wipe.get() + STEP);
            case HOME -> wipeTo(0);
            case END -> wipeTo(1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void wipeTo(double share) {
        wipe.set(Math.clamp(share, 0, 1));
    }

    private Optional<Rectangle2D> plane() {
        return session.domain().map(domain -> FunctionFigure.plane(domain, getWidth(), getHeight()));
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        placeKnob();
    }

    private void placeKnob() {
        knob.setVisible(wiping.isSelected() && picture.isVisible());
        plane().ifPresent(plane -> {
            knob.setCenterX(plane.getX() + wipe.get() * plane.getWidth());
            knob.setCenterY(plane.getCenterY());
        });
        knob.setAccessibleText(String.format(Locale.ROOT, "Wipe between A and B at %.0f %%", 100 * wipe.get()));
    }

    /** Tells the input under the pointer and what the network makes of it. */
    private void read(MouseEvent event) {
        Optional<Rectangle2D> at = plane().filter(plane -> plane.contains(event.getX(), event.getY()));
        readout.setVisible(at.isPresent());
        if (at.isEmpty()) {
            return;
        }
        double share = (event.getX() - at.get().getX()) / at.get().getWidth();
        boolean right = wiping.isSelected() && share > wipe.get();
        Domain domain = session.domain().orElseThrow();
        double x = domain.x(share);
        double y = domain.y((at.get().getMaxY() - event.getY()) / at.get().getHeight());
        Weights weights = right
                ? session.editedB().get().orElseThrow()
                : session.shown().get().orElseThrow();
        double[] probabilities = new ForwardMap(weights).probabilities(new double[] {x, y});
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        List<String> names = session.data().get().map(DataSet::classNames).orElse(List.of());
        String name = best < names.size() ? names.get(best) : "class " + best;
        readout.setText(String.format(
                Locale.ROOT, "(%.2f, %.2f)  %sP(%s) = %.3f", x, y, right ? "B: " : "", name, probabilities[best]));
    }

    private void refresh() {
        Optional<Weights> weights = session.shown().get();
        Optional<Domain> domain = session.domain();
        boolean drawable = weights.isPresent() && domain.isPresent();
        picture.setVisible(drawable);
        probes.setVisible(isVisible() && weights.isPresent() && !drawable);
        empty.setVisible(weights.isEmpty());
        placeKnob();
        if (!drawable) {
            return;
        }
        Weights now = weights.get();
        Domain plane = domain.get();
        Optional<Weights> before =
                onSamePlane(session.a().get().map(OpenNetwork::weights), now).filter(w -> !w.equals(now));
        Optional<Examples> rows = session.data().get().map(DataSet::examples).filter(examples -> examples.width() == 2);
        List<String> names = session.data().get().map(DataSet::classNames).orElse(List.of());
        Optional<Neuron> selected = session.selection().get();
        Optional<Weights> b = onSamePlane(session.editedB().get(), now).filter(w -> wiping.isSelected());
        double t = session.t().get();
        String left = t == 0 ? "A" : String.format(Locale.ROOT, "t = %.2f", t);
        double at = wipe.get();
        picture.show(() -> new FunctionFigure(
                FunctionField.sample(now, plane, GRID),
                rows,
                before.map(w -> opened.of(w, plane).decisionContour()),
                selected,
                names,
                b.map(w -> new FunctionFigure.Wipe(other.of(w, plane), at, left, "B"))));
    }

    /** While networks are opened, A or B can already be another one than what is shown. */
    private static Optional<Weights> onSamePlane(Optional<Weights> open, Weights shown) {
        return open.filter(w -> w.architecture().equals(shown.architecture()));
    }
}
