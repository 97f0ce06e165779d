package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Theme;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Every item of every menu, chosen with the mouse, does what it says. */
@ExtendWith(ApplicationExtension.class)
class MenusTest {
    private static final Path SAMPLES = Path.of("sample-models");

    @TempDir
    private Path folder;

    private Session session;
    private TestedWindow window;
    private Stage stage;

    @Start
    void start(Stage first) {
        stage = first;
        session = new Session(JobExecutor.direct(), Platform::runLater);
        window = new TestedWindow(session, stage);
    }

    @BeforeEach
    void open(FxRobot robot) {
        window.openMoons(robot);
    }

    private static Optional<Node> find(FxRobot robot, String kind, String name) {
        return robot.lookup(kind).queryAll().stream()
                .filter(node -> isNamed(node, name) || isNamed(node.lookup(".label"), name))
                .filter(node -> node.getScene() != null && node.getScene().getWindow() != null)
                .filter(node -> node.getScene().getWindow().isShowing())
                .findFirst();
    }

    private static Node await(FxRobot robot, String kind, String name) {
        TestedWindow.await(() -> find(robot, kind, name).isPresent());
        return find(robot, kind, name).orElseThrow();
    }

    private static boolean isNamed(Node node, String name) {
        return node instanceof Labeled labeled && name.equals(labeled.getText());
    }

    /** Chooses an item, or one of a menu in the menu, and waits for what is to follow. */
    private void choose(FxRobot robot, Callable<Boolean> then, String menu, String... items) {
        robot.clickOn(await(robot, ".menu-bar .menu-button", menu));
        for (int k = 0; k < items.length - 1; k++) {
            robot.moveTo(await(robot, ".menu-item", items[k]));
            // straight into the menu beside, not over other items
            Bounds beside =
                    robot.bounds(await(robot, ".menu-item", items[k + 1])).query();
            robot.moveTo(new Point2D(
                    beside.getCenterX(),
                    robot.robotContext().getBaseRobot().retrieveMouse().getY()));
        }
        robot.clickOn(await(robot, ".menu-item", items[items.length - 1]));
        TestedWindow.await(then);
        assertEquals(Optional.empty(), session.failure().get());
    }

    private boolean isOpenAsA(String name) {
        return session.a().get().filter(open -> open.name().equals(name)).isPresent();
    }

    private int edits() {
        return session.history().position().get();
    }

    private static String clipboard(FxRobot robot) {
        String[] found = new String[1];
        robot.interact(() -> found[0] = Clipboard.getSystemClipboard().getString());
        return String.valueOf(found[0]);
    }

    @Test
    void whatOpensAndSaves(FxRobot robot) throws IOException {
        window.choose(SAMPLES.resolve("b.safetensors"));
        choose(robot, () -> isOpenAsA("b.safetensors"), "File", "Open A\u2026");
        window.choose(SAMPLES.resolve("a.safetensors"));
        choose(
                robot,
                () -> session.b()
                        .get()
                        .filter(open -> open.name().equals("a.safetensors"))
                        .isPresent(),
                "File",
                "Open B\u2026");
        Path table = Files.writeString(folder.resolve("rows.csv"), "x,y,c\n0,1,a\n1,0,b\n1,1,a\n0,0,b\n2,1,a\n");
        window.choose(table);
        choose(robot, () -> session.data().get().filter(set -> set.rows() == 5).isPresent(), "File", "Open data\u2026");
        choose(
                robot,
                () -> isOpenAsA("a.safetensors"),
                "File",
                "Open recent",
                "a.safetensors   in " + SAMPLES.toAbsolutePath());
        choose(
                robot,
                () -> find(robot, ".menu-item", "Clear recent files").isEmpty(),
                "File",
                "Open recent",
                "Clear recent files");
        Path weights = folder.resolve("saved.safetensors");
        window.choose(weights);
        choose(robot, () -> Files.exists(weights), "File", "Save A as\u2026");
        Path graph = folder.resolve("a.graphml");
        window.choose(graph);
        choose(robot, () -> Files.exists(graph), "File", "Export weight graph\u2026");
        Path kept = folder.resolve("a.orbifold");
        window.choose(kept);
        choose(robot, () -> Files.exists(kept), "File", "Save session as\u2026");
        Files.delete(kept);
        choose(robot, () -> Files.exists(kept), "File", "Save session");
        robot.interact(() ->
                session.openA(new OpenNetwork("other", session.editedB().get().orElseThrow(), Optional.empty())));
        choose(robot, () -> isOpenAsA("a.safetensors"), "File", "Open session\u2026");
    }

    @Test
    void whatOpensAndSavesFlows(FxRobot robot) {
        window.choose(SAMPLES.resolve("zoo.safetensors"));
        choose(
                robot,
                () -> session.course()
                        .targets()
                        .get()
                        .filter(zoo -> zoo.name().equals("zoo.safetensors"))
                        .isPresent(),
                "File",
                "Open zoo\u2026");
        window.choose(SAMPLES.resolve("moons.flow"));
        choose(robot, () -> session.course().view().get().isPresent(), "File", "Open flow\u2026");
        Path saved = folder.resolve("again.flow");
        window.choose(saved);
        choose(robot, () -> Files.exists(saved), "File", "Save flow as\u2026");
    }

