package org.orbifold.ui.views;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import org.orbifold.figure.Figure;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Projection;
import org.orbifold.figure.SpheresFigure;
import org.orbifold.figure.SpheresLayout;
import org.orbifold.figure.Theme;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.SpherePair;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.Ends;
import org.orbifold.ui.session.Session;

/**
 * View 5: A and B on the spheres of their canonical forms, the geodesic against the chord. Points are dragged, which
 * rotates a neuron's incoming weights in A or B; spheres with three weights are orbited by dragging beside a point.
 */
public final class SpheresView extends BorderPane {
    /** Degrees of an orbit for a point of drag. */
    private static final double ORBIT = 0.5;

    private static final int MAX_HANDLES = 300;

    private final Session session;
    private final SpheresBar bar;
    private final FigurePane picture;
    private final Pane overlay = new Pane();
    private final Label empty = new Label();
    private List<SphereHandle> handles = List.of();
    private Optional<SpheresFigure.Held> held = Optional.empty();
    private Optional<Edit> dragged = Optional.empty();
    private List<SpheresLayout.Panel> panels = List.of();
    private Point2D from = Point2D.ZERO;

    /** A view of that session. */
    public SpheresView(Session session) {
        this.session = session;
        bar = new SpheresBar(session, this::rotate);
        picture = new FigurePane(session);
        picture.setId("spheres");
        picture.takeFocus("Tab goes to the points, which the arrow keys turn, with Shift ten times as far."
                + " The fields below turn the view and the chosen point by degrees.");
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        overlay.setPickOnBounds(false);
        StackPane center = new StackPane(picture, overlay, empty);
        center.setMinSize(0, 0);
        setCenter(center);
        setBottom(bar);
        setMinSize(0, 0);
        getStyleClass().add("spheres-view");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Spheres");
        addEventFilter(MouseEvent.MOUSE_RELEASED, event -> release());
        picture.setOnMousePressed(event -> from = new Point2D(event.getX(), event.getY()));
        picture.setOnMouseDragged(this::orbit);
        picture.setOnMouseClicked(this::select);
        session.ends().addListener((o, before, now) -> refresh());
        session.t().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        bar.onChange(this::refresh);
        visibleProperty().addListener((o, before, now) -> refresh());
    }

    /** What belongs beside the view's name. */
    public Button tools() {
        return picture.saveButton();
    }

    /** The switch that shows this view; t then runs on the geodesic, where there is one. */
    public ToggleButton toggle() {
        ToggleButton toggle = new ToggleButton("Spheres");
        toggle.setId("show-spheres");
        OnceShown.explain(toggle, "A and B in canonical form: a point on a sphere each neuron");
        visibleProperty().bind(toggle.selectedProperty());
        toggle.setOnAction(event -> {
            if (toggle.isSelected() && session.offers(PathFigure.Kind.GEODESIC)) {
                session.kind().set(PathFigure.Kind.GEODESIC);
            }
        });
        return toggle;
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !isVisible() || !picture.isVisible() || picture.isCurrent();
    }

    private void refresh() {
        Optional<Ends> ends = session.ends().get();
        boolean drawable = ends.filter(Ends::haveCanonicalForms).isPresent();
        picture.setVisible(isVisible() && drawable);
        overlay.setVisible(drawable);
        bar.setVisible(drawable);
        empty.setVisible(!drawable);
        empty.setText(
                ends.isEmpty()
                        ? "Open two networks of one architecture to see their neurons on spheres."
                        : "There are no spheres: " + ends.get().reason() + ".");
        if (!isVisible() || !drawable) {
            return;
        }
        int layer = bar.layer();
        SpheresFigure.Order order = bar.order();
        Projection.Globe globe = bar.globe();
        double t = session.t().get();
        Optional<Neuron> selection = session.selection().get();
        Optional<SpheresFigure.Held> still = held;
        Ends both = ends.get();
        picture.show(() -> new Located(
                SpheresFigure.of(both.canonical(), layer, order, t, globe, selection, still), both.canonical()));
    }

