package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.Neuron;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Everything that can be done, found and done by keys alone. */
@ExtendWith(ApplicationExtension.class)
class CommandPaletteTest {
    private final Preferences preferences = Preferences.unkept();
    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage, preferences);
    }

    @BeforeEach
    void open(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", pair.a()));
            session.openB(new OpenNetwork("b", pair.b()));
        });
        window.settle();
    }

    private static Node palette(FxRobot robot) {
        return robot.lookup("#palette-field").query().getParent().getParent();
    }

    private static List<String> offered(FxRobot robot) {
        return commands(robot).stream().map(Command::name).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Command> commands(FxRobot robot) {
        return List.copyOf(robot.lookup("#palette-list").queryAs(ListView.class).getItems());
    }

    private static void press(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.K);
    }

    @Test
    void anActionIsFoundAndDoneByKeys(FxRobot robot) {
        press(robot);
        assertTrue(palette(robot).isVisible());
        assertTrue(robot.lookup("#palette-field").queryAs(TextField.class).isFocused());
        robot.write("modulo").type(KeyCode.ENTER);
        window.settle();
        assertFalse(palette(robot).isVisible());
        assertTrue(session.alignment().get().isPresent());
        assertTrue(session.matching().canonical().get());
    }

    @Test
    void whatViewsHaveAsKeysIsOfferedToo(FxRobot robot) {
        press(robot);
        robot.write("next neuron").type(KeyCode.ENTER);
        assertEquals(Optional.of(new Neuron(1, 0)), session.selection().get());
        press(robot);
        robot.write("scale 1/2").type(KeyCode.ENTER);
        assertTrue(session.history().edits().getLast().name().startsWith("scale(n0"));
        robot.interact(() -> session.workspace().set(Workspace.FLOW));
        press(robot);
        assertFalse(offered(robot).contains("Scale the neuron by 2"));
        assertTrue(offered(robot).contains("Play or pause \u03c4"));
    }

    @Test
    void arrowsChooseEscapeClosesAndTheFocusIsWhereItWas(FxRobot robot) {
        robot.clickOn("#neuron-0-3");
        Node focused = robot.lookup("#neuron-0-3").query();
        press(robot);
        robot.write("open ").type(KeyCode.DOWN).type(KeyCode.DOWN).type(KeyCode.UP);
        assertEquals(
                "Open B\u2026",
                ((Command) robot.lookup("#palette-list")
                                .queryAs(ListView.class)
                                .getSelectionModel()
                                .getSelectedItem())
                        .name());
        robot.type(KeyCode.ESCAPE);
        assertFalse(palette(robot).isVisible());
        assertTrue(focused.isFocused());
        assertTrue(session.history().edits().isEmpty());
    }

    @Test
    void whatCannotBeDoneNowIsShownAndNotDone(FxRobot robot) {
        press(robot);
        robot.write("undo");
        assertFalse(commands(robot).getFirst().possible().getAsBoolean());
        assertTrue(robot.lookup("Edit, not now").tryQuery().isPresent());
        robot.type(KeyCode.ENTER);
        assertTrue(palette(robot).isVisible());
    }

    @Test
    void whatWasUsedLastComesFirst(FxRobot robot) {
        String first = offeredAfter(robot);
        assertEquals("Open A\u2026", first);
        press(robot);
        robot.write("dark").type(KeyCode.ENTER);
        press(robot);
        robot.write("workspace");
        press(robot);
        assertEquals("Light or dark", offeredAfter(robot));
    }

    private static String offeredAfter(FxRobot robot) {
        press(robot);
        String first = offered(robot).getFirst();
        robot.type(KeyCode.ESCAPE);
        return first;
    }

    @Test
    void everyMenuItemIsInThePalette(FxRobot robot) {
        robot.interact(() -> preferences.remember(new RecentFile(FileDialogs.Purpose.ZOO, Path.of("a_zoo.npz"))));
        press(robot);
        List<String> offered = offered(robot);
        List<MenuItem> items = menus(robot).getMenus().stream()
                .flatMap(CommandPaletteTest::leaves)
                .toList();
        assertTrue(items.size() > 20, items::toString);
        for (MenuItem item : items) {
            assertTrue(offered.contains(item.getText()), () -> "only in the menus: " + item.getText());
        }
    }

    @Test
    void noTwoMenuItemsHaveOneKey(FxRobot robot) {
        Set<KeyCombination> keys = new HashSet<>();
        menus(robot).getMenus().stream()
                .flatMap(CommandPaletteTest::leaves)
                .map(MenuItem::getAccelerator)
                .filter(key -> key != null)
                .forEach(key -> assertTrue(keys.add(key), () -> "twice: " + key));
    }

    private static MenuBar menus(FxRobot robot) {
        return robot.lookup(".menu-bar").queryAs(MenuBar.class);
    }

    private static Stream<MenuItem> leaves(MenuItem item) {
        return item instanceof Menu menu
                ? menu.getItems().stream()
                        .filter(each -> !(each instanceof SeparatorMenuItem))
                        .flatMap(CommandPaletteTest::leaves)
                : Stream.of(item);
    }
}
