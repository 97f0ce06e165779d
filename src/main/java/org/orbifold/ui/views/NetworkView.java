package org.orbifold.ui.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.Transition;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.util.Duration;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.figure.NetworkLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.SheetsFigure;
import org.orbifold.figure.Type;
import org.orbifold.net.Architecture;
import org.orbifold.net.SymmetryKind;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/**
 * View 1: the network itself, to be grabbed. A hidden neuron dragged onto another changes places with it; the ring of the
 * selected neuron scales it, or flips its sign, as the activation allows. Large networks are seen in {@link SheetsView}.
 */
public final class NetworkView extends Region {
    /** The time that neurons take to change places. */
    public static final Duration SLIDE = Duration.millis(400);

    private static final int THUMBNAIL = 40;
    private static final int MAX_HANDLES = 300;

    private final Session session;
    private final FigurePane picture;
    private final SheetsView sheets;
    private final Pane handles = new Pane();
    private final Ring ring;
    private final Tooltip tooltip = new Tooltip();

    private List<Handle> grips = List.of();
    private Optional<Handle> grabbed = Optional.empty();
    private Optional<Weights> drawn = Optional.empty();
    private List<double[]> slots = List.of();
    private double limit = 1;
    private List<double[]> slideFrom = List.of();
    private Duration slideTime = SLIDE;
    private Optional<Animation> slide = Optional.empty();
    private Optional<FieldOf> field = Optional.empty();

    private record FieldOf(Weights weights, Domain domain, FunctionField field) {}

