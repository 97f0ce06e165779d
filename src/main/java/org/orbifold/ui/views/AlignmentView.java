package org.orbifold.ui.views;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.animation.Interpolator;
import javafx.animation.Transition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.orbifold.align.NeuronMatching;
import org.orbifold.figure.MatchingFigure;
import org.orbifold.figure.MatchingLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Type;
import org.orbifold.net.Examples;
import org.orbifold.ui.session.Matched;
import org.orbifold.ui.session.MatchingCourse;
import org.orbifold.ui.session.MatchingMethod;
import org.orbifold.ui.session.Session;

/**
 * View 3: a hidden layer of A matched to B by ribbons, and how alike neurons are before and after. Ends of ribbons are
 * dragged to other neurons, and locked by a double click.
 */
public final class AlignmentView extends BorderPane {
    /** Where there is less room than this, in points, the table of methods has all of it. */
    private static final double ROOM_FOR_TRACE = 660;

    private static final Duration SLIDE = Duration.millis(400);

    /** How far from an end, in points, it can be taken. */
    private static final double REACH = 18;

    private final Session session;
    private final MatchingCourse course;
    private final FigurePane picture;
    private final Label empty = new Label();
    private final Label readout = new Label();
    private final MatchingBar bar;
    private Optional<Compared> compared = Optional.empty();
    private double[] places = {};
    private Optional<Held> held = Optional.empty();
    private Optional<Slide> slide = Optional.empty();

    /** What is shown, and how alike its neurons are, once that was computed. */
    private static final class Compared {
        private final Matched matched;
        private final int layer;
        private final Optional<Examples> rows;
        private NeuronMatching neurons;

        Compared(Matched matched, int layer, Optional<Examples> rows) {
            this.matched = matched;
            this.layer = layer;
            this.rows = rows;
        }

        boolean isOf(Matched other, int otherLayer, Optional<Examples> otherRows) {
            return matched.equals(other) && layer == otherLayer && rows.equals(otherRows);
        }

        /** On the thread that paints. */
        synchronized NeuronMatching neurons() {
            if (neurons == null) {
                neurons = matched.neurons(layer, rows);
            }
            return neurons;
        }

        /** What was computed, if it was. */
        synchronized Optional<NeuronMatching> known() {
            return Optional.ofNullable(neurons);
        }

        double[] resting() {
            return Arrays.stream(matched.permutations().get(layer).toArray())
                    .asDoubleStream()
                    .toArray();
        }
    }

    /** An end of a ribbon in the hand. */
    private record Held(int neuron, boolean atA) {}

    /** Ribbons on their way. */
    private final class Slide extends Transition {
        private final double[] from;
        private final double[] to;

        Slide(double[] from, double[] to) {
            this.from = from;
            this.to = to;
            setCycleDuration(SLIDE);
            setInterpolator(Interpolator.EASE_BOTH);
        }

        @Override
        protected void interpolate(double share) {
            double[] now = new double[to.length];
            Arrays.setAll(now, i -> from[i] + share * (to[i] - from[i]));
            places = now;
            redraw();
        }
    }

