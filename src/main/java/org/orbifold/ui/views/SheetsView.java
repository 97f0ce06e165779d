package org.orbifold.ui.views;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.Transition;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.SheetImages;
import org.orbifold.figure.SheetsFigure;
import org.orbifold.figure.SheetsLayout;
import org.orbifold.figure.Type;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/**
 * View 1 of large networks: tiles and rows of matrices, to be grabbed. One dropped on another of its layer changes places
 * with it, and so do their likes in the layers that are tied to it.
 */
final class SheetsView extends Region {
    /** Swaps that are seen at most; the other units move at once. */
    private static final int SEEN = 20;

    private final Session session;
    private final FigurePane picture;
    private final Tooltip tooltip = new Tooltip();
    private Optional<Weights> drawn = Optional.empty();
    private Optional<SheetImages> images = Optional.empty();
    private List<Double> limits = List.of();
    private Optional<Held> held = Optional.empty();
    private List<SheetsFigure.Lifted> lifted = List.of();
    private Optional<Edit.Symmetry> coming = Optional.empty();
    private Optional<Held> dropped = Optional.empty();
    private Duration slideTime = NetworkView.SLIDE;
    private Optional<Animation> slide = Optional.empty();

    /** A unit in the hand. */
    private record Held(SheetsLayout.Place place, Point2D center) {}

    /** A unit on its way to where it rests. */
    private record Move(SheetsLayout.Place place, Point2D from, Point2D to) {
        SheetsFigure.Lifted at(double share) {
            return new SheetsFigure.Lifted(
                    place,
                    new Point2D.Double(
                            from.getX() + share * (to.getX() - from.getX()),
                            from.getY() + share * (to.getY() - from.getY())));
        }
    }

    SheetsView(Session session) {
        this.session = session;
        picture = new FigurePane(session);
        picture.setId("sheets");
        picture.visibleProperty().bind(visibleProperty());
        getChildren().add(picture);
        setMinSize(0, 0);
        picture.takeFocus("[ and ] select a unit, S swaps it with the next, + and - scale it.");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Layers of a large network");
        tooltip.setShowDelay(Duration.millis(250));
        picture.setOnMousePressed(this::press);
        picture.setOnMouseDragged(this::drag);
        picture.setOnMouseReleased(this::release);
        picture.setOnMouseMoved(this::point);
        session.a().addListener((o, before, now) -> updateLimits());
        session.b().addListener((o, before, now) -> updateLimits());
        session.lastEdit().addListener((o, before, now) -> prepareSlide(now));
        session.shown().addListener((o, before, now) -> show(now));
        session.data().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        updateLimits();
        show(session.shown().get());
    }

    /** The next slide takes that long. */
    void slowNextSlide(Duration time) {
        slideTime = time;
    }

    boolean isCurrent() {
        return slide.isEmpty() && picture.isCurrent();
    }

    FigurePane picture() {
        return picture;
    }

    /** One scale for each layer of A and B, fixed while they are edited. */
    private void updateLimits() {
        Optional<Architecture> own =
                session.a().get().map(open -> open.weights().architecture());
        List<Weights> open = List.of(session.a().get(), session.b().get()).stream()
                .flatMap(Optional::stream)
                .map(OpenNetwork::weights)
                .filter(weights -> own.equals(Optional.of(weights.architecture())))
                .toList();
        stopSlide();
        boolean large = !open.isEmpty() && SheetsFigure.isFor(open.getFirst().architecture());
        limits = large ? SheetImages.limits(open) : List.of();
        images = Optional.empty();
        refresh();
    }

    private void show(Optional<Weights> shown) {
        Optional<Weights> now = shown.filter(weights -> SheetsFigure.isFor(weights.architecture()));
        images = Optional.empty();
        drawn = now;
        if (coming.isPresent() && now.isPresent()) {
            startSlide(coming.get());
        } else {
            refresh();
        }
        coming = Optional.empty();
    }

    private void refresh() {
        Optional<Weights> weights = drawn.filter(w -> w.architecture().layers() == limits.size());
        weights.ifPresent(w -> {
            if (images.isEmpty()) {
                images = Optional.of(new SheetImages(w, limits));
            }
            SheetsFigure figure =
                    new SheetsFigure(images.get(), session.selection().get(), lifted, target(), outputNames(w));
            picture.show(() -> figure);
        });
    }

    private List<String> outputNames(Weights weights) {
        return session.data()
                .get()
                .map(DataSet::classNames)
                .filter(names -> names.size() == weights.architecture().outputs())
                .orElse(List.of());
    }

    private Optional<SheetsLayout> places() {
        return drawn.filter(weights -> getWidth() >= 1)
                .map(weights -> new SheetsLayout(weights.architecture(), getWidth(), getHeight()));
    }