    /** A view of that session. */
    public NetworkView(Session session) {
        this.session = session;
        picture = new FigurePane(session);
        picture.setId("network");
        sheets = new SheetsView(session);
        ring = new Ring(session);
        tooltip.setShowDelay(Duration.millis(250));
        handles.setPickOnBounds(false);
        handles.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> grabbed.ifPresent(handle -> handle.drag(event)));
        handles.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        getChildren().addAll(picture, handles, sheets);
        handles.getChildren().add(ring);
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Network");
        session.a().addListener((o, before, now) -> reset());
        session.b().addListener((o, before, now) -> updateLimit());
        session.lastEdit().addListener((o, before, now) -> now.ifPresent(this::prepareSlide));
        session.shown().addListener((o, before, now) -> show(now));
        session.data().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> {
            refresh();
            placeRing();
        });
        setOnContextMenuRequested(event -> shownPicture().offer(event));
        visibleProperty().addListener((o, before, now) -> showPictures());
        reset();
        show(session.shown().get());
    }

    private void reset() {
        stopSlide();
        slideFrom = List.of();
        drawn = Optional.empty();
        updateLimit();
    }

    /** One scale for A and B, fixed while A is edited. */
    private void updateLimit() {
        double wanted = 0;
        for (var network : List.of(session.a().get(), session.b().get())) {
            wanted = Math.max(
                    wanted,
                    network.map(OpenNetwork::weights)
                            .filter(NetworkView::isDrawn)
                            .map(NetworkFigure::niceLimit)
                            .orElse(0.0));
        }
        limit = wanted == 0 ? 1 : wanted;
        refresh();
    }

    private static boolean isDrawn(Weights weights) {
        return !SheetsFigure.isFor(weights.architecture());
    }

    private boolean isLarge() {
        return session.shown().get().isPresent() && drawn.isEmpty();
    }

    private FigurePane shownPicture() {
        return isLarge() ? sheets.picture() : picture;
    }

    /** What belongs beside the view's name. */
    public Node tools() {
        return FigureMenu.saveButton("network", () -> shownPicture().request(FigureRequest.SAVE));
    }

    private void showPictures() {
        sheets.setVisible(isVisible() && isLarge());
        picture.setVisible(isVisible() && !isLarge());
    }

    private void show(Optional<Weights> shown) {
        Optional<Weights> weights = shown.filter(NetworkView::isDrawn);
        boolean sameShape = drawn.isPresent()
                && weights.isPresent()
                && drawn.get().architecture().equals(weights.get().architecture());
        drawn = weights;
        showPictures();
        if (weights.isEmpty()) {
            placeHandles();
            placeRing();
            return;
        }
        if (!sameShape) {
            slots = NetworkFigure.restingSlots(weights.get().architecture());
            placeHandles();
        }
        if (!slideFrom.isEmpty()) {
            startSlide(slideFrom);
            slideFrom = List.of();
        } else {
            refresh();
        }
        placeRing();
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return sheets.isCurrent() && slide.isEmpty() && (!picture.isVisible() || picture.isCurrent());
    }

    /** Whether neurons are on their way to their places. */
    public boolean isSliding() {
        return slide.isPresent();
    }

    private void refresh() {
        drawn.ifPresent(weights -> {
            List<double[]> places = slots.stream().map(double[]::clone).toList();
            Optional<Neuron> selected = session.selection().get();
            Optional<Domain> domain = session.domain();
            List<String> outputs = session.data().get().map(DataSet::classNames).orElse(List.of());
            List<String> named = outputs.size() == weights.architecture().outputs() ? outputs : List.of();
            List<String> inputs = weights.architecture().inputs() == 2 ? List.of("x\u2081", "x\u2082") : List.of();
            double scale = limit;
            picture.show(() -> new NetworkFigure(
                    weights, scale, places, domain.map(plane -> sample(weights, plane)), selected, inputs, named));
        });
    }

    /** The network over its input plane; kept, since a slide paints the same network many times. */
    private synchronized FunctionField sample(Weights weights, Domain domain) {
        if (field.isEmpty()
                || !field.get().weights.equals(weights)
                || !field.get().domain.equals(domain)) {
            field = Optional.of(new FieldOf(weights, domain, FunctionField.sample(weights, domain, THUMBNAIL)));
        }
        return field.get().field;
    }

    private NetworkLayout layoutOf(Weights weights) {
        return new NetworkLayout(weights.architecture(), getWidth(), getHeight());
    }

    @Override
    protected void layoutChildren() {
        boolean resized = handles.getWidth() != getWidth() || handles.getHeight() != getHeight();
        picture.resizeRelocate(0, 0, getWidth(), getHeight());
        handles.resizeRelocate(0, 0, getWidth(), getHeight());
        sheets.resizeRelocate(0, 0, getWidth(), getHeight());
        if (resized) {
            placeHandles();
            placeRing();
        }
    }

    /** Puts a handle over every shown hidden neuron; those that are there move, so that one in the hand stays in it. */
    private void placeHandles() {
        List<Neuron> wanted = new ArrayList<>();
        if (drawn.isPresent() && getWidth() >= 1) {
            NetworkLayout layout = layoutOf(drawn.get());
            for (int c = 1; c < layout.columns() - 1; c++) {
                for (int i = 0; i < layout.shown(c) && wanted.size() < MAX_HANDLES; i++) {
                    wanted.add(new Neuron(c, i));
                }
            }
        }
        if (!wanted.equals(grips.stream().map(grip -> grip.neuron).toList())) {
            handles.getChildren().removeAll(grips);
            grips = wanted.stream().map(Handle::new).toList();
            handles.getChildren().addAll(0, grips);
        }
        if (!grips.isEmpty()) {
            NetworkLayout layout = layoutOf(drawn.orElseThrow());
            grips.forEach(grip -> grip.place(layout));
        }
    }

    private void placeRing() {
        Optional<Neuron> selected = session.selection().get().filter(n -> drawn.isPresent());
        boolean hidden = selected.isPresent()
                && selected.get().column() > 0
                && selected.get().column() <= drawn.get().architecture().hiddenLayers();
        ring.setVisible(hidden && slide.isEmpty());
        if (hidden) {
            ring.attach(selected.get(), layoutOf(drawn.get()));
        }
    }

    private void prepareSlide(Edit edit) {
        if (!slideFrom.isEmpty() || drawn.isEmpty() || !(edit instanceof Edit.Symmetry symmetry)) {
            return;
        }
        List<double[]> from = NetworkFigure.restingSlots(drawn.get().architecture());
        boolean moves = false;
        for (int l = 0; l < drawn.get().architecture().hiddenLayers(); l++) {
            for (int i = 0; i < from.get(l + 1).length; i++) {
                from.get(l + 1)[i] = symmetry.element().permutation(l).get(i);
                moves |= from.get(l + 1)[i] != i;
            }
        }
        slideFrom = moves ? from : List.of();
    }

    /** The next slide takes that long instead of {@link #SLIDE}. */
    public void slowNextSlide(Duration time) {
        sheets.slowNextSlide(time);
        slideTime = time;
    }

    private void startSlide(List<double[]> from) {
        stopSlide();
        Duration time = slideTime;
        slideTime = SLIDE;
        if (session.reducedMotion().get()) {
            slots = NetworkFigure.restingSlots(drawn.orElseThrow().architecture());
            refresh();
            placeRing();
            return;
        }
        Animation animation = new Slide(from, time);
        slide = Optional.of(animation);
        ring.setVisible(false);
        animation.play();
    }

    private void stopSlide() {
        slide.ifPresent(Animation::stop);
        slide = Optional.empty();
    }

    /** Neurons on their way from other places to their own. */
    private final class Slide extends Transition {
        private final List<double[]> from;

        Slide(List<double[]> from, Duration time) {
            this.from = from;
            setCycleDuration(time);
            setInterpolator(Interpolator.EASE_BOTH);
            setOnFinished(event -> {
                slide = Optional.empty();
                placeRing();
            });
        }

        @Override
        protected void interpolate(double share) {
            List<double[]> now = new ArrayList<>();
            for (double[] column : from) {
                double[] places = new double[column.length];
                for (int i = 0; i < places.length; i++) {
                    places[i] = column[i] + share * (i - column[i]);
                }
                now.add(places);
            }
            slots = now;
            refresh();
        }
    }

    /** What is grabbed of a hidden neuron: a circle over it. */
    private final class Handle extends Circle {
        private final Neuron neuron;
        private NetworkLayout layout;
        private boolean moved;

        Handle(Neuron neuron) {
            this.neuron = neuron;
            getStyleClass().add("neuron-handle");
            setId("neuron-" + (neuron.column() - 1) + "-" + neuron.index());
            setCursor(Cursor.OPEN_HAND);
            setFocusTraversable(true);
            setAccessibleRole(AccessibleRole.BUTTON);
            setAccessibleHelp("[ and ] select another neuron, S swaps with the next, + and - scale.");
            setAccessibleText("Neuron " + neuron.index() + " of hidden layer " + (neuron.column() - 1));
            setOnMousePressed(this::press);
            focusedProperty().addListener((o, before, now) -> {
                if (now) {
                    session.selection().set(Optional.of(neuron));
                }
            });
            Tooltip.install(this, tooltip);
            setOnMouseEntered(event -> tooltip.setText(describe()));
        }

        void place(NetworkLayout now) {
            layout = now;
            setCenterX(now.x(neuron.column()));
            setCenterY(now.y(neuron.column(), neuron.index()));
            setRadius(Math.max(6, now.radius(neuron.column())));
        }

        private String describe() {
            Weights weights = drawn.orElseThrow();
            int l = neuron.column() - 1;
            return "hidden " + l + ", neuron " + neuron.index() + "\nbias "
                    + Type.number(weights.bias(l, neuron.index()))
                    + "\nincoming norm " + Type.number(NeuronNorms.incoming(weights, l, neuron.index()))
                    + "\noutgoing norm " + Type.number(NeuronNorms.outgoing(weights, l, neuron.index()));
        }

        private void press(MouseEvent event) {
            stopSlide();
            slots = NetworkFigure.restingSlots(drawn.orElseThrow().architecture());
            session.t().set(0);
            requestFocus();
            session.selection().set(Optional.of(neuron));
            setCursor(Cursor.CLOSED_HAND);
            grabbed = Optional.of(this);
            moved = false;
            event.consume();
        }

        /** The neuron follows the pointer along its column; the one it is over makes room. */
        private void drag(MouseEvent event) {
            moved = true;
            ring.setVisible(false);
            int c = neuron.column();
            double slot = (event.getY() - layout.y(c, 0)) / layout.spacing(c);
            slot = Math.clamp(slot, -0.4, layout.shown(c) - 0.6);
            int target = layout.slotAt(c, event.getY());
            slots = NetworkFigure.restingSlots(drawn.orElseThrow().architecture());
            slots.get(c)[neuron.index()] = slot;
            if (target != neuron.index()) {
                slots.get(c)[target] = target + 0.28 * Math.signum(neuron.index() - target);
            }
            refresh();
            event.consume();
        }

        /** Lets go over a place in the column: on another neuron they change places, else it slides back. */
        private void drop(int target) {
            int c = neuron.column();
            double[] held = slots.get(c).clone();
            List<double[]> from = NetworkFigure.restingSlots(drawn.orElseThrow().architecture());
            from.get(c)[target] = held[neuron.index()];
            if (target == neuron.index()) {
                startSlide(from);
            } else {
                from.get(c)[neuron.index()] = held[target];
                slideFrom = from;
                swap(neuron, target);
            }
        }
    }

    private void release(MouseEvent event) {
        grips.forEach(grip -> grip.setCursor(Cursor.OPEN_HAND));
        grabbed.filter(handle -> handle.moved)
                .ifPresent(handle -> handle.drop(handle.layout.slotAt(handle.neuron.column(), event.getY())));
        grabbed = Optional.empty();
    }

    private void swap(Neuron neuron, int target) {
        session.selection().set(Optional.of(new Neuron(neuron.column(), target)));
        session.edit(Edit.swap(architecture().orElseThrow(), neuron.column() - 1, neuron.index(), target));
    }

    private Optional<Architecture> architecture() {
        return session.shown().get().map(Weights::architecture);
    }

    /** The sets of units that change places: hidden layers, and channels that are tied to each other. */
    private List<SymmetryStructure.Group> groups() {
        return architecture().map(known -> SymmetryStructure.of(known).groups()).orElse(List.of());
    }

    /** Does something with the selected hidden neuron, if there is one. */
    public void withSelection(Consumer<Neuron> action) {
        session.selection()
                .get()
                .filter(n -> n.column() > 0 && n.column() <= groups().size())
                .ifPresent(action);
    }

    /** Exchanges the selected neuron with the next one. */
    public void swapWithNext() {
        withSelection(n ->
                swap(n, (n.index() + 1) % groups().get(n.column() - 1).size()));
    }

    /** Scales the selected neuron, where it has scalings. */
    public void scaleSelected(double factor) {
        withSelection(n -> {
            Architecture known = architecture().orElseThrow();
            if (SymmetryStructure.of(known).allows(n.column() - 1, SymmetryKind.SCALING)) {
                session.edit(Edit.scale(known, n.column() - 1, n.index(), factor));
            }
        });
    }

    /** Selects the next hidden neuron in reading order, or the one before. */
    public void selectNext(int step) {
        List<Neuron> all = new ArrayList<>();
        for (SymmetryStructure.Group group : groups()) {
            int column = all.isEmpty() ? 1 : all.getLast().column() + 1;
            for (int i = 0; i < group.size(); i++) {
                all.add(new Neuron(column, i));
            }
        }
        if (!all.isEmpty()) {
            int at = session.selection().get().map(all::indexOf).orElse(step > 0 ? -1 : 0);
            session.selection().set(Optional.of(all.get(Math.floorMod(at + step, all.size()))));
        }
    }
}
