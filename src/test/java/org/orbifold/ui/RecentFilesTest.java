package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Files that were opened are offered again, in later windows too. */
@ExtendWith(ApplicationExtension.class)
class RecentFilesTest {
    @TempDir
    private static Path folder;

    private Session session;
    private TestedWindow window;

    @BeforeAll
    static void copySamples() throws IOException {
        for (String name : List.of("a.safetensors", "zoo.safetensors")) {
            try (InputStream in = SampleModels.class.getResourceAsStream("/sample-models/" + name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    @Start
    void start(Stage stage) {
        openWindow(stage);
    }

    private void openWindow(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage, Preferences.keptIn(folder.resolve("preferences.json")));
    }

    private List<MenuItem> recent() {
        MenuBar bar = (MenuBar) window.pane().lookup(".menu-bar");
        return bar.getMenus().getFirst().getItems().stream()
                .filter(item -> "Open recent".equals(item.getText()))
                .flatMap(item -> ((Menu) item).getItems().stream())
                .toList();
    }

    @Test
    void theySurviveANewWindowAndThoseThatAreGoneSaySo(FxRobot robot) throws IOException {
        window.choose(folder.resolve("a.safetensors"));
        robot.push(KeyCode.CONTROL, KeyCode.O);
        window.settle();
        window.choose(folder.resolve("zoo.safetensors"));
        robot.push(KeyCode.CONTROL, KeyCode.ALT, KeyCode.O);
        window.settle();
        window.choose(Files.writeString(folder.resolve("junk.npz"), "junk"));
        robot.push(KeyCode.CONTROL, KeyCode.O);
        window.settle();
        assertTrue(session.failure().get().isPresent());

        robot.interact(() -> openWindow(new Stage()));
        assertEquals(
                List.of("zoo.safetensors   in " + folder, "a.safetensors   in " + folder),
                recent().stream().limit(2).map(MenuItem::getText).toList());
        assertEquals("Clear recent files", recent().getLast().getText());
        robot.interact(() -> recent().get(1).fire());
        window.settle();
        assertEquals("a.safetensors", session.a().get().orElseThrow().name());

        Files.delete(folder.resolve("zoo.safetensors"));
        robot.interact(() -> recent().get(1).fire());
        String told = session.failure().get().orElseThrow().getMessage();
        assertTrue(told.startsWith(folder.resolve("zoo.safetensors") + ": is no longer there"), told);
        assertEquals(3, recent().size());
        robot.interact(() -> recent().getLast().fire());
        assertTrue(recent().getLast().isDisable());
    }
}
