package org.orbifold.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.orbifold.figure.Theme;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The workbench on a test's stage, whose file dialogs choose what the test says. */
final class TestedWindow implements FileDialogs {
    private final Session session;
    private final WorkbenchPane pane;
    private final List<Path> folders = new ArrayList<>();
    private Optional<Path> chosen = Optional.empty();

    TestedWindow(Session session, Stage stage) {
        this(session, stage, Preferences.unkept());
    }

    TestedWindow(Session session, Stage stage, Preferences preferences) {
        this.session = session;
        Workbench.loadFonts();
        pane = new WorkbenchPane(session, this, preferences);
        Scene scene = new Scene(pane, 980, 900);
        Workbench.dress(scene, Theme.LIGHT);
        session.theme().addListener((o, before, now) -> Workbench.dress(scene, now));
        stage.setScene(scene);
        // the stage is that of the tests before, and as large as they left it
        stage.sizeToScene();
        // the headless screen cannot draw popups that reach beyond its edge: room is left for them
        stage.setX(0);
        stage.setY(0);
        stage.show();
    }

    /** Opens the sample networks on two moons, as A and B, with their data. */
    SampleModels.Pair openMoons(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        robot.interact(() -> {
            session.openA(new OpenNetwork("a.safetensors", pair.a()));
            session.openB(new OpenNetwork("b.safetensors", pair.b()));
            session.openData(pair.data(), 0);
        });
        settle();
        return pair;
    }

    /** What it holds. */
    WorkbenchPane pane() {
        return pane;
    }

    /** The folders that were shown by the desktop. */
    List<Path> folders() {
        return folders;
    }

    @Override
    public void show(Path folder) {
        folders.add(folder);
    }

    /** What every dialog from now on comes back with. */
    void choose(Path file) {
        chosen = Optional.of(file);
    }

    @Override
    public Optional<Path> open(Purpose purpose) {
        return chosen;
    }

    @Override
    public Optional<Path> save(String title, String suggestion) {
        return chosen;
    }

    /** Waits until all pictures show what the session holds. */
    void settle() {
        WaitForAsyncUtils.waitForFxEvents();
        await(pane::isCurrent);
    }

    /** Waits until something holds, and for what follows from it. */
    static void await(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, condition);
        } catch (TimeoutException e) {
            throw new AssertionError("it did not come", e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }
}
