package org.orbifold.ui.views;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Figure;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Table;
import org.orbifold.figure.Theme;
import org.orbifold.ui.session.PathFacts;
import org.orbifold.ui.session.Session;

/** View 4: loss and accuracy along the path from A to B, the barrier as a bracket, and t to be dragged. */
public final class PathView extends BorderPane {
    private final Session session;
    private final StackPane center = new StackPane();
    private final EmptyState empty;
    private final Line cursor = new Line();
    private final Pane overlay = new Pane(cursor);
    private final FigurePane picture;
    private Rectangle2D area = new Rectangle2D.Double();

    /** A view of that session. */
    public PathView(Session session) {
        this.session = session;
        picture = new FigurePane(session);
        picture.setId("path-chart");
        picture.takeFocus(
                "Left and Right move t, with Shift ten times as far; Home and End go to A and B; Space plays.");
        picture.setCursor(Cursor.H_RESIZE);
        picture.addEventHandler(MouseEvent.MOUSE_PRESSED, this::scrub);
        picture.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::scrub);
        cursor.getStyleClass().add("t-cursor");
        empty = new EmptyState(session::updateCurves);
        overlay.setMouseTransparent(true);
        center.setMinSize(0, 0);
        center.getChildren().addAll(picture, overlay, empty);
        setCenter(center);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox below = new HBox(facts(), gap, picture.saveButton());
        below.setAlignment(Pos.CENTER_LEFT);
        below.setPadding(new Insets(0, 12, 0, 0));
        setBottom(below);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Path and barrier");
        session.gauges().curves().addListener((o, before, now) -> redraw());
        session.gauges().stop().addListener((o, before, now) -> redraw());
        session.b().addListener((o, before, now) -> redraw());
        session.data().addListener((o, before, now) -> redraw());
        session.t().addListener((o, before, now) -> placeCursor());
        redraw();
    }

    private void redraw() {
        List<PathFigure.Curve> curves = session.gauges().curves().get();
        empty.setVisible(curves.isEmpty());
        empty.show(missing(), session.gauges().stop().get());
        picture.setVisible(!curves.isEmpty());
        overlay.setVisible(!curves.isEmpty());
        if (!curves.isEmpty()) {
            picture.show(() -> new Located(new PathFigure(curves)));
        }
    }

    private Optional<String> missing() {
        if (session.a().get().isEmpty() || session.b().get().isEmpty()) {
            return Optional.of("Open two networks of one architecture to see the path between them.");
        }
        return session.dataFits() ? Optional.empty() : Optional.of("Open data that fits the networks.");
    }

    /** The figure, which tells where its plots came to lie when it is painted. */
    private final class Located implements Figure {
        private final PathFigure figure;

        Located(PathFigure figure) {
            this.figure = figure;
        }

        @Override
        public void paint(Graphics2D g, double width, double height, Theme theme) {
            Rectangle2D plots = figure.paintAndLocate(g, width, height, theme);
            Platform.runLater(() -> {
                area = plots;
                placeCursor();
            });
        }

        @Override
        public String caption() {
            return figure.caption();
        }

        @Override
        public Optional<Table> table() {
            return figure.table();
        }
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !picture.isVisible() || picture.isCurrent();
    }

    private void placeCursor() {
        double x = Math.round(area.getX() + session.t().get() * area.getWidth()) + 0.5;
        cursor.setStartX(x);
        cursor.setEndX(x);
        cursor.setStartY(area.getY());
        cursor.setEndY(area.getMaxY());
    }

    private void scrub(MouseEvent event) {
        if (area.getWidth() > 0) {
            session.playing().set(false);
            session.t().set(Math.clamp((event.getX() - area.getX()) / area.getWidth(), 0, 1));
        }
    }

    /** The path in figures: a line that is whole in its tooltip. */
    private Label facts() {
        Label facts = new Label();
        facts.setId("path-facts");
        facts.getStyleClass().add("figure-name");
        facts.setPadding(new Insets(4, 12, 8, 12));
        facts.setMinWidth(0);
        facts.textProperty()
                .bind(session.gauges()
                        .facts()
                        .map(found -> found.map(PathFacts::brief).orElse("")));
        Tooltip whole = new Tooltip();
        whole.setWrapText(true);
        whole.setMaxWidth(420);
        whole.textProperty()
                .bind(session.gauges()
                        .facts()
                        .map(found -> found.map(PathFacts::words).orElse("")));
        facts.setTooltip(whole);
        return facts;
    }

    private boolean canTrain() {
        return session.ends().get().isPresent()
                && session.dataFits()
                && session.trained().training().get().isEmpty();
    }

    /** Lets t run on a path; a curve that is not there yet is trained first. */
    private void choose(PathFigure.Kind kind) {
        if (session.offers(kind)) {
            session.kind().set(kind);
        } else {
            session.train(kind);
        }
    }

    /** A button that trains the chosen curve again, between A and B as they are now. */
    private Button again() {
        Button again = new Button(null, new FontIcon(Feather.REFRESH_CW));
        again.setId("train-curve");
        again.getStyleClass().addAll("button-icon", "flat", "small");
        OnceShown.explain(again, "Train the curve again, from the straight path between A and B as they are now");
        again.setAccessibleText("Train the curve again");
        again.setOnAction(event -> session.train(session.kind().get()));
        again.managedProperty().bind(again.visibleProperty());
        again.visibleProperty()
                .bind(Bindings.createBooleanBinding(() -> session.kind().get().isTrained(), session.kind()));
        again.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !canTrain(),
                        session.ends(),
                        session.data(),
                        session.trained().training()));
        return again;
    }

    /** What belongs beside the view's name: the choice of the path that t runs on. */
    public HBox tools() {
        HBox tools = new HBox(4, again(), kinds());
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    private SegmentedButton kinds() {
        SegmentedButton segmented = new SegmentedButton();
        // The session says which is chosen; in a group, Tab would pass over the others, and arrow keys choose without
        // acting.
        segmented.setToggleGroup(null);
        segmented.setMinWidth(USE_PREF_SIZE);
        for (PathFigure.Kind kind : PathFigure.Kind.values()) {
            ToggleButton button = new ToggleButton(label(kind));
            button.setId(kind.label());
            OnceShown.explain(button, explanation(kind));
            button.setSelected(session.kind().get() == kind);
            button.setOnAction(event -> {
                button.setSelected(session.kind().get() == kind);
                choose(kind);
            });
            button.disableProperty()
                    .bind(Bindings.createBooleanBinding(
                            () -> !session.offers(kind) && !(kind.isTrained() && canTrain()),
                            session.alignment(),
                            session.ends(),
                            session.data(),
                            session.trained().training(),
                            session.trained().bends()));
            session.kind().addListener((o, before, now) -> button.setSelected(now == kind));
            segmented.getButtons().add(button);
        }
        return segmented;
    }

    private static String label(PathFigure.Kind kind) {
        return kind.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.label().substring(1);
    }

    private static String explanation(PathFigure.Kind kind) {
        return switch (kind) {
            case NAIVE -> "t runs on the straight path from A to B as it is";
            case ALIGNED -> "t runs on the straight path from A to B aligned";
            case GEODESIC -> "t runs on the geodesic between the canonical forms that view Spheres shows";
            case CHORD -> "t runs on the chords between the canonical forms that view Spheres shows";
            case BEZIER -> "t runs on a Bezier curve from A to B, trained to keep the loss low; training takes seconds";
            case CHAIN ->
                "t runs on a polygonal chain from A to B, trained to keep the loss low; training takes seconds";
        };
    }
}