    @Test
    void whatEdits(FxRobot robot) {
        robot.interact(() ->
                session.edit(Edit.swap(session.edited().get().orElseThrow().architecture(), 0, 1, 5)));
        choose(robot, () -> edits() == 0, "Edit", "Undo");
        choose(robot, () -> edits() == 1, "Edit", "Redo");
        choose(robot, () -> clipboard(robot).contains("orbifold transform"), "Edit", "Copy command lines");
        choose(robot, () -> clipboard(robot).contains("\n") && clipboard(robot).contains(","), "Edit", "Copy as CSV");
        choose(robot, () -> clipboard(robot).contains("orbifold"), "Edit", "Copy picture");
        choose(robot, () -> isShown("Preferences"), "Edit", "Preferences\u2026");
    }

    @Test
    void whatAligns(FxRobot robot) {
        choose(robot, () -> session.kind().get() == PathFigure.Kind.ALIGNED, "Align", "Align B to A");
        assertFalse(session.matching().state().get().canonical());
        choose(robot, () -> session.matching().state().get().canonical(), "Align", "Align B to A, modulo scalings");
    }

    @Test
    void whatIsSeen(FxRobot robot) {
        for (Workspace workspace : List.of(Workspace.ALIGN, Workspace.FLOW, Workspace.LEARN)) {
            choose(robot, () -> session.workspace().get() == workspace, "View", workspace.label());
        }
        choose(robot, () -> session.arrangement().library().get(), "View", "Library");
        choose(robot, () -> session.arrangement().inspector().get(), "View", "Inspector");
        choose(robot, () -> session.theme().get().equals(Theme.DARK), "View", "Light or dark");
    }

    @Test
    void whatHelps(FxRobot robot) {
        choose(robot, () -> isShown("Keyboard"), "Help", "Keyboard");
        closeOthers(robot);
        choose(robot, () -> isShown("Log"), "Help", "Log");
        closeOthers(robot);
        choose(robot, () -> isShown("About Orbifold"), "Help", "About Orbifold");
        closeOthers(robot);
        choose(
                robot,
                () -> robot.lookup("#palette-field").query().getScene() != null
                        && robot.lookup("#palette-field").query().isFocused(),
                "Help",
                "Find a command\u2026");
    }

    @Test
    void whatTeaches(FxRobot robot) {
        for (SampleLesson lesson : SampleLesson.ALL) {
            choose(
                    robot,
                    () -> session.lesson()
                            .lesson()
                            .getValue()
                            .flatMap(SampleLesson::of)
                            .equals(Optional.of(lesson)),
                    "Help",
                    "Lesson " + lesson.number() + ": " + lesson.title());
        }
    }

    @Test
    void whatQuits(FxRobot robot) {
        choose(robot, () -> !stage.isShowing(), "File", "Quit");
    }

    /** The tests above know all items: a new one has to be added to them. */
    @Test
    void thereAreNoOthers(FxRobot robot) {
        Set<String> lessons = SampleLesson.ALL.stream()
                .map(lesson -> "Lesson " + lesson.number() + ": " + lesson.title())
                .collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        MenuBar bar = robot.lookup(".menu-bar").queryAs(MenuBar.class);
        bar.getMenus().forEach(menu -> collect(menu, found));
        found.removeIf(lessons::contains);
        assertEquals(
                List.of(
                        "Open A\u2026",
                        "Open B\u2026",
                        "Open data\u2026",
                        "Open zoo\u2026",
                        "Open flow\u2026",
                        "Open session\u2026",
                        "Clear recent files",
                        "Save session",
                        "Save session as\u2026",
                        "Save A as\u2026",
                        "Save flow as\u2026",
                        "Export weight graph\u2026",
                        "Quit",
                        "Undo",
                        "Redo",
                        "Copy picture",
                        "Copy as CSV",
                        "Copy command lines",
                        "Preferences\u2026",
                        "Align B to A",
                        "Align B to A, modulo scalings",
                        "Learn",
                        "Align",
                        "Flow",
                        "Library",
                        "Inspector",
                        "Light or dark",
                        "Find a command\u2026",
                        "Keyboard",
                        "Log",
                        "About Orbifold"),
                found);
    }

    private static void collect(Menu menu, List<String> names) {
        for (MenuItem item : menu.getItems()) {
            if (item instanceof Menu inner) {
                collect(inner, names);
            } else if (item.getText() != null) {
                names.add(item.getText());
            }
        }
    }

    private static Stream<Stage> stages() {
        return Window.getWindows().stream().filter(Stage.class::isInstance).map(Stage.class::cast);
    }

    private static boolean isShown(String title) {
        return stages().anyMatch(each -> each.isShowing() && title.equals(each.getTitle()));
    }

    private void closeOthers(FxRobot robot) {
        robot.interact(
                () -> stages().filter(each -> !each.equals(stage)).toList().forEach(Stage::close));
        assertTrue(stage.isShowing());
    }
}
