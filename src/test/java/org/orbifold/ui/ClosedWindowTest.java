package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** What a window held is free once it is closed: no clock of it runs on. */
@ExtendWith(ApplicationExtension.class)
class ClosedWindowTest {
    @Test
    void aClosedWindowIsFreed(FxRobot robot) {
        WeakReference<WorkbenchPane> pane = openAndClose(robot);
        TestedWindow.await(() -> {
            System.gc();
            return pane.refersTo(null);
        });
        assertTrue(pane.refersTo(null));
    }

    private WeakReference<WorkbenchPane> openAndClose(FxRobot robot) {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        SampleModels.Pair pair = SampleModels.moonsPair();
        TestedWindow[] window = new TestedWindow[1];
        Stage[] stage = new Stage[1];
        robot.interact(() -> {
            // not the robot's own stage, which it holds with all events
            stage[0] = new Stage();
            window[0] = new TestedWindow(session, stage[0]);
            session.openA(new OpenNetwork("a", pair.a()));
            session.openB(new OpenNetwork("b", pair.b()));
            session.openData(pair.data(), 0);
        });
        window[0].settle();
        robot.interact(() -> session.workspace().set(Workspace.FLOW));
        window[0].settle();
        WeakReference<WorkbenchPane> pane = new WeakReference<>(window[0].pane());
        robot.interact(stage[0]::close);
        return pane;
    }
}
