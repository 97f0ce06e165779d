package org.orbifold.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;
import org.orbifold.ui.session.Lesson;
import org.orbifold.ui.session.LessonCourse;
import org.orbifold.ui.views.Exposure;
import org.orbifold.ui.views.WhileShown;

/** Frames around what the lesson points at, over the whole window; they take no clicks, and follow what they frame. */
final class Spotlight extends Pane {
    private static final double GAP = 2;
    private static final double EDGE = 2;
    private static final Duration PACE = Duration.millis(100);

    private final LessonCourse course;
    private final Node room;

    Spotlight(LessonCourse course, Node room) {
        this.course = course;
        this.room = room;
        setManaged(false);
        setMouseTransparent(true);
        setViewOrder(-0.5);
        course.step().addListener((o, before, now) -> look());
        WhileShown.every(PACE, this, this::look);
    }

    private void look() {
        List<Bounds> places = course.step().getValue().map(Lesson.Step::targets).orElse(List.of()).stream()
                .flatMap(id -> place(id).stream())
                .toList();
        while (getChildren().size() < places.size()) {
            Rectangle frame = new Rectangle();
            frame.getStyleClass().add("lesson-frame");
            getChildren().add(frame);
        }
        getChildren().remove(places.size(), getChildren().size());
        List<Node> frames = new ArrayList<>(getChildren());
        for (int k = 0; k < places.size(); k++) {
            put((Rectangle) frames.get(k), places.get(k));
        }
    }

    /** Where something is in the room, if it is seen. */
    private Optional<Bounds> place(String id) {
        return room.lookupAll("#" + id).stream()
                .filter(Exposure::isVisible)
                .findFirst()
                .map(target -> room.sceneToLocal(target.localToScene(target.getLayoutBounds())));
    }

    /** Around a place, as far as the room reaches. */
    private void put(Rectangle frame, Bounds place) {
        double left = Math.rint(Math.max(EDGE, place.getMinX() - GAP));
        double top = Math.rint(Math.max(EDGE, place.getMinY() - GAP));
        frame.setX(left);
        frame.setY(top);
        frame.setWidth(Math.rint(Math.min(getWidth() - EDGE, place.getMaxX() + GAP)) - left);
        frame.setHeight(Math.rint(Math.min(getHeight() - EDGE, place.getMaxY() + GAP)) - top);
    }
}
