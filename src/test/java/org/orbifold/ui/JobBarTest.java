package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The bottom line of the window. */
@ExtendWith(ApplicationExtension.class)
class JobBarTest {
    private JobBar bar;

    @Start
    void start(Stage stage) {
        bar = new JobBar(JobExecutor.direct());
        stage.setScene(new Scene(bar, 800, 40));
        stage.show();
    }

    @Test
    void tellsWhatComputesAndWhy(FxRobot robot) {
        String reason = "GPU: A, compute capability 9.0, not supported: running on CPU";
        robot.interact(() -> bar.setDevice("CPU (GPU not used)", reason));
        Label device = robot.lookup("CPU (GPU not used)").queryAs(Label.class);
        assertEquals(reason, device.getTooltip().getText());
    }
}