    @Override
    protected void layoutChildren() {
        picture.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private Optional<SheetsLayout.Place> hiddenAt(MouseEvent event) {
        return places().flatMap(layout -> layout.at(event.getX(), event.getY())
                .filter(place -> layout.neuron(place).isPresent()));
    }

    private void press(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        hiddenAt(event).ifPresent(place -> {
            stopSlide();
            session.t().set(0);
            session.selection().set(places().orElseThrow().neuron(place));
            held = Optional.of(new Held(place, new Point2D.Double(event.getX(), event.getY())));
            picture.setCursor(Cursor.CLOSED_HAND);
        });
        event.consume();
    }

    private void drag(MouseEvent event) {
        held.ifPresent(grip -> {
            Point2D now = new Point2D.Double(event.getX(), event.getY());
            held = Optional.of(new Held(grip.place, now));
            lifted = List.of(new SheetsFigure.Lifted(grip.place, now));
            refresh();
            event.consume();
        });
    }

    /** The unit that the one in the hand would change places with. */
    private Optional<SheetsLayout.Place> target() {
        return held.flatMap(grip -> places().flatMap(layout -> layout.at(grip.center.getX(), grip.center.getY()))
                .filter(place -> place.panel() == grip.place.panel() && !place.equals(grip.place)));
    }

    private void release(MouseEvent event) {
        Optional<SheetsLayout.Place> target = target();
        Optional<Held> grip = held.filter(each -> !lifted.isEmpty());
        held = Optional.empty();
        picture.setCursor(Cursor.OPEN_HAND);
        grip.ifPresent(each -> {
            SheetsLayout layout = places().orElseThrow();
            Neuron neuron = layout.neuron(each.place).orElseThrow();
            if (target.isPresent()) {
                dropped = grip;
                swap(neuron, target.get().unit());
            } else {
                slide(List.of(new Move(each.place, each.center, layout.center(each.place))));
            }
            event.consume();
        });
    }

    /** Two units of a layer change places; the selection goes with the first. */
    private void swap(Neuron neuron, int other) {
        Architecture architecture = drawn.orElseThrow().architecture();
        session.selection().set(Optional.of(new Neuron(neuron.column(), other)));
        session.edit(Edit.swap(architecture, neuron.column() - 1, neuron.index(), other));
    }

    private void prepareSlide(Optional<Edit> edit) {
        coming = edit.flatMap(each -> each instanceof Edit.Symmetry symmetry && drawn.isPresent() && isVisible()
                ? Optional.of(symmetry)
                : Optional.empty());
    }

    private void startSlide(Edit.Symmetry symmetry) {
        List<Move> moves = new ArrayList<>();
        places().ifPresent(layout -> {
            List<Permutation> permutations = symmetry.element().permutations();
            for (int group = 0; group < permutations.size(); group++) {
                for (int unit : permutations.get(group).firstMoved(SEEN)) {
                    int from = permutations.get(group).get(unit);
                    addMoves(moves, layout, new Neuron(group + 1, from), new Neuron(group + 1, unit));
                }
            }
        });
        dropped = Optional.empty();
        slide(moves);
    }

    /** A unit goes from where it was, or from the hand, to where it is now, in every panel that it is in. */
    private void addMoves(List<Move> moves, SheetsLayout layout, Neuron from, Neuron to) {
        List<SheetsLayout.Place> before = layout.places(from);
        List<SheetsLayout.Place> now = layout.places(to);
        for (int k = 0; k < Math.min(before.size(), now.size()); k++) {
            SheetsLayout.Place start = before.get(k);
            Point2D at = dropped.filter(grip -> grip.place.equals(start))
                    .map(Held::center)
                    .orElse(layout.center(start));
            moves.add(new Move(now.get(k), at, layout.center(now.get(k))));
        }
    }

    private void slide(List<Move> moves) {
        stopSlide();
        if (moves.isEmpty()) {
            refresh();
            return;
        }
        Animation animation = new Transition() {
            {
                setCycleDuration(slideTime);
                setInterpolator(Interpolator.EASE_BOTH);
            }

            @Override
            protected void interpolate(double share) {
                lifted = moves.stream().map(move -> move.at(share)).toList();
                refresh();
            }
        };
        animation.setOnFinished(event -> {
            stopSlide();
            refresh();
        });
        slideTime = NetworkView.SLIDE;
        slide = Optional.of(animation);
        animation.play();
    }

    private void stopSlide() {
        slide.ifPresent(Animation::stop);
        slide = Optional.empty();
        lifted = List.of();
    }

    private void point(MouseEvent event) {
        Optional<SheetsLayout.Place> place = hiddenAt(event);
        picture.setCursor(place.isPresent() ? Cursor.OPEN_HAND : Cursor.DEFAULT);
        Tooltip.uninstall(picture, tooltip);
        place.flatMap(at -> places().orElseThrow().neuron(at)).ifPresent(neuron -> {
            tooltip.setText(describe(drawn.orElseThrow(), neuron));
            Tooltip.install(picture, tooltip);
        });
    }

    private static String describe(Weights weights, Neuron neuron) {
        int l = neuron.column() - 1;
        String name = "hidden " + l + ", " + (weights.architecture().isPerceptron() ? "neuron " : "channel ")
                + neuron.index();
        return weights.architecture().isPerceptron()
                ? name + "\nbias " + Type.number(weights.bias(l, neuron.index()))
                        + "\nincoming norm " + Type.number(NeuronNorms.incoming(weights, l, neuron.index()))
                        + "\noutgoing norm " + Type.number(NeuronNorms.outgoing(weights, l, neuron.index()))
                : name;
    }
}
