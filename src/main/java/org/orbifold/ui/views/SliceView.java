package org.orbifold.ui.views;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import javafx.util.StringConverter;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.SliceFigure;
import org.orbifold.figure.Type;
import org.orbifold.net.Weights;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.SliceCourse;
import org.orbifold.ui.session.SliceCourse.Kind;

/**
 * View 6: the loss on a plane through networks, or along random directions around A. The networks that make the plane are
 * dragged on it: A, B and what is aligned of it, or the control point of the Bezier curve.
 */
public final class SliceView extends BorderPane {
    private static final double REACH = 12;
    private static final int TRACK = 61;

    private final Session session;
    private final SliceCourse course;
    private final FigurePane picture;
    private final Circle marker = new Circle(5);
    private final EmptyState empty;
    private final ComboBox<Kind> kinds = new ComboBox<>();
    private final Spinner<Integer> seed = new Spinner<>();
    private final ToggleButton several = new ToggleButton("9 rerolls");
    private final ToggleButton solid = new ToggleButton("3-D");
    private final SurfacePane surface;
    private final AnchorBar bar = new AnchorBar(this::move);
    private Optional<Integer> held = Optional.empty();
    private Optional<Place> dragged = Optional.empty();

    /** A view of that session. */
    public SliceView(Session session) {
        this.session = session;
        course = session.slice();
        picture = new FigurePane(session);
        picture.setId("slice");
        picture.takeFocus("Left and Right move t. The fields below choose a network and move it on the plane.");
        surface = new SurfacePane(session);
        empty = new EmptyState(course::again);
        marker.getStyleClass().add("slice-marker");
        Tooltip.install(marker, new Tooltip("The network at t"));
        Pane overlay = new Pane(marker);
        overlay.setMouseTransparent(true);
        StackPane center = new StackPane(picture, overlay, surface, empty);
        center.setMinSize(0, 0);
        setCenter(center);
        setBottom(bar);
        setMinSize(0, 0);
        getStyleClass().add("slice-view");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText("Loss slice");
        makeChoices();
        picture.setOnMouseMoved(this::read);
        picture.setOnMouseExited(event -> bar.tell(idle()));
        course.rowsSeen().addListener((o, before, now) -> bar.tell(idle()));
        picture.setOnMousePressed(this::take);
        picture.setOnMouseDragged(this::drag);
        picture.setOnMouseReleased(event -> release());
        picture.setOnMouseClicked(this::click);
        setVisible(false);
        course.active().bind(visibleProperty());
        course.slices().addListener((o, before, now) -> refresh());
        course.stop().addListener((o, before, now) -> refresh());
        session.shown().addListener((o, before, now) -> placeMarker());
        session.trained().bends().addListener((o, before, now) -> offer());
        session.alignment().addListener((o, before, now) -> offer());
        session.kind().addListener((o, before, now) -> refresh());
        picture.widthProperty().addListener((o, before, now) -> placeMarker());
        picture.heightProperty().addListener((o, before, now) -> placeMarker());
        refresh();
    }

    private void makeChoices() {
        kinds.setId("slice-kind");
        kinds.setAccessibleText("Plane of the slice");
        OnceShown.explain(
                kinds,
                "The plane: through A, B and B aligned, through A, B and the control point of the"
                        + " Bezier curve, or of two random directions around A");
        kinds.setItems(FXCollections.observableArrayList(Kind.values()));
        kinds.setConverter(new StringConverter<>() {
            @Override
            public String toString(Kind kind) {
                return kind == null ? "" : kind.label();
            }

            @Override
            public Kind fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        });
        kinds.setOnAction(event -> {
            if (kinds.getValue() != null && kinds.getValue() != course.shown()) {
                if (kinds.getValue() == Kind.BEND && !course.offers(Kind.BEND)) {
                    session.train(PathFigure.Kind.BEZIER);
                }
                if (kinds.getValue() == Kind.ALIGNED && !course.offers(Kind.ALIGNED)) {
                    session.align(false);
                }
                course.kind().set(kinds.getValue());
            }
        });
        seed.setId("slice-seed");
        seed.setEditable(true);
        seed.setPrefWidth(56);
        seed.setValueFactory(new SpinnerValueFactory.IntegerSpinnerValueFactory(0, 1_000_000, 0));
        OnceShown.explain(seed, "Seed of the random directions");
        seed.getEditor().setAccessibleText("Seed of the random directions");
        seed.valueProperty().addListener((o, before, now) -> course.seed().set(now));
        several.setId("slice-rerolls");
        OnceShown.explain(several, "Nine pairs of random directions at once; a click chooses one");
        several.setOnAction(event -> course.count().set(several.isSelected() ? SliceCourse.REROLLS : 1));
        course.count().addListener((o, before, now) -> several.setSelected(now.intValue() > 1));
        course.seed().addListener((o, before, now) -> seed.getValueFactory().setValue(now.intValue()));
        var random = Bindings.createBooleanBinding(
                () -> course.shown() == Kind.RANDOM, course.kind(), course.slices(), session.alignment());
        for (Region control : List.of(seed, several)) {
            control.getStyleClass().add("small");
            control.visibleProperty().bind(random);
            control.managedProperty().bind(random);
            control.setMinWidth(USE_PREF_SIZE);
        }
        solid.setId("slice-surface");
        solid.getStyleClass().add("small");
        solid.setMinWidth(USE_PREF_SIZE);
        OnceShown.explain(solid, "The slice as a surface: its height is the loss");
        solid.selectedProperty().bindBidirectional(session.arrangement().surface());
        solid.selectedProperty().addListener((o, before, now) -> refresh());
        kinds.getStyleClass().add("small");
        kinds.setPrefWidth(112);
        kinds.setMinWidth(84);
    }

