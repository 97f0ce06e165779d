package org.orbifold.ui.views;

import java.awt.geom.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Circle;
import org.orbifold.figure.Projection;
import org.orbifold.figure.SpheresLayout;
import org.orbifold.figure.Type;
import org.orbifold.path.GreatCircle;
import org.orbifold.path.SpherePair;
import org.orbifold.ui.session.End;

/** What is grabbed of a point on a sphere. */
final class SphereHandle extends Circle {
    /** Degrees that a key turns it by; with Shift ten times as many. */
    private static final double STEP = 1;

    private final SpheresView view;
    private final End end;
    private SpheresLayout.Panel panel;
    private SpheresLayout.Panel grabbed;
    private boolean front;

    SphereHandle(SpheresView view, SpheresLayout.Panel panel, End end) {
        this.view = view;
        this.panel = panel;
        this.grabbed = panel;
        this.end = end;
        setId(id(panel.pair(), end));
        setRadius(9);
        getStyleClass().add("neuron-handle");
        setCursor(Cursor.OPEN_HAND);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleHelp("The arrow keys turn the point, with Shift ten times as far.");
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().addListener((o, before, now) -> {
            if (now) {
                view.choose(this.panel.pair());
            }
        });
        Tooltip.install(
                this,
                new Tooltip("Drag to rotate " + name()
                        + ": the function changes. Arrow keys turn it towards the other point or away."));
    }

    /** The handle of an end of a pair. */
    static String id(SpherePair pair, End end) {
        return "point-" + pair.layer() + "-" + pair.neuron() + "-" + end;
    }

    private String name() {
        return "neuron " + panel.pair().neuron() + " of layer " + panel.pair().layer() + " in " + end;
    }

    void place(SpheresLayout.Panel now) {
        panel = now;
        Point2D at = now.at(own(now.pair()));
        setCenterX(at.getX());
        setCenterY(at.getY());
        setAccessibleText("Direction of " + name() + ": "
                + Type.degrees(now.pair().angle()) + " from that in " + (end == End.A ? End.B : End.A));
    }

    private double[] own(SpherePair pair) {
        return end == End.A ? pair.x() : pair.y();
    }

    private void press(MouseEvent event) {
        event.consume();
        requestFocus();
        grabbed = panel;
        front = panel.projection().place(own(panel.pair())).towards() >= 0;
        view.hold(panel);
    }

    private void drag(MouseEvent event) {
        event.consume();
        view.preview(end, grabbed.lift(event.getX(), event.getY(), front));
    }

    private void key(KeyEvent event) {
        double step = Math.toRadians(event.isShiftDown() ? 10 * STEP : STEP);
        boolean globe = panel.projection() instanceof Projection.Globe;
        switch (event.getCode()) {
            case RIGHT -> turn(step, 0);
            case LEFT -> turn(-step, 0);
            case UP -> turn(0, globe ? step : 0);
            case DOWN -> turn(0, globe ? -step : 0);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void turn(double towards, double aside) {
        if (towards != 0 || aside != 0) {
            view.rotate(end, panel.pair(), turned(panel.pair(), end, towards, aside));
        }
    }

    /**
     * An end of a pair, turned.
     *
     * @param towards the other end, in radians
     * @param aside to the left of that, on S^2
     */
    static double[] turned(SpherePair pair, End end, double towards, double aside) {
        GreatCircle circle =
                end == End.A ? GreatCircle.through(pair.x(), pair.y()) : GreatCircle.through(pair.y(), pair.x());
        return aside == 0 ? circle.point(towards) : circle.point(towards, aside);
    }
}
