package org.orbifold.ui.views;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.scene.layout.StackPane;
import org.orbifold.align.Matching;
import org.orbifold.figure.ChartFigure;
import org.orbifold.ui.session.MatchingCourse;
import org.orbifold.ui.session.Session;

/** The objective of the method that runs, or ran last, step by step as it comes. */
final class TracePane extends StackPane {
    private final MatchingCourse course;
    private final FigurePane picture;

    TracePane(Session session) {
        course = session.matching();
        picture = new FigurePane(session);
        picture.setId("matching-trace");
        getChildren().add(picture);
        setMinSize(0, 0);
        setPrefSize(260, 204);
        course.steps().addListener((ListChangeListener<Matching.Step>) change -> refresh());
        course.place().addListener((o, before, now) -> refresh());
        refresh();
    }

    private void refresh() {
        List<Matching.Step> steps = List.copyOf(course.steps());
        int place = course.place().get();
        String objective = course.method().get().objective();
        String name = "by " + course.method().get().label();
        List<ChartFigure.Series> series = new ArrayList<>();
        if (place >= 0 && place < steps.size()) {
            series.add(new ChartFigure.Series(
                    "shown",
                    1,
                    ChartFigure.Style.DOTS,
                    List.of(new ChartFigure.Point(place, steps.get(place).objective()))));
        }
        series.add(new ChartFigure.Series(
                name,
                0,
                ChartFigure.Style.LINE,
                IntStream.range(0, steps.size())
                        .mapToObj(k -> new ChartFigure.Point(k, steps.get(k).objective()))
                        .toList()));
        picture.setVisible(!steps.isEmpty());
        picture.show(() -> new ChartFigure(
                "The objective of alignment " + name,
                new ChartFigure.Axis("step", false),
                new ChartFigure.Axis(objective, false),
                series));
    }
}
