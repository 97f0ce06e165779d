package org.orbifold.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.InspectorView;
import org.orbifold.ui.views.LibraryView;

/**
 * The views of a workspace between the library and the inspector, each of which can be hidden. A window that opens wide
 * shows both. Where there is little room the two are narrower, and at last the views can be scrolled.
 */
final class RoomPane extends SplitPane {
    /** A window that is wider than this, in points, has room for all. */
    private static final double WIDE = 1500;

    private static final double LIBRARY = 300;
    private static final double INSPECTOR = 300;
    private static final double LEAST = 225;

    /** What the dividers take, at most. */
    private static final double DIVIDERS = 12;

    private final Session session;
    private final SidewaysPane center = new SidewaysPane();
    private final BorderPane library;
    private final BorderPane inspector;

    /**
     * A room of that session.
     *
     * @param lesson opens one
     */
    RoomPane(Session session, Consumer<SampleLesson> lesson) {
        this.session = session;
        getStyleClass().add("room");
        library = pane("Library", new LibraryView(session, lesson), LIBRARY);
        inspector = pane("Inspector", new InspectorView(session), INSPECTOR);
        session.arrangement().library().addListener((o, before, now) -> arrange());
        session.arrangement().inspector().addListener((o, before, now) -> arrange());
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .addListener((o, before, now) -> {
                    if (now && getScene().getWidth() > WIDE) {
                        session.arrangement().library().set(true);
                        session.arrangement().inspector().set(true);
                    }
                });
        widthProperty().addListener((o, before, now) -> {
            if (before.doubleValue() == 0) {
                place();
            }
        });
        arrange();
    }

    private static BorderPane pane(String name, Node view, double width) {
        Label heading = new Label(name);
        heading.getStyleClass().add("view-heading");
        BorderPane pane = new BorderPane(view);
        pane.setTop(heading);
        pane.setPrefWidth(width);
        pane.setMinWidth(LEAST);
        SplitPane.setResizableWithParent(pane, false);
        return pane;
    }

    /** Shows the views of a workspace. */
    void showWorkspace(Region views) {
        center.setContent(views);
        views.applyCss();
        place();
    }

    private void arrange() {
        List<Node> shown = new ArrayList<>(List.of(center));
        if (session.arrangement().library().get()) {
            shown.addFirst(library);
        }
        if (session.arrangement().inspector().get()) {
            shown.add(inspector);
        }
        keepWidths();
        getItems().setAll(shown);
        place();
    }

    /** A pane comes back as wide as it was. */
    private void keepWidths() {
        for (BorderPane pane : List.of(library, inspector)) {
            if (getItems().contains(pane) && pane.getWidth() > 0) {
                pane.setPrefWidth(pane.getWidth());
            }
        }
    }

    private void place() {
        double width = getWidth();
        if (width == 0) {
            return;
        }
        double wanted = Stream.of(library, inspector)
                .filter(getItems()::contains)
                .mapToDouble(BorderPane::getPrefWidth)
                .sum();
        double share = Math.clamp((width - DIVIDERS - center.leastWidth()) / wanted, 0, 1);
        List<Double> dividers = new ArrayList<>();
        if (getItems().contains(library)) {
            dividers.add(Math.max(LEAST, share * library.getPrefWidth()) / width);
        }
        if (getItems().contains(inspector)) {
            dividers.add(1 - Math.max(LEAST, share * inspector.getPrefWidth()) / width);
        }
        setDividerPositions(dividers.stream().mapToDouble(at -> at).toArray());
    }
}
