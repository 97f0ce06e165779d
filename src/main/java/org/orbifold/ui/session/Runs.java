package org.orbifold.ui.session;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.orbifold.job.Job;

/** The trainings and alignments of a session, the newest first, and how they ended. */
public final class Runs {
    /**
     * A computation.
     *
     * @param number counted from 1
     * @param end how it ended, in words; empty while it is queued, runs or rests
     */
    public record Run(int number, String title, Optional<String> end) {}

    private final Executor fx;
    private final ObservableList<Run> all = FXCollections.observableArrayList();

    /** Kept: a view hears of changes only as long as somebody holds it. */
    private final ObservableList<Run> seen = FXCollections.unmodifiableObservableList(all);

    Runs(Executor fx) {
        this.fx = fx;
    }

    /** All of them; not to be modified. */
    public ObservableList<Run> all() {
        return seen;
    }

    /** Lists a job that was submitted, and later how it ended. */
    void add(Job<?> job) {
        add(job, result -> "done");
    }

    /**
     * The same.
     *
     * @param words for its result
     */
    <T> void add(Job<T> job, Function<T, String> words) {
        Run begun = new Run(all.size() + 1, job.title(), Optional.empty());
        all.addFirst(begun);
        job.whenEnded((result, failure) -> fx.execute(() -> {
            String end = failure == null
                    ? words.apply(result)
                    : failure instanceof CancellationException ? "cancelled" : "failed: " + reason(failure);
            all.set(all.indexOf(begun), new Run(begun.number, begun.title, Optional.of(end)));
        }));
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    }
}
