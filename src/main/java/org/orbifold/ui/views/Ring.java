package org.orbifold.ui.views;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Group;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.orbifold.figure.NetworkLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Type;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.Session;

/**
 * The handle around the selected neuron, as its activation allows: a ring to pull for scalings, on a logarithmic scale
 * with a tick where incoming and outgoing norms balance; a knob that flips the sign; or a lock that says why neither.
 */
final class Ring extends Group {
    /** Points of pull for a factor of e. */
    private static final double PULL = 18;

    private static final double MAX_FACTOR = 16;

    /** From the ring to the knob at rest. */
    private static final double REST = 62;

    private final Session session;
    private final Circle ring = new Circle();
    private final Circle knob = new Circle(6);
    private final Rectangle plate = new Rectangle();
    private final Line rail = new Line();
    private final Line balanceTick = new Line();
    private final Text label = new Text();
    private final Tooltip tooltip = new Tooltip();

    private Neuron neuron;
    private Architecture architecture;
    private double x;
    private double y;
    private double rest;
    private double factor = 1;
    private double balance = 1;

    Ring(Session session) {
        this.session = session;
        setVisible(false);
        ring.getStyleClass().add("ring");
        knob.getStyleClass().add("ring-knob");
        plate.getStyleClass().add("ring-plate");
        plate.setMouseTransparent(true);
        rail.getStyleClass().add("ring-rail");
        balanceTick.getStyleClass().add("ring-tick");
        label.getStyleClass().add("ring-label");
        label.setTextOrigin(VPos.CENTER);
        ring.setMouseTransparent(true);
        knob.setId("ring-knob");
        knob.setAccessibleRole(AccessibleRole.SLIDER);
        knob.setOnMousePressed(MouseEvent::consume);
        knob.setOnMouseDragged(this::drag);
        knob.setOnMouseReleased(this::release);
        Tooltip.install(knob, tooltip);
        getChildren().addAll(plate, rail, ring, balanceTick, knob, label);
    }

    /** Puts the handle around a hidden neuron. */
    void attach(Neuron at, NetworkLayout layout) {
        Weights weights = session.edited().get().orElseThrow();
        boolean other = !at.equals(neuron);
        neuron = at;
        architecture = weights.architecture();
        x = layout.x(at.column());
        y = layout.y(at.column(), at.index());
        rest = layout.radius(at.column()) + 9;
        if (other || !knob.isPressed()) {
            factor = 1;
            balance = NeuronNorms.balance(weights, at.column() - 1, at.index());
        }
        place();
    }

    private boolean scales() {
        return architecture.activation().has(SymmetryKind.SCALING);
    }

    private boolean flips() {
        return architecture.activation().has(SymmetryKind.SIGN_FLIP) && !scales();
    }

    /** Where a factor lies along the rail, from the neuron's middle. */
    private double reach(double a) {
        return rest + REST + PULL * Math.log(a);
    }

    private void place() {
        Activation activation = architecture.activation();
        boolean scaling = scales();
        rail.setVisible(scaling);
        balanceTick.setVisible(scaling);
        ring.setCenterX(x);
        ring.setCenterY(y);
        ring.setRadius(rest);
        double at = scaling ? x + reach(factor) : x + rest;
        knob.setCenterX(at);
        knob.setCenterY(y);
        knob.setCursor(scaling ? Cursor.H_RESIZE : flips() ? Cursor.HAND : Cursor.DEFAULT);
        rail.setStartX(x + reach(1 / MAX_FACTOR));
        rail.setEndX(x + reach(MAX_FACTOR));
        rail.setStartY(y);
        rail.setEndY(y);
        double tick = x + reach(Math.clamp(balance, 1 / MAX_FACTOR, MAX_FACTOR));
        balanceTick.setStartX(tick);
        balanceTick.setEndX(tick);
        balanceTick.setStartY(y - 7);
        balanceTick.setEndY(y + 7);
        plate.setVisible(scaling);
        plate.setX(rail.getStartX() - 8);
        plate.setY(y - 13);
        plate.setWidth(rail.getEndX() - rail.getStartX() + 72);
        plate.setHeight(26);
        label.setX(scaling ? x + reach(MAX_FACTOR) + 8 : x + rest + 12);
        label.setY(y);
        if (scaling) {
            label.setText("\u00d7" + (factor == 1 ? "1" : Type.number(factor)));
            tooltip.setText("Pull to scale: incoming weights \u00d7a, outgoing \u00d71/a. The tick is where both norms"
                    + " are equal, at a = " + Type.number(balance) + ".");
        } else if (flips()) {
            label.setText("\u00b1");
            tooltip.setText("Click to flip the sign: " + activation.id() + " is symmetric under it.");
        } else {
            label.setText("locked");
            tooltip.setText(activation.reasonAgainst(SymmetryKind.SCALING) + "; "
                    + activation.reasonAgainst(SymmetryKind.SIGN_FLIP));
        }
        knob.setAccessibleText("Scale factor of neuron " + neuron.index() + ": " + Type.number(factor));
    }

    private void drag(MouseEvent event) {
        event.consume();
        if (!scales()) {
            return;
        }
        double a = Math.exp((event.getX() - x - rest - REST) / PULL);
        a = Math.clamp(a, 1 / MAX_FACTOR, MAX_FACTOR);
        factor = Math.abs(Math.log(a / balance)) < 0.06 ? balance : Math.abs(Math.log(a)) < 0.06 ? 1 : a;
        session.preview(edit());
        place();
    }

    private Edit edit() {
        return Edit.scale(architecture, neuron.column() - 1, neuron.index(), factor);
    }

    private void release(MouseEvent event) {
        event.consume();
        if (flips()) {
            session.edit(Edit.flip(architecture, neuron.column() - 1, neuron.index()));
        } else if (scales() && factor != 1) {
            Edit edit = edit();
            factor = 1;
            session.edit(edit);
        }
    }
}
