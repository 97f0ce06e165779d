package org.orbifold.ui.views;

import java.awt.geom.Rectangle2D;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.ConfusionFigure;
import org.orbifold.figure.GalleryFigure;
import org.orbifold.figure.MarginsFigure;
import org.orbifold.figure.PredictionsFigure;
import org.orbifold.figure.PredictionsLayout;
import org.orbifold.figure.ProbeChoice;
import org.orbifold.figure.Probed;
import org.orbifold.ui.session.Probes;
import org.orbifold.ui.session.Session;

/**
 * What a network that has no plane of inputs says of test rows: images with its verdicts, to be leafed through, its
 * confusion matrix, of which a click on a cell leaves only the images in it, and its margins.
 */
final class ProbesView extends Region {
    private static final double BAR = 36;

    private final Probes probes;
    private final FigurePane gallery;
    private final FigurePane confusion;
    private final FigurePane confusionOfB;
    private final FigurePane margins;
    private final Map<ProbeChoice.Kind, ToggleButton> kinds = new EnumMap<>(ProbeChoice.Kind.class);
    private final Button back = step("probes-back", Feather.CHEVRON_LEFT, "Images before these (Page Up)", -1);
    private final Button next = step("probes-next", Feather.CHEVRON_RIGHT, "Images after these (Page Down)", 1);
    private final Button everyCell = new Button();
    private final HBox bar = new HBox(8);
    private final HBox pages = new HBox(4);
    private final EmptyState empty;

    ProbesView(Session session) {
        probes = session.probes();
        gallery = pane(session, "probes");
        confusion = pane(session, "confusion");
        confusionOfB = pane(session, "confusion-b");
        margins = pane(session, "margins");
        empty = new EmptyState(probes::refresh);
        makeBar();
        getChildren().addAll(gallery, confusion, confusionOfB, margins, bar, pages, empty);
        for (FigurePane matrix : List.of(confusion, confusionOfB)) {
            matrix.setOnMouseMoved(
                    event -> matrix.setCursor(cell(matrix, event).isPresent() ? Cursor.HAND : Cursor.DEFAULT));
            matrix.setOnMouseClicked(event -> cell(matrix, event).ifPresent(this::choose));
        }
        setMinSize(0, 0);
        setFocusTraversable(true);
        getStyleClass().add("focusable-figure");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleHelp("Page Up and Page Down turn over the rows, Escape shows all again.");
        setAccessibleText("Test rows, one by one");
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        probes.active().bind(visibleProperty());
        probes.found().addListener((o, before, now) -> refresh());
        probes.choice().addListener((o, before, now) -> refresh());
        probes.first().addListener((o, before, now) -> refresh());
        probes.stop().addListener((o, before, now) -> refresh());
        visibleProperty().addListener((o, before, now) -> refresh());
        refresh();
    }

    private static FigurePane pane(Session session, String id) {
        FigurePane pane = new FigurePane(session);
        pane.setId(id);
        return pane;
    }

