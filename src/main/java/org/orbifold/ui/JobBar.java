package org.orbifold.ui;

import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.orbifold.figure.Type;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;

/**
 * The bottom line of the window: what was done last, the job that has been running longest with its rate, the time that
 * remains and a way to cancel it, and the device that computes. Jobs that are over at once are not shown.
 */
final class JobBar extends StatusBar {
    /** Seconds that a job runs before it is shown. */
    private static final double PATIENCE = 0.4;

    private final JobExecutor executor;
    private final Label title = new Label();
    private final ProgressBar progress = new ProgressBar();
    private final Button cancel = new Button("Cancel");
    private final Label device = new Label("Loading the engine\u2026");
    private final HBox box = new HBox(8, title, progress, cancel);

    JobBar(JobExecutor executor) {
        this.executor = executor;
        setText("");
        setFocusTraversable(false);
        box.setAlignment(Pos.CENTER_RIGHT);
        box.setVisible(false);
        cancel.getStyleClass().add("small");
        cancel.setId("cancel-job");
        progress.setPrefWidth(120);
        progress.setAccessibleText("Progress of the running job");
        device.getStyleClass().add("figure-name");
        HBox deviceBox = new HBox(device);
        deviceBox.setAlignment(Pos.CENTER_RIGHT);
        deviceBox.setPadding(new Insets(0, 0, 0, 12));
        getRightItems().addAll(box, deviceBox);
        Timeline poll = new Timeline(new KeyFrame(Duration.millis(100), event -> refresh()));
        poll.setCycleCount(Animation.INDEFINITE);
        poll.play();
    }

    /** Shows the device that computes, and why that does. */
    void setDevice(String description, String reason) {
        device.setText(description);
        device.setTooltip(new Tooltip(reason));
    }

    private void refresh() {
        long now = System.nanoTime();
        List<Job<?>> jobs = executor.active().stream()
                .filter(job ->
                        job.status().startedNanos() != 0 && (now - job.status().startedNanos()) * 1e-9 > PATIENCE)
                .toList();
        box.setVisible(!jobs.isEmpty());
        if (jobs.isEmpty()) {
            return;
        }
        Job<?> job = jobs.getFirst();
        Job.Status status = job.status();
        String more = jobs.size() > 1 ? " (and " + (jobs.size() - 1) + " more)" : "";
        String rest = status.remainingSeconds(now)
                .map(seconds -> ", " + Type.duration(seconds) + " left")
                .orElse("");
        title.setText(job.title() + more + (status.message().isEmpty() ? "" : ": " + status.message()) + rest);
        progress.setProgress(status.fraction().orElse(ProgressBar.INDETERMINATE_PROGRESS));
        cancel.setOnAction(event -> job.cancel());
    }
}
