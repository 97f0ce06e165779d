package org.orbifold.ui.views;

import java.awt.geom.Point2D;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import javafx.util.Duration;
import org.orbifold.figure.SliceFigure;
import org.orbifold.figure.SurfaceFigure;
import org.orbifold.path.WeightPlane.Place;
import org.orbifold.ui.session.Session;

/** A slice as a surface, turned by dragging or with the arrow keys, with the network at t on it. */
final class SurfacePane extends StackPane {
    private static final double BY_PIXEL = 0.01;
    private static final double BY_KEY = Math.toRadians(5);

    private final FigurePane picture;
    private final Circle marker = new Circle(5);
    private Optional<SurfaceFigure> figure = Optional.empty();
    private Optional<Place> marked = Optional.empty();
    private final DoubleProperty azimuth;
    private final DoubleProperty elevation;
    private double lastX;
    private double lastY;

    SurfacePane(Session session) {
        azimuth = session.arrangement().azimuth();
        elevation = session.arrangement().elevation();
        azimuth.addListener((o, before, now) -> refresh());
        elevation.addListener((o, before, now) -> refresh());
        picture = new FigurePane(session);
        picture.setId("surface");
        picture.setCursor(Cursor.MOVE);
        picture.visibleProperty().bind(visibleProperty());
        picture.setOnMousePressed(this::take);
        picture.setOnMouseDragged(this::drag);
        picture.widthProperty().addListener((o, before, now) -> placeMarker());
        picture.heightProperty().addListener((o, before, now) -> placeMarker());
        marker.getStyleClass().add("slice-marker");
        Pane overlay = new Pane(marker);
        overlay.setMouseTransparent(true);
        getChildren().addAll(picture, overlay);
        setMinSize(0, 0);
        setFocusTraversable(true);
        getStyleClass().add("focusable-figure");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Loss surface");
        setAccessibleHelp("The arrow keys turn the surface, Home turns it back.");
        Tooltip hint = new Tooltip("Drag to turn the surface, or use the arrow keys");
        hint.setShowDelay(Duration.seconds(1));
        Tooltip.install(picture, hint);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Shows a slice, with the network at t where it is given. */
    void show(SliceFigure flat, Optional<Place> at) {
        figure = Optional.of(new SurfaceFigure(flat, azimuth.get(), elevation.get()));
        marked = at;
        refresh();
    }

    /** Puts the mark of the network at t elsewhere. */
    void mark(Optional<Place> at) {
        marked = at;
        placeMarker();
    }

    boolean isCurrent() {
        return !isVisible() || picture.isCurrent();
    }

    Node saveButton() {
        return picture.saveButton();
    }

    private void refresh() {
        figure = figure.map(known -> new SurfaceFigure(known.flat(), azimuth.get(), elevation.get()));
        figure.ifPresent(known -> picture.show(() -> known));
        placeMarker();
    }

    private void placeMarker() {
        Optional<Point2D> at = figure.flatMap(
                known -> marked.flatMap(place -> known.at(place, picture.getWidth(), picture.getHeight())));
        marker.setVisible(at.isPresent());
        at.ifPresent(point -> {
            marker.setCenterX(point.getX());
            marker.setCenterY(point.getY());
        });
    }

    private void turn(double round, double up) {
        azimuth.set(Math.IEEEremainder(azimuth.get() + round, 2 * Math.PI));
        elevation.set(Math.clamp(elevation.get() + up, 0, Math.PI / 2));
    }

    private void take(MouseEvent event) {
        requestFocus();
        lastX = event.getX();
        lastY = event.getY();
    }

    private void drag(MouseEvent event) {
        turn(BY_PIXEL * (event.getX() - lastX), BY_PIXEL * (event.getY() - lastY));
        lastX = event.getX();
        lastY = event.getY();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> turn(-BY_KEY, 0);
            case RIGHT -> turn(BY_KEY, 0);
            case UP -> turn(0, BY_KEY);
            case DOWN -> turn(0, -BY_KEY);
            case HOME -> turn(SurfaceFigure.AZIMUTH - azimuth.get(), SurfaceFigure.ELEVATION - elevation.get());
            default -> {
                return;
            }
        }
        event.consume();
    }
}