    /** What belongs beside the view's name: the choice of the plane. */
    public Node tools() {
        Node saveFlat = picture.saveButton();
        Node saveSurface = surface.saveButton();
        saveFlat.visibleProperty().bind(surface.visibleProperty().not());
        saveSurface.visibleProperty().bind(surface.visibleProperty());
        HBox tools = new HBox(4, kinds, seed, several, solid, new StackPane(saveFlat, saveSurface));
        tools.getStyleClass().add("spheres-bar");
        tools.setPadding(Insets.EMPTY);
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !isVisible() || (picture.isCurrent() && surface.isCurrent());
    }

    private void offer() {
        kinds.setValue(course.shown());
    }

    /** What is told while the pointer is elsewhere. */
    private String idle() {
        String names = single().map(SliceFigure::legend)
                .filter(legend -> !legend.isEmpty())
                .map(legend -> legend + "; ")
                .orElse("");
        return names
                + String.format(
                        Locale.ROOT, "on %,d training rows", course.rowsSeen().get());
    }

    private Optional<LossSlice> single() {
        List<LossSlice> slices = course.slices().get();
        return slices.size() == 1 ? Optional.of(slices.getFirst()) : Optional.empty();
    }

    private boolean isMade(int anchor) {
        return single().filter(slice -> anchor < AnchorBar.movable(slice)).isPresent();
    }

    private void refresh() {
        List<LossSlice> slices = course.slices().get();
        offer();
        boolean raised = solid.isSelected() && slices.size() == 1;
        solid.setDisable(slices.size() != 1);
        surface.setVisible(raised);
        picture.setVisible(!slices.isEmpty() && !raised);
        bar.setVisible(!slices.isEmpty());
        empty.setVisible(slices.isEmpty());
        empty.show(missing(), course.stop().get());
        if (!slices.isEmpty()) {
            List<LossSlice> drawn =
                    held.isPresent() ? slices.stream().map(this::withHeld).toList() : slices;
            List<Place> track = single().map(this::track).orElse(List.of());
            if (raised) {
                surface.show(new SliceFigure(drawn, track, false), markedPlace());
            } else {
                picture.show(() -> new SliceFigure(drawn, track, false));
            }
        }
        if (held.isEmpty()) {
            bar.show(single());
            bar.tell(idle());
        }
        placeMarker();
    }

    private Optional<String> missing() {
        if (session.a().get().isEmpty()) {
            return Optional.of("Open a network to see the loss around it.");
        }
        return session.dataFits() ? Optional.empty() : Optional.of("Open data that fits the networks.");
    }

    /** The slice with the network in the hand where it is dragged to. */
    private LossSlice withHeld(LossSlice slice) {
        List<LossSlice.Anchor> anchors = IntStream.range(0, slice.anchors().size())
                .mapToObj(k -> held.get() == k && dragged.isPresent()
                        ? new LossSlice.Anchor(
                                slice.anchors().get(k).name(),
                                dragged.get(),
                                slice.anchors().get(k).outcome(),
                                slice.anchors().get(k).onPlane())
                        : slice.anchors().get(k))
                .toList();
        return new LossSlice(
                slice.plane(), slice.window(), slice.resolution(), slice.losses(), slice.accuracies(), anchors);
    }

    /** The path that t runs on, as it is seen from the plane. */
    private List<Place> track(LossSlice slice) {
        PathFigure.Kind kind = session.kind().get();
        if (session.b().get().isEmpty()) {
            return List.of();
        }
        return kind.isTrained()
                ? session.curve(kind)
                        .map(curve -> slice.plane().track(curve, TRACK))
                        .orElse(List.of())
                : session.straight(kind).stream()
                        .flatMap(straight -> Stream.of(straight.a(), straight.b()))
                        .map(slice.plane()::project)
                        .toList();
    }

    /** Where the network at t is seen. */
    private Optional<Place> markedPlace() {
        return single().flatMap(slice -> session.shown().get().map(slice.plane()::project));
    }

