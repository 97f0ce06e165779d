package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.NetworkView;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The windows beside the main one: keys, preferences, the log, what the program is, and its failures. */
@ExtendWith(ApplicationExtension.class)
class SideWindowsTest {
    private final Preferences preferences = Preferences.unkept();
    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage, preferences);
        preferences.govern(session);
        new FailureNotices(window.pane(), session);
        RecentLog.listening();
    }

    @BeforeEach
    void open(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        robot.interact(() -> session.openA(new OpenNetwork("a", pair.a())));
        window.settle();
    }

    @AfterEach
    void closeAll(FxRobot robot) {
        robot.interact(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    private static List<String> titles() {
        return Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(each -> ((Stage) each).getTitle())
                .toList();
    }

    private static void choose(FxRobot robot, String command) {
        robot.push(KeyCode.CONTROL, KeyCode.K);
        robot.write(command).type(KeyCode.ENTER);
    }

    private static String copied(FxRobot robot, String button) {
        robot.clickOn(button);
        String[] text = new String[1];
        robot.interact(() -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }

    @Test
    void theKeyboardIsListedInOneWindow(FxRobot robot) {
        robot.type(KeyCode.F1).type(KeyCode.F1);
        assertEquals(1, titles().stream().filter("Keyboard"::equals).count());
        Stream.of(
                        "Ctrl+K",
                        "Ctrl+Z",
                        "Space",
                        "Home",
                        "[",
                        "]",
                        "S",
                        "+",
                        "\u2212",
                        "F1",
                        "Swap the neuron with the next")
                .forEach(text -> assertTrue(
                        robot.lookup("#keyboard").lookup(text).tryQuery().isPresent(), () -> "not listed: " + text));
        robot.type(KeyCode.ESCAPE);
        assertFalse(titles().contains("Keyboard"));
    }

    @Test
    void preferencesHoldAtOnce(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        robot.clickOn("#preferred-motion").clickOn("#preferred-story");
        robot.interact(() -> theme(robot).setValue(Preferences.Appearance.DARK));
        assertTrue(session.theme().get().isDark());
        assertTrue(session.reducedMotion().get());
        assertFalse(preferences.firstStory().get());
        robot.interact(() -> preferences.appearance().set(Preferences.Appearance.LIGHT));
        assertEquals(Preferences.Appearance.LIGHT, theme(robot).getValue());
        assertTrue(robot.lookup("#preferred-motion").queryAs(CheckBox.class).isSelected());
    }

    @SuppressWarnings("unchecked")
    private static ComboBox<Preferences.Appearance> theme(FxRobot robot) {
        return robot.lookup("#preferred-theme").queryAs(ComboBox.class);
    }

    @Test
    void aSwapIsThereAtOnceWhereMotionIsReduced(FxRobot robot) {
        robot.interact(() -> {
            session.reducedMotion().set(true);
            session.edit(Edit.swap(session.edited().get().orElseThrow().architecture(), 0, 1, 5));
            assertEquals(List.of(), sliding(robot));
        });
        robot.interact(() -> {
            session.reducedMotion().set(false);
            session.edit(Edit.swap(session.edited().get().orElseThrow().architecture(), 0, 1, 5));
            assertEquals(List.of("Network"), sliding(robot));
        });
    }

    private static List<String> sliding(FxRobot robot) {
        return robot.lookup(node -> node instanceof NetworkView view && view.isSliding()).queryAll().stream()
                .map(node -> node.getAccessibleText())
                .toList();
    }

    @Test
    void aboutTellsVersionAndDeviceAndCopiesThem(FxRobot robot) {
        choose(robot, "about");
        assertEquals(
                "Orbifold " + Program.version(),
                robot.lookup("#about-version").queryAs(Label.class).getText());
        assertTrue(Program.version().matches("\\d+\\.\\d+\\.\\d+.*"), Program.version());
        TestedWindow.await(() ->
                robot.lookup("#about-device").queryAs(Label.class).getText().startsWith("Computes on: "));
        String text = copied(robot, "#about-copy");
        assertTrue(text.contains("Java " + Runtime.version()) && text.contains("JavaFX 2"), text);
        assertTrue(text.contains("Inter typeface: SIL Open Font License 1.1"), text);
    }

    @Test
    void theLogShowsWhatWasLoggedFromALevelUp(FxRobot robot) {
        robot.interact(() -> session.report(new Fault("a.csv: is not what it says")));
        choose(robot, "log");
        Logger.getLogger("org.orbifold.ui.Example").log(Level.SEVERE, "it broke", new IllegalStateException("so"));
        TestedWindow.await(
                () -> records(robot).getItems().getFirst().getMessage().equals("it broke"));
        assertTrue(records(robot).getItems().stream().anyMatch(entry -> entry.getThrown() instanceof Fault));
        robot.interact(() -> {
            ComboBox<?> levels = robot.lookup("#log-level").queryAs(ComboBox.class);
            levels.getSelectionModel().selectLast();
            records(robot).getSelectionModel().selectFirst();
        });
        assertTrue(records(robot).getItems().stream()
                .allMatch(entry -> entry.getLevel().equals(Level.SEVERE)));
        String detail = robot.lookup("#log-detail").queryAs(TextArea.class).getText();
        assertTrue(detail.contains("IllegalStateException: so"), detail);
        assertTrue(copied(robot, "#log-copy").contains("it broke"));
    }

    @SuppressWarnings("unchecked")
    private static TableView<LogRecord> records(FxRobot robot) {
        return robot.lookup("#log-records").queryAs(TableView.class);
    }

    @Test
    void theLogKeepsTheLastThousand() {
        RecentLog log = RecentLog.listening();
        for (int i = 0; i <= RecentLog.MOST; i++) {
            Logger.getLogger("org.orbifold.Example").fine("entry " + i);
        }
        assertEquals(RecentLog.MOST, log.records().size());
        assertEquals("entry 1", log.records().getFirst().getMessage());
        Logger.getLogger("other.Example").warning("not ours");
        assertEquals("entry " + RecentLog.MOST, log.records().getLast().getMessage());
    }

    @Test
    void anInternalFailureIsToldInOneWindowWithItsDetail(FxRobot robot) {
        robot.interact(() -> session.report(new IllegalStateException("the roof is on fire")));
        robot.interact(() -> session.report(new IllegalStateException("the cellar too")));
        assertEquals(1, titles().stream().filter("Internal failure"::equals).count());
        String what = robot.lookup("#error-what").queryAs(Label.class).getText();
        assertTrue(what.contains("the roof is on fire"), what);
        assertTrue(robot.lookup("#error-more").queryAs(Label.class).getText().startsWith("1 more failure"));
        assertFalse(robot.lookup("#error-fold").queryAs(TitledPane.class).isExpanded());
        String detail = copied(robot, "#error-copy");
        assertTrue(detail.startsWith("Orbifold " + Program.version()), detail);
        assertTrue(detail.contains("\tat " + SideWindowsTest.class.getName()), detail);
        robot.clickOn("#error-close");
        assertFalse(titles().contains("Internal failure"));
        robot.interact(() -> session.report(new IllegalStateException("the cellar still")));
        assertTrue(robot.lookup("#error-what").queryAs(Label.class).getText().contains("the cellar still"));
    }

    @Test
    void aFaultOpensNoWindow(FxRobot robot) {
        // the headless screen cannot draw a line that slides in from beyond its edge, and says so
        WaitForAsyncUtils.autoCheckException = false;
        try {
            robot.interact(() -> session.report(new Fault("a.csv: is not what it says")));
            assertFalse(titles().contains("Internal failure"));
            assertEquals(Optional.empty(), robot.lookup("#error-what").tryQuery());
        } finally {
            WaitForAsyncUtils.clearExceptions();
            WaitForAsyncUtils.autoCheckException = true;
        }
    }

    @Test
    void everyControlOfTheWindowsHasAName(FxRobot robot) {
        for (String command : List.of("preferences", "keyboard", "log", "about")) {
            choose(robot, command);
            for (Button button : robot.lookup(".side-window .button").queryAllAs(Button.class)) {
                assertTrue(button.getText() != null || button.getAccessibleText() != null, () -> "no name: " + button);
            }
            robot.type(KeyCode.ESCAPE);
        }
        assertEquals(1, titles().size(), () -> titles().toString());
    }
}
