package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/**
 * The lesson that is under way, and how far it is: part of the {@link Session}, to be touched on the FX thread only. A task
 * that was done stays done until the step is left.
 */
public final class LessonCourse {
    private final Session session;
    private final ReadOnlyObjectWrapper<Optional<Lesson.Place>> place =
            new ReadOnlyObjectWrapper<>(this, "place", Optional.empty());
    private final ReadOnlyBooleanWrapper done = new ReadOnlyBooleanWrapper(this, "done", false);

    LessonCourse(Session session) {
        this.session = session;
        for (ObservableValue<?> watched : List.of(
                session.history().position(),
                session.selection(),
                session.t(),
                session.kind(),
                session.alignment(),
                session.matching().state(),
                session.arrangement().wiping(),
                session.particles().tau(),
                session.course().state())) {
            watched.addListener((o, before, now) -> look());
        }
    }

    /** The lesson. */
    public ObservableValue<Optional<Lesson>> lesson() {
        return place.map(at -> at.map(Lesson.Place::lesson));
    }

    /** The lesson's place; changes with every step. */
    ReadOnlyObjectProperty<Optional<Lesson.Place>> place() {
        return place.getReadOnlyProperty();
    }

    /** The step that is told. */
    public ObservableValue<Optional<Lesson.Step>> step() {
        return place.map(at -> at.map(here -> here.lesson().steps().get(here.step())));
    }

    /** Which step that is, counted from 0. */
    public int number() {
        return place.get().map(Lesson.Place::step).orElse(0);
    }

    /** Whether the step's task has been done; of steps without one it has. */
    public ReadOnlyBooleanProperty done() {
        return done.getReadOnlyProperty();
    }

    /** Begins a lesson, or goes on with it. */
    void begin(Optional<Lesson.Place> from) {
        place.set(from);
        done.set(false);
        look();
    }

    /** Goes to the step after this one, if there is one. */
    public void next() {
        go(1);
    }

    /** Goes to the step before this one, if there is one. */
    public void back() {
        go(-1);
    }

    private void go(int by) {
        place.get()
                .filter(at -> at.step() + by >= 0
                        && at.step() + by < at.lesson().steps().size())
                .ifPresent(at -> begin(Optional.of(new Lesson.Place(at.lesson(), at.step() + by))));
    }

    /** Ends the lesson; the session stays as it is. */
    public void leave() {
        begin(Optional.empty());
    }

    /** Does what the step asks for. */
    public void show() {
        task().ifPresent(task -> task.show(session));
    }

    /** What the step asks for. */
    public Optional<LessonTask> task() {
        return place.get().flatMap(at -> at.lesson().steps().get(at.step()).task());
    }

    private void look() {
        if (place.get().isPresent()
                && !done.get()
                && task().map(task -> task.isDone(session)).orElse(true)) {
            done.set(true);
        }
    }
}