    private void placeMarker() {
        Optional<Place> place = markedPlace();
        if (surface.isVisible()) {
            surface.mark(place);
        }
        Optional<Point2D> at =
                place.map(known -> at(single().orElseThrow(), known)).filter(point -> frame(0).contains(point));
        marker.setVisible(at.isPresent() && picture.isVisible());
        at.ifPresent(point -> {
            marker.setCenterX(point.getX());
            marker.setCenterY(point.getY());
        });
    }

    private Rectangle2D frame(int k) {
        return new SliceFigure(course.slices().get(), List.of(), false)
                .window(k, picture.getWidth(), picture.getHeight());
    }

    private Point2D at(LossSlice slice, Place place) {
        return SliceFigure.at(place, slice, frame(0));
    }

    private Place place(LossSlice slice, MouseEvent event) {
        Rectangle2D frame = frame(0);
        LossSlice.Window window = slice.window();
        return new Place(
                window.minX() + (event.getX() - frame.getX()) / frame.getWidth() * (window.maxX() - window.minX()),
                window.minY() + (frame.getMaxY() - event.getY()) / frame.getHeight() * (window.maxY() - window.minY()),
                0);
    }

    private Optional<Integer> anchor(MouseEvent event) {
        return single().flatMap(slice -> IntStream.range(0, slice.anchors().size())
                .filter(k -> at(slice, slice.anchors().get(k).place()).distance(event.getX(), event.getY()) <= REACH)
                .boxed()
                .findFirst());
    }

    private void read(MouseEvent event) {
        Optional<Integer> anchor = anchor(event);
        picture.setCursor(anchor.filter(this::isMade).isPresent() ? Cursor.HAND : Cursor.DEFAULT);
        bar.tell(single().map(slice -> anchor.map(k -> slice.anchors().get(k).name() + ": "
                                + SliceFigure.words(slice.anchors().get(k)))
                        .orElseGet(() -> words(slice, event)))
                .orElseGet(this::idle));
    }

    private String words(LossSlice slice, MouseEvent event) {
        Rectangle2D frame = frame(0);
        if (!frame.contains(event.getX(), event.getY())) {
            return "";
        }
        int n = slice.resolution();
        int column = Math.clamp((int) ((event.getX() - frame.getX()) / frame.getWidth() * n), 0, n - 1);
        int row = Math.clamp((int) ((frame.getMaxY() - event.getY()) / frame.getHeight() * n), 0, n - 1);
        double loss = slice.losses()[row * n + column];
        Place place = place(slice, event);
        return "x " + Type.number(place.x()) + ", y " + Type.number(place.y())
                + (Double.isNaN(loss)
                        ? ""
                        : ": loss " + Type.number(loss) + ", accuracy "
                                + Type.number(slice.accuracies()[row * n + column]));
    }

    private void take(MouseEvent event) {
        Optional<Integer> taken = anchor(event).filter(this::isMade);
        if (event.isPrimaryButtonDown() && taken.isPresent()) {
            held = taken;
            bar.choose(taken);
            course.held().set(true);
        }
    }

    private void drag(MouseEvent event) {
        if (held.isPresent() && !event.isStillSincePress()) {
            LossSlice slice = single().orElseThrow();
            dragged = Optional.of(place(slice, event));
            preview(
                    held.get(),
                    slice.plane().at(dragged.get().x(), dragged.get().y()));
            bar.hold(dragged.get());
            refresh();
        }
    }

    private void release() {
        Optional<Integer> anchor = held;
        Optional<Place> to = dragged;
        held = Optional.empty();
        dragged = Optional.empty();
        if (anchor.isPresent() && to.isPresent()) {
            move(anchor.get(), to.get());
        }
        course.held().set(false);
    }

    private void click(MouseEvent event) {
        List<LossSlice> slices = course.slices().get();
        if (slices.size() > 1 && event.isStillSincePress()) {
            for (int k = 0; k < slices.size(); k++) {
                if (frame(k).contains(event.getX(), event.getY())) {
                    course.seed().set(slices.get(k).plane().seed().orElseThrow());
                    course.count().set(1);
                    return;
                }
            }
        }
    }

    private boolean isControl(int anchor) {
        return anchor == 2 && course.shown() == Kind.BEND;
    }

    private Edit edit(int anchor, Weights to) {
        LossSlice slice = single().orElseThrow();
        String text = "move(" + slice.anchors().get(anchor).name() + ") on the slice";
        return session.move(anchor == 0 ? End.A : End.B, anchor == 2, text, to);
    }

    private void preview(int anchor, Weights to) {
        if (isControl(anchor)) {
            session.trained().preview(to);
        } else {
            session.preview(edit(anchor, to));
        }
    }

    private void move(int anchor, Place place) {
        Weights to = single().orElseThrow().plane().at(place.x(), place.y());
        if (isControl(anchor)) {
            session.trained().bend("bend(Bezier)", to);
        } else {
            session.edit(edit(anchor, to));
        }
    }
}