    /** A view of that session. */
    public AlignmentView(Session session) {
        this.session = session;
        course = session.matching();
        picture = new FigurePane(session);
        picture.setId("alignment");
        picture.takeFocus("[ and ] select a neuron, L locks its match; the fields below match it with another."
                + " Left and Right move t.");
        bar = new MatchingBar(session);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        empty.setText("Open two networks of one architecture to match their neurons.");
        readout.setId("alignment-readout");
        readout.getStyleClass().add("readout");
        readout.setMouseTransparent(true);
        StackPane.setAlignment(readout, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(readout, new Insets(0, 16, 10, 0));
        StackPane center = new StackPane(picture, readout, empty);
        center.setMinSize(0, 0);
        MethodsTable table = new MethodsTable(session);
        TracePane trace = new TracePane(session);
        HBox lower = new HBox(table, trace);
        trace.managedProperty().bind(trace.visibleProperty());
        trace.visibleProperty().bind(lower.widthProperty().greaterThan(ROOM_FOR_TRACE));
        HBox.setHgrow(table, Priority.ALWAYS);
        lower.setMinHeight(0);
        setCenter(center);
        setBottom(new VBox(bar, new MatchingSteps(session), lower));
        setMinSize(0, 0);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Alignment");
        picture.setOnMouseMoved(this::read);
        picture.setOnMouseExited(event -> readout.setText(""));
        picture.setOnMousePressed(this::take);
        picture.setOnMouseDragged(this::drag);
        picture.setOnMouseReleased(this::release);
        picture.setOnMouseClicked(this::click);
        session.edited().addListener((o, before, now) -> refresh());
        session.editedB().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> redraw());
        course.state().addListener((o, before, now) -> refresh());
        course.layer().addListener((o, before, now) -> refresh());
        course.method().addListener((o, before, now) -> refresh());
        course.steps().addListener((ListChangeListener<Object>) change -> refresh());
        visibleProperty().addListener((o, before, now) -> refresh());
        refresh();
    }

    /** What belongs beside the view's name: the picture to be saved. */
    public Node tools() {
        return picture.saveButton();
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !isVisible() || !picture.isVisible() || (slide.isEmpty() && picture.isCurrent());
    }

    private void refresh() {
        Optional<Matched> matched = session.matched()
                .filter(both -> course.layer().get() < both.opened().size());
        picture.setVisible(isVisible() && matched.isPresent());
        empty.setVisible(matched.isEmpty());
        bar.setDisable(matched.isEmpty());
        if (!isVisible() || matched.isEmpty()) {
            compared = Optional.empty();
            return;
        }
        int layer = course.layer().get();
        Optional<Examples> rows =
                course.method().get() == MatchingMethod.ACTIVATION ? course.training() : Optional.empty();
        if (compared.filter(now -> now.isOf(matched.get(), layer, rows)).isPresent()) {
            return;
        }
        boolean slides = !session.reducedMotion().get()
                && compared.filter(now -> now.layer == layer).isPresent()
                && course.running().get().isEmpty();
        compared = Optional.of(new Compared(matched.get(), layer, rows));
        double[] to = compared.get().resting();
        slide.ifPresent(Transition::stop);
        slide = Optional.empty();
        if (slides && places.length == to.length && !Arrays.equals(places, to)) {
            Slide next = new Slide(places, to);
            next.setOnFinished(event -> {
                slide = Optional.empty();
                redraw();
            });
            slide = Optional.of(next);
            next.play();
        } else {
            places = to;
            redraw();
        }
    }

    private void redraw() {
        compared.ifPresent(now -> {
            double[] at = places;
            OptionalInt selected = selected();
            String measure = now.rows.isPresent() ? "correlation of activations" : "cosine of weights";
            picture.show(() -> new MatchingFigure(now.neurons(), measure, at, now.matched.locks(), selected));
        });
    }

    private OptionalInt selected() {
        return session.selection()
                .get()
                .filter(neuron -> neuron.column() == course.layer().get() + 1 && neuron.index() < places.length)
                .map(neuron -> OptionalInt.of(neuron.index()))
                .orElse(OptionalInt.empty());
    }

    private MatchingLayout layout(int neurons) {
        return MatchingLayout.of(neurons, picture.getWidth(), picture.getHeight());
    }

    /** The end of a ribbon under the pointer. */
    private Optional<Held> end(MouseEvent event) {
        if (compared.isEmpty()) {
            return Optional.empty();
        }
        MatchingLayout layout = layout(places.length);
        Rectangle2D ribbons = layout.ribbons();
        if (event.getY() < ribbons.getMinY() || event.getY() > ribbons.getMaxY()) {
            return Optional.empty();
        }
        int neuron = layout.nearest(event.getY());
        if (Math.abs(event.getX() - ribbons.getMinX()) <= REACH) {
            return Optional.of(new Held(neuron, true));
        }
        if (Math.abs(event.getX() - ribbons.getMaxX()) <= REACH) {
            int from = compared.get()
                    .matched
                    .permutations()
                    .get(compared.get().layer)
                    .inverse()
                    .get(neuron);
            return Optional.of(new Held(from, false));
        }
        return Optional.empty();
    }