    private void makeBar() {
        SegmentedButton segmented = new SegmentedButton();
        segmented.setMinWidth(USE_PREF_SIZE);
        for (ProbeChoice.Kind kind : ProbeChoice.Kind.values()) {
            ToggleButton button = new ToggleButton(kind.label());
            button.setId("probes-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            OnceShown.explain(button, kind.explanation());
            button.setOnAction(event -> {
                probes.choice().set(new ProbeChoice(kind, probes.choice().get().cell()));
                refresh();
            });
            kinds.put(kind, button);
            segmented.getButtons().add(button);
        }
        everyCell.setId("probes-every-cell");
        everyCell.getStyleClass().add("small");
        everyCell.setGraphic(new FontIcon(Feather.X));
        OnceShown.explain(everyCell, "Images of all cells of the matrix (Esc)");
        everyCell.setAccessibleText("Images of all cells of the matrix");
        everyCell.setOnAction(event -> choose(Optional.empty()));
        bar.getStyleClass().add("probes-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getChildren().addAll(segmented, everyCell);
        pages.setAlignment(Pos.CENTER_RIGHT);
        pages.getChildren().addAll(back, next);
    }

    private Button step(String id, Feather icon, String explanation, int direction) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        OnceShown.explain(button, explanation);
        button.setAccessibleText(explanation);
        button.setOnAction(event -> leaf(direction));
        return button;
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case PAGE_UP -> leaf(-1);
            case PAGE_DOWN -> leaf(1);
            case ESCAPE -> choose(Optional.empty());
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Turns over the images, a picture at a time. */
    private void leaf(int direction) {
        probes.found().get().ifPresent(probed -> {
            int at = probes.first().get() + direction * capacity(probed);
            if (at < chosen(probed)) {
                probes.first().set(Math.max(0, at));
            }
        });
    }

    private int chosen(Probed probed) {
        return probes.choice().get().of(probed.first()).size();
    }

    private int capacity(Probed probed) {
        return galleryOf(probed).capacity(gallery.getWidth(), gallery.getHeight());
    }

    private GalleryFigure galleryOf(Probed probed) {
        return new GalleryFigure(probed, probes.choice().get(), probes.first().get());
    }

    private void choose(Optional<ProbeChoice.Cell> cell) {
        probes.choice().set(new ProbeChoice(probes.choice().get().kind(), cell));
    }

    /** Chooses a cell, or, if it is chosen, all of them again. */
    private void choose(ProbeChoice.Cell cell) {
        requestFocus();
        boolean again = probes.choice().get().cell().equals(Optional.of(cell));
        choose(again ? Optional.empty() : Optional.of(cell));
    }

    private Optional<ProbeChoice.Cell> cell(FigurePane matrix, MouseEvent event) {
        return probes.found()
                .get()
                .flatMap(probed ->
                        matrixOf(probed, matrix).at(event.getX(), event.getY(), matrix.getWidth(), matrix.getHeight()));
    }

    private ConfusionFigure matrixOf(Probed probed, FigurePane matrix) {
        boolean second = matrix.equals(confusionOfB) && probed.other().isPresent();
        return new ConfusionFigure(probed, second, probes.choice().get().cell());
    }

    /** Asks for all pictures together to be put into a file. */
    void save() {
        probes.found()
                .get()
                .ifPresent(probed -> fireEvent(new FigureRequest(
                        FigureRequest.SAVE,
                        new PredictionsFigure(
                                probed, probes.choice().get(), probes.first().get()),
                        "predictions",
                        getWidth(),
                        getHeight())));
    }

    /** Whether the pictures show what was last asked for. */
    boolean isCurrent() {
        return !isVisible()
                || List.of(gallery, confusion, confusionOfB, margins).stream().allMatch(FigurePane::isCurrent);
    }

    private void refresh() {
        Optional<Probed> found = probes.found().get().filter(probed -> isVisible());
        boolean images = found.filter(probed -> probed.image().isPresent()).isPresent();
        boolean two = found.filter(probed -> probed.other().isPresent()).isPresent();
        gallery.setVisible(images);
        bar.setVisible(images);
        pages.setVisible(images);
        confusion.setVisible(found.isPresent());
        margins.setVisible(found.isPresent());
        confusionOfB.setVisible(two);
        empty.setVisible(found.isEmpty());
        empty.show(
                probes.canRun()
                        ? Optional.empty()
                        : Optional.of("Open data that this network takes to see its function."),
                probes.stop().get());
        ProbeChoice choice = probes.choice().get();
        kinds.forEach((kind, button) -> button.setSelected(kind == choice.kind()));
        everyCell.setVisible(choice.cell().isPresent());
        everyCell.setManaged(choice.cell().isPresent());
        requestLayout();
        found.ifPresent(probed -> {
            choice.cell()
                    .ifPresent(cell -> everyCell.setText(
                            name(probed, cell.label()) + " taken for " + name(probed, cell.predicted())));
            if (images) {
                GalleryFigure figure = galleryOf(probed);
                gallery.show(() -> figure);
            }
            ConfusionFigure own = matrixOf(probed, confusion);
            confusion.show(() -> own);
            if (two) {
                ConfusionFigure others = matrixOf(probed, confusionOfB);
                confusionOfB.show(() -> others);
            }
            margins.show(() -> new MarginsFigure(probed));
        });
    }

    private static String name(Probed probed, int c) {
        return c < probed.classNames().size() ? probed.classNames().get(c) : "class " + c;
    }

    @Override
    protected void layoutChildren() {
        Optional<Probed> found = probes.found().get();
        PredictionsLayout layout = PredictionsLayout.of(
                found.filter(probed -> probed.image().isPresent()).isPresent(),
                found.filter(probed -> probed.other().isPresent()).isPresent(),
                getWidth(),
                getHeight());
        layout.gallery().ifPresent(place -> {
            bar.resizeRelocate(place.getX(), place.getY(), place.getWidth(), BAR);
            gallery.resizeRelocate(place.getX(), place.getY() + BAR, place.getWidth(), place.getHeight() - BAR);
            double wide = pages.prefWidth(-1);
            double high = pages.prefHeight(-1);
            // narrow galleries have room under their images, wide ones over them
            boolean fits = bar.prefWidth(-1) + wide <= place.getWidth();
            double top = fits ? place.getY() + (BAR - high) / 2 : place.getMaxY() - high;
            pages.resizeRelocate(place.getMaxX() - wide, top, wide, high);
        });
        place(confusion, layout.confusion().getFirst());
        place(confusionOfB, layout.confusion().getLast());
        place(margins, layout.margins());
        empty.resizeRelocate(0, 0, getWidth(), getHeight());
        found.ifPresent(probed -> {
            int first = probes.first().get();
            back.setDisable(first == 0);
            next.setDisable(first + capacity(probed) >= chosen(probed));
        });
    }

    private static void place(Region region, Rectangle2D place) {
        region.resizeRelocate(place.getX(), place.getY(), place.getWidth(), place.getHeight());
    }
}
