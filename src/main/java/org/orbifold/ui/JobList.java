package org.orbifold.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.orbifold.figure.Type;
import org.orbifold.job.Job;

/** All jobs, a row each: where it stands, its rate and the time that remains, and what pauses and cancels it. */
final class JobList extends VBox {
    private final Label none = new Label("Nothing is running.");
    private final List<Row> rows = new ArrayList<>();

    JobList() {
        super(12);
        setId("job-list");
        getStyleClass().add("job-list");
        getChildren().add(none);
    }

    /** Shows those jobs as they stand. */
    void show(List<Job<?>> jobs, long now) {
        if (!rows.stream().map(Row::job).toList().equals(jobs)) {
            List<Row> before = List.copyOf(rows);
            rows.clear();
            for (Job<?> job : jobs) {
                rows.add(before.stream()
                        .filter(row -> row.job == job)
                        .findFirst()
                        .orElseGet(() -> new Row(job)));
            }
            getChildren().setAll(rows.isEmpty() ? List.of(none) : rows);
        }
        rows.forEach(row -> row.refresh(now));
    }

    /** How a job stands, in words. */
    static String words(Job.Status status, long now) {
        Optional<String> state = switch (status.state()) {
            case QUEUED -> Optional.of("queued");
            case PAUSED -> Optional.of("paused");
            default -> Optional.empty();
        };
        Optional<String> message = Optional.of(status.message()).filter(text -> !text.isEmpty());
        double rate = status.rate(now);
        Optional<String> speed = Optional.of(Type.number(rate) + " a second").filter(text -> rate > 0);
        Optional<String> rest = status.remainingSeconds(now).map(seconds -> Type.duration(seconds) + " left");
        String all =
                Stream.of(state, message, speed, rest).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return all.isEmpty() ? "running" : all;
    }

    /** Shows how much of a job is done. */
    static void fill(ProgressBar bar, Job.Status status) {
        boolean waits = status.state() == Job.State.QUEUED;
        bar.setProgress(status.fraction().orElse(waits ? 0 : ProgressBar.INDETERMINATE_PROGRESS));
    }

    private static final class Row extends VBox {
        private final Job<?> job;
        private final Label words = new Label();
        private final ProgressBar progress = new ProgressBar();
        private final Button pause = new Button("Pause");

        Row(Job<?> job) {
            super(4);
            this.job = job;
            getStyleClass().add("job");
            Label title = new Label(job.title());
            words.getStyleClass().add("figure-name");
            progress.setMaxWidth(Double.MAX_VALUE);
            progress.setAccessibleText("Progress of " + job.title());
            Button cancel = new Button("Cancel");
            cancel.setAccessibleText("Cancel: " + job.title());
            cancel.getStyleClass().addAll("small", "cancel-job");
            cancel.setOnAction(event -> job.cancel());
            pause.getStyleClass().addAll("small", "pause-job");
            pause.setOnAction(event -> {
                if (isPaused()) {
                    job.resume();
                } else {
                    job.pause();
                }
                refresh(System.nanoTime());
            });
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox heading = new HBox(8, title, gap, pause, cancel);
            heading.setAlignment(Pos.CENTER_LEFT);
            getChildren().addAll(heading, progress, words);
        }

        Job<?> job() {
            return job;
        }

        private boolean isPaused() {
            return job.status().state() == Job.State.PAUSED;
        }

        void refresh(long now) {
            Job.Status status = job.status();
            words.setText(words(status, now)
                    + (status.total() > 0
                            ? String.format(Locale.ROOT, " (%,d of %,d)", status.done(), status.total())
                            : ""));
            fill(progress, status);
            pause.setText(isPaused() ? "Resume" : "Pause");
            pause.setAccessibleText(pause.getText() + ": " + job.title());
            pause.setDisable(status.state() == Job.State.QUEUED);
        }
    }
}