    private void take(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && slide.isEmpty()) {
            held = end(event);
            held.ifPresent(end -> session.selection()
                    .set(Optional.of(new Neuron(course.layer().get() + 1, end.neuron))));
        }
    }

    private void drag(MouseEvent event) {
        held.filter(end -> !event.isStillSincePress()).ifPresent(end -> {
            MatchingLayout layout = layout(places.length);
            double at = (event.getY() - layout.ribbons().getMinY())
                            / layout.ribbons().getHeight()
                            * places.length
                    - 0.5;
            double[] now = compared.get().resting();
            if (end.atA) {
                int other = layout.nearest(event.getY());
                double mine = now[end.neuron];
                now[end.neuron] = now[other];
                now[other] = mine;
            } else {
                now[end.neuron] = Math.clamp(at, 0, places.length - 1.0);
            }
            places = now;
            redraw();
        });
    }

    private void release(MouseEvent event) {
        Optional<Held> end = held;
        held = Optional.empty();
        if (end.isEmpty() || event.isStillSincePress()) {
            return;
        }
        int to = layout(places.length).nearest(event.getY());
        int b = (int) Math.round(compared.get().resting()[end.get().neuron]);
        match(end.get().atA ? to : end.get().neuron, end.get().atA ? b : to);
        read(event);
    }

    /** Matches a neuron of A as it is shown; what cannot be is told, and ribbons go back. */
    private void match(int a, int b) {
        try {
            bar.match(a, b);
        } finally {
            places = compared.get().resting();
            redraw();
        }
    }

    private void click(MouseEvent event) {
        if (event.getClickCount() == 2
                && event.isStillSincePress()
                && end(event).isPresent()) {
            bar.toggleLock();
        }
    }

    private void read(MouseEvent event) {
        picture.setCursor(end(event).isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        readout.setText(compared.flatMap(Compared::known)
                .flatMap(neurons -> words(neurons, event))
                .orElse(""));
    }

    private Optional<String> words(NeuronMatching neurons, MouseEvent event) {
        Optional<Held> end = end(event);
        if (end.isPresent()) {
            int i = end.get().neuron;
            return Optional.of(
                    "n" + i + " of A, n" + neurons.permutation().get(i) + " of B: " + Type.number(neurons.after(i, i)));
        }
        MatchingLayout layout = layout(places.length);
        return cell(layout.before(), event, neurons, false).or(() -> cell(layout.after(), event, neurons, true));
    }

    private Optional<String> cell(Rectangle2D area, MouseEvent event, NeuronMatching neurons, boolean permuted) {
        if (!area.contains(event.getX(), event.getY())) {
            return Optional.empty();
        }
        int i = (int) ((event.getY() - area.getMinY()) / area.getHeight() * neurons.size());
        int j = (int) ((event.getX() - area.getMinX()) / area.getWidth() * neurons.size());
        return Optional.of(
                "n" + i + " of A, n" + (permuted ? neurons.permutation().get(j) : j) + " of B: "
                        + Type.number(permuted ? neurons.after(i, j) : neurons.before(i, j)));
    }

    /** Locks or unlocks the neuron that is selected. */
    public void toggleLock() {
        bar.toggleLock();
    }

    /** Selects the next neuron of the hidden layer, or the one before. */
    public void selectNext(int step) {
        if (places.length > 0) {
            int next = Math.floorMod(selected().orElse(step > 0 ? -1 : 0) + step, places.length);
            session.selection().set(Optional.of(new Neuron(course.layer().get() + 1, next)));
        }
    }
}