    /** The figure, which tells where its panels came to lie when it is painted. */
    private final class Located implements Figure {
        private final SpheresFigure figure;
        private final CanonicalPair pair;

        Located(SpheresFigure figure, CanonicalPair pair) {
            this.figure = figure;
            this.pair = pair;
        }

        @Override
        public void paint(Graphics2D g, double width, double height, Theme theme) {
            figure.paint(g, width, height, theme);
            List<SpheresLayout.Panel> placed = figure.panels(width, height);
            List<SpherePair> spheres = figure.spheres();
            Platform.runLater(() -> {
                panels = placed;
                bar.show(pair, spheres, placed);
                placeHandles();
            });
        }

        @Override
        public String caption() {
            return figure.caption();
        }
    }

    /** Puts a handle over both ends of every panel; those that are there move, so that one in the hand stays in it. */
    private void placeHandles() {
        List<SpheresLayout.Panel> grabbed = panels.stream()
                .filter(panel -> panel.pair().dimension() > 0)
                .limit(MAX_HANDLES / 2)
                .toList();
        List<String> wanted = new ArrayList<>();
        grabbed.forEach(panel -> {
            wanted.add(SphereHandle.id(panel.pair(), End.B));
            wanted.add(SphereHandle.id(panel.pair(), End.A));
        });
        if (!wanted.equals(handles.stream().map(SphereHandle::getId).toList())) {
            handles = grabbed.stream()
                    .flatMap(panel ->
                            List.of(new SphereHandle(this, panel, End.B), new SphereHandle(this, panel, End.A))
                                    .stream())
                    .toList();
            overlay.getChildren().setAll(handles);
        }
        for (int k = 0; k < handles.size(); k++) {
            handles.get(k).place(grabbed.get(k / 2));
        }
    }

    /** A handle was taken: its sphere, and the order of all, stand still until it is let go. */
    void hold(SpheresLayout.Panel panel) {
        choose(panel.pair());
        List<Integer> order = new ArrayList<>();
        bar.spheres().forEach(pair -> order.add(pair.neuron()));
        held = Optional.of(new SpheresFigure.Held(order, panel));
    }

    /** A point is chosen: its neuron is selected, and the bar rotates it. */
    void choose(SpherePair pair) {
        bar.choose(pair);
        if (bar.isHidden(pair)) {
            session.selection().set(Optional.of(new Neuron(pair.layer() + 1, pair.neuron())));
        }
    }

    /** Shows a point where a handle is dragged to. */
    void preview(End end, double[] point) {
        held.ifPresent(still -> {
            Edit edit = edit(end, still.panel().pair(), point);
            dragged = Optional.of(edit);
            session.preview(edit);
        });
    }

    /** Lets go of the handle, wherever the pointer is then. */
    private void release() {
        Optional<Edit> edit = dragged;
        held = Optional.empty();
        dragged = Optional.empty();
        edit.ifPresent(session::edit);
    }

    /** Rotates an end of a pair of points. */
    void rotate(End end, SpherePair pair, double[] point) {
        session.edit(edit(end, pair, point));
    }

    private Edit edit(End end, SpherePair pair, double[] point) {
        return session.rotation(
                Edit.Rotate.to(end, session.edited().get().orElseThrow().architecture(), pair, point));
    }

    private Optional<SpheresLayout.Panel> at(MouseEvent event) {
        return panels.stream()
                .filter(panel -> panel.bounds().contains(event.getX(), event.getY()))
                .findFirst();
    }

    private void select(MouseEvent event) {
        if (event.isStillSincePress()) {
            at(event).ifPresent(panel -> choose(panel.pair()));
        }
    }

    private void orbit(MouseEvent event) {
        if (held.isEmpty() && panels.stream().anyMatch(panel -> panel.projection() instanceof Projection.Globe)) {
            bar.orbit((from.getX() - event.getX()) * ORBIT, (event.getY() - from.getY()) * ORBIT);
            from = new Point2D(event.getX(), event.getY());
        }
    }
}
