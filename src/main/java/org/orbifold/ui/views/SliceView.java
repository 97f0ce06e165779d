package org.orbifold.ui.views;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
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
    private final Label readout = new Label();
    private final Label empty = new Label();
    private final ComboBox<Kind> kinds = new ComboBox<>();
    private final Spinner<Integer> seed = new Spinner<>();
    private final ToggleButton several = new ToggleButton("9 rerolls");
    private final Label name = new Label();
    private final TextField across = new TextField();
    private final TextField up = new TextField();
    private final HBox twin;
    private Optional<Integer> chosen = Optional.empty();
    private Optional<Integer> held = Optional.empty();
    private Optional<Place> dragged = Optional.empty();

    /** A view of that session. */
    public SliceView(Session session) {
        this.session = session;
        course = session.slice();
        picture = new FigurePane(session);
        picture.setId("slice");
        readout.setId("slice-readout");
        readout.getStyleClass().add("figure-name");
        readout.setMinWidth(0);
        empty.getStyleClass().add("empty-state");
        empty.setWrapText(true);
        marker.getStyleClass().add("slice-marker");
        Tooltip.install(marker, new Tooltip("The network at t"));
        Pane overlay = new Pane(marker);
        overlay.setMouseTransparent(true);
        StackPane center = new StackPane(picture, overlay, empty);
        center.setMinSize(0, 0);
        setCenter(center);
        twin = makeTwin();
        setBottom(twin);
        setMinSize(0, 0);
        getStyleClass().add("slice-view");
        setAccessibleRole(AccessibleRole.NODE);
        setAccessibleText("Loss slice");
        makeChoices();
        picture.setOnMouseMoved(this::read);
        picture.setOnMouseExited(event -> readout.setText(""));
        picture.setOnMousePressed(this::take);
        picture.setOnMouseDragged(this::drag);
        picture.setOnMouseReleased(event -> release());
        picture.setOnMouseClicked(this::click);
        course.active().bind(visibleProperty());
        course.slices().addListener((o, before, now) -> refresh());
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
        kinds.setTooltip(new Tooltip("The plane: through A, B and B aligned, through A, B and the control point of the"
                + " Bezier curve, or of two random directions around A"));
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
        seed.setPrefWidth(64);
        seed.setValueFactory(new SpinnerValueFactory.IntegerSpinnerValueFactory(0, 1_000_000, 0));
        seed.setTooltip(new Tooltip("Seed of the random directions"));
        seed.getEditor().setAccessibleText("Seed of the random directions");
        seed.valueProperty().addListener((o, before, now) -> course.seed().set(now));
        several.setId("slice-rerolls");
        several.setTooltip(new Tooltip("Nine pairs of random directions at once; a click chooses one"));
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
        kinds.getStyleClass().add("small");
        kinds.setPrefWidth(124);
    }

    private HBox makeTwin() {
        name.getStyleClass().add("figure-name");
        name.setMinWidth(USE_PREF_SIZE);
        for (TextField field : List.of(across, up)) {
            field.setPrefColumnCount(5);
            field.getStyleClass().add("small");
            field.setOnAction(event -> moveByNumbers());
        }
        across.setId("slice-x");
        across.setAccessibleText("Place of the network across");
        up.setId("slice-y");
        up.setAccessibleText("Place of the network upwards");
        HBox row = new HBox(6, name, across, up, readout);
        row.getStyleClass().add("spheres-bar");
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(readout, Priority.ALWAYS);
        return row;
    }

    /** What belongs beside the view's name: the choice of the plane. */
    public Node tools() {
        HBox tools = new HBox(4, kinds, seed, several, picture.saveButton());
        tools.getStyleClass().add("spheres-bar");
        tools.setPadding(Insets.EMPTY);
        tools.setAlignment(Pos.CENTER_RIGHT);
        return tools;
    }

    /** Whether the picture shows what was last asked for. */
    public boolean isCurrent() {
        return !isVisible() || !picture.isVisible() || picture.isCurrent();
    }

    private void offer() {
        kinds.setValue(course.shown());
    }

    private Optional<LossSlice> single() {
        List<LossSlice> slices = course.slices().get();
        return slices.size() == 1 ? Optional.of(slices.getFirst()) : Optional.empty();
    }

    private boolean isMade(int anchor) {
        return single().filter(slice -> slice.plane().seed().isEmpty()).isPresent() && anchor < 3;
    }

    private void refresh() {
        List<LossSlice> slices = course.slices().get();
        offer();
        picture.setVisible(!slices.isEmpty());
        twin.setVisible(!slices.isEmpty());
        empty.setVisible(slices.isEmpty());
        empty.setText(
                session.a().get().isEmpty()
                        ? "Open a network to see the loss around it."
                        : session.dataFits() ? "Evaluating\u2026" : "Open data that fits the networks.");
        if (chosen.filter(k -> !isMade(k)).isPresent()) {
            chosen = Optional.empty();
        }
        if (!slices.isEmpty()) {
            List<LossSlice> drawn =
                    held.isPresent() ? slices.stream().map(this::withHeld).toList() : slices;
            List<Place> track = single().map(this::track).orElse(List.of());
            picture.show(() -> new SliceFigure(drawn, track, false));
        }
        showTwin();
        placeMarker();
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
        if (session.b().get().isEmpty() || kind.isCanonical()) {
            return List.of();
        }
        return session.curve(kind)
                .filter(curve -> kind.isTrained())
                .map(curve -> slice.plane().track(curve, TRACK))
                .orElse(List.of());
    }

    private void placeMarker() {
        Optional<Point2D> at = single().flatMap(slice -> session.shown()
                        .get()
                        .map(shown -> at(slice, slice.plane().project(shown))))
                .filter(place -> frame(0).contains(place));
        marker.setVisible(at.isPresent() && picture.isVisible());
        at.ifPresent(place -> {
            marker.setCenterX(place.getX());
            marker.setCenterY(place.getY());
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
        readout.setText(single().map(slice -> anchor.map(
                                k -> slice.anchors().get(k).name() + ": "
                                        + SliceFigure.words(slice.anchors().get(k)))
                        .orElseGet(() -> words(slice, event)))
                .orElse(""));
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
            chosen = taken;
            course.held().set(true);
            showTwin();
        }
    }

    private void drag(MouseEvent event) {
        if (held.isPresent() && !event.isStillSincePress()) {
            LossSlice slice = single().orElseThrow();
            dragged = Optional.of(place(slice, event));
            preview(
                    held.get(),
                    slice.plane().at(dragged.get().x(), dragged.get().y()));
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

    private void showTwin() {
        Optional<Place> at = chosen.flatMap(
                k -> single().map(slice -> dragged.orElse(slice.anchors().get(k).place())));
        for (Node node : List.of(name, across, up)) {
            node.setVisible(at.isPresent());
            node.setManaged(at.isPresent());
        }
        at.ifPresent(place -> {
            name.setText(single().orElseThrow().anchors().get(chosen.get()).name() + " at");
            across.setText(Type.number(place.x()));
            up.setText(Type.number(place.y()));
        });
    }

    private void moveByNumbers() {
        try {
            Place to = new Place(number(across), number(up), 0);
            chosen.filter(this::isMade).ifPresent(k -> move(k, to));
        } catch (NumberFormatException e) {
            showTwin();
        }
    }

    private static double number(TextField field) {
        return Double.parseDouble(field.getText().strip().replace('\u2212', '-'));
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
