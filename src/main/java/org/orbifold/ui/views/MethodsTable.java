package org.orbifold.ui.views;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.orbifold.figure.Type;
import org.orbifold.path.LossBarrier;
import org.orbifold.ui.session.MatchingCourse;
import org.orbifold.ui.session.MatchingMethod;
import org.orbifold.ui.session.Session;

/** What methods came to between these two networks, side by side; a click takes what one found. */
final class MethodsTable extends TableView<MatchingMethod> {
    /** The share of its width that a column keeps; a narrower table is scrolled. */
    private static final double LEAST = 0.86;

    private final MatchingCourse course;

    MethodsTable(Session session) {
        course = session.matching();
        setId("methods");
        setAccessibleText("Methods side by side");
        getStyleClass().addAll("dense", "methods-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPrefHeight(204);
        setMinHeight(0);
        setPlaceholder(new Label("no method"));
        column("Method", 132, MatchingMethod::label).setStyle("-fx-alignment: center-left;");
        column("Objective", 80, of(outcome -> number(outcome.alignment().objective())));
        column("|A \u2212 B|", 66, of(outcome -> number(outcome.alignment().l2After())));
        column("Barrier", 66, of(outcome -> barrier(outcome.training())));
        column("on test", 66, of(outcome -> barrier(outcome.test())));
        column("Time", 56, of(outcome -> Type.number(outcome.seconds()) + " s"));
        setItems(FXCollections.observableArrayList(MatchingMethod.values()));
        setRowFactory(view -> {
            TableRow<MatchingMethod> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (!row.isEmpty()) {
                    course.choose(row.getItem());
                }
            });
            return row;
        });
        course.outcomes().addListener((MapChangeListener<MatchingMethod, MatchingCourse.Outcome>) change -> refresh());
        course.running().addListener((o, before, now) -> refresh());
        course.method().addListener((o, before, now) -> getSelectionModel().select(now));
        getSelectionModel().select(course.method().get());
    }

    private TableColumn<MatchingMethod, String> column(
            String name, double width, Function<MatchingMethod, String> text) {
        TableColumn<MatchingMethod, String> column = new TableColumn<>(name);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(LEAST * width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setStyle("-fx-alignment: center-right;");
        getColumns().add(column);
        return column;
    }

    private Function<MatchingMethod, String> of(Function<MatchingCourse.Outcome, String> text) {
        return method -> course.running().get().filter(method::equals).isPresent()
                ? "\u2026"
                : course.outcomes().containsKey(method)
                        ? text.apply(course.outcomes().get(method))
                        : "\u2013";
    }

    private static String barrier(Optional<LossBarrier> barrier) {
        return barrier.map(curve -> number(curve.barrier())).orElse("no data");
    }

    private static String number(double value) {
        return Type.number(value);
    }
}
