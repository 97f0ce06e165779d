package org.orbifold.ui;

import atlantafx.base.controls.Popover;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.OnceShown;
import org.orbifold.ui.views.WhileShown;

/**
 * The bottom line of the window: what was done last, the job that was begun last with its progress and how many others
 * there are, the device that computes, and the seed. A click on the job opens the list of all. Jobs that are over at once
 * are not shown.
 */
final class JobBar extends StatusBar {
    /** Seconds after which a job is shown. */
    private static final double PATIENCE = 0.4;

    private final JobExecutor executor;
    private final Button summary = new Button();
    private final ProgressBar progress = new ProgressBar();
    private final Label device = new Label("Loading the engine\u2026");
    private final HBox box = new HBox(8, summary, progress);
    private final JobList list = new JobList();
    private final Popover popover = new Popover(list);

    JobBar(Session session) {
        executor = session.executor();
        setText("");
        setFocusTraversable(false);
        box.setAlignment(Pos.CENTER_RIGHT);
        box.setVisible(false);
        summary.setId("jobs");
        summary.getStyleClass().addAll("flat", "small");
        summary.setGraphic(new FontIcon(Feather.CHEVRON_UP));
        summary.setAccessibleText("All jobs");
        OnceShown.explain(summary, "All jobs: pause and cancel them");
        summary.setOnAction(event -> popover.show(summary));
        popover.setArrowLocation(Popover.ArrowLocation.BOTTOM_RIGHT);
        popover.setDetachable(false);
        progress.setPrefWidth(120);
        progress.setAccessibleText("Progress of the job");
        device.getStyleClass().add("figure-name");
        HBox right = new HBox(8, device, new SeedButton(session));
        right.setAlignment(Pos.CENTER_RIGHT);
        right.setPadding(new Insets(0, 0, 0, 12));
        getRightItems().addAll(box, right);
        WhileShown.every(Duration.millis(100), this, this::refresh);
    }

    /** Shows the device that computes, and why that does. */
    void setDevice(String description, String reason) {
        device.setText(description);
        OnceShown.explain(device, reason);
    }

    private void refresh() {
        long now = System.nanoTime();
        List<Job<?>> jobs = executor.active().stream()
                .filter(job -> (now - job.submittedNanos()) * 1e-9 > PATIENCE)
                .toList();
        box.setVisible(!jobs.isEmpty());
        if (popover.isShowing()) {
            list.show(jobs, now);
        }
        if (jobs.isEmpty()) {
            return;
        }
        Job<?> job = jobs.reversed().stream()
                .filter(each -> each.status().state() == Job.State.RUNNING)
                .findFirst()
                .orElse(jobs.getLast());
        String others = jobs.size() > 1 ? "  (and " + (jobs.size() - 1) + " more)" : "";
        summary.setText(job.title() + ": " + JobList.words(job.status(), now) + others);
        JobList.fill(progress, job.status());
    }
}
