package org.orbifold.ui.session;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.orbifold.figure.Projection;
import org.orbifold.figure.SurfaceFigure;

/** Which views stand where, how they are turned, and how the room is shared out: what a file of the session keeps of it. */
public final class Arrangement {
    /** What stands on the left. */
    public enum Left {
        /** The workspace's own view: the network, or the matching. */
        OWN,
        /** The spheres of canonical forms. */
        SPHERES,
        /** The weight graph. */
        GRAPH
    }

    private final ObjectProperty<Left> left = new SimpleObjectProperty<>(this, "left", Left.OWN);
    private final BooleanProperty slice = new SimpleBooleanProperty(this, "slice", false);
    private final BooleanProperty pairs = new SimpleBooleanProperty(this, "pairs", false);
    private final BooleanProperty wiping = new SimpleBooleanProperty(this, "wiping", false);
    private final BooleanProperty surface = new SimpleBooleanProperty(this, "surface", false);
    private final BooleanProperty library = new SimpleBooleanProperty(this, "library", false);
    private final BooleanProperty inspector = new SimpleBooleanProperty(this, "inspector", false);
    private final DoubleProperty wipe = new SimpleDoubleProperty(this, "wipe", 0.5);
    private final DoubleProperty azimuth = new SimpleDoubleProperty(this, "azimuth", SurfaceFigure.AZIMUTH);
    private final DoubleProperty elevation = new SimpleDoubleProperty(this, "elevation", SurfaceFigure.ELEVATION);
    private final DoubleProperty turn =
            new SimpleDoubleProperty(this, "turn", Math.toDegrees(Projection.Globe.RESTING.turn()));
    private final DoubleProperty tilt =
            new SimpleDoubleProperty(this, "tilt", Math.toDegrees(Projection.Globe.RESTING.tilt()));
    private final DoubleProperty across = new SimpleDoubleProperty(this, "across", 0.58);
    private final DoubleProperty down = new SimpleDoubleProperty(this, "down", 0.5);

    /** What stands on the left. */
    public ObjectProperty<Left> left() {
        return left;
    }

    /** Whether the loss slice stands in the function's place. */
    public BooleanProperty slice() {
        return slice;
    }

    /** Whether the pairs of a zoo stand in the path's place. */
    public BooleanProperty pairs() {
        return pairs;
    }

    /** Whether the function of B is compared with that of A. */
    public BooleanProperty wiping() {
        return wiping;
    }

    /** Where the line between the two is, in [0, 1]. */
    public DoubleProperty wipe() {
        return wipe;
    }

    /** Whether the loss slice is a surface. */
    public BooleanProperty surface() {
        return surface;
    }

    /** Whether the library is shown beside the views. */
    public BooleanProperty library() {
        return library;
    }

    /** Whether the inspector is. */
    public BooleanProperty inspector() {
        return inspector;
    }

    /** How far the surface is turned round, in radians. */
    public DoubleProperty azimuth() {
        return azimuth;
    }

    /** From how high it is seen, in radians: 0 from the side. */
    public DoubleProperty elevation() {
        return elevation;
    }

    /** How far globes are turned, in degrees. */
    public DoubleProperty turn() {
        return turn;
    }

    /** How far globes are tilted, in degrees. */
    public DoubleProperty tilt() {
        return tilt;
    }

    /** The share of the width that the left side has. */
    public DoubleProperty across() {
        return across;
    }

    /** The share of the height that the upper right has. */
    public DoubleProperty down() {
        return down;
    }

    /** Everything, by name. */
    Map<String, Object> write() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("left", left.get());
        switches().forEach((name, property) -> written.put(name, property.get()));
        numbers().forEach((name, number) -> written.put(name, number.property.get()));
        return written;
    }

    /** What {@link #write} gave. */
    static Arrangement read(Fields fields) {
        Arrangement read = new Arrangement();
        read.left.set(fields.choice("left", Left.class));
        read.switches().forEach((name, property) -> property.set(fields.truth(name)));
        read.numbers().forEach((name, number) -> number.property.set(fields.number(name, number.least, number.most)));
        return read;
    }

    /** Becomes as another one is. */
    void take(Arrangement other) {
        left.set(other.left.get());
        Map<String, BooleanProperty> switches = other.switches();
        switches().forEach((name, property) -> property.set(switches.get(name).get()));
        Map<String, Bounded> numbers = other.numbers();
        numbers()
                .forEach((name, number) ->
                        number.property.set(numbers.get(name).property.get()));
    }

    private Map<String, BooleanProperty> switches() {
        Map<String, BooleanProperty> switches = new LinkedHashMap<>();
        for (BooleanProperty property : new BooleanProperty[] {slice, pairs, wiping, surface, library, inspector}) {
            switches.put(property.getName(), property);
        }
        return switches;
    }

    private record Bounded(DoubleProperty property, double least, double most) {}

    private Map<String, Bounded> numbers() {
        Map<String, Bounded> numbers = new LinkedHashMap<>();
        for (Bounded number : new Bounded[] {
            new Bounded(wipe, 0, 1),
            new Bounded(azimuth, -Math.PI, Math.PI),
            new Bounded(elevation, 0, Math.PI / 2),
            new Bounded(turn, -180, 180),
            new Bounded(tilt, -90, 90),
            new Bounded(across, 0, 1),
            new Bounded(down, 0, 1)
        }) {
            numbers.put(number.property.getName(), number);
        }
        return numbers;
    }
}
