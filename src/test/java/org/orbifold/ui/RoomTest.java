package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.figure.Neuron;
import org.orbifold.io.ModelFile;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.Library;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The panes beside the views: the library opened from, the inspector read, the history gone through. */
@ExtendWith(ApplicationExtension.class)
class RoomTest {
    @TempDir
    private Path folder;

    private Session session;
    private TestedWindow window;
    private Weights original;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    @BeforeEach
    void open(FxRobot robot) {
        original = window.openMoons(robot).a();
    }

    private static TreeCell<?> line(FxRobot robot, String name) {
        return robot.lookup("#library .tree-cell").queryAllAs(TreeCell.class).stream()
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .filter(cell -> String.valueOf(cell.getAccessibleText()).startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + name));
    }

    private void showLibrary(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.B);
        window.settle();
    }

    private void showInspector(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.I);
        window.settle();
    }

    @Test
    void thePanesAreHiddenAtFirstAndShownByKeysAndButtons(FxRobot robot) {
        assertTrue(robot.lookup("#library").tryQuery().isEmpty());
        assertTrue(robot.lookup("#inspector").tryQuery().isEmpty());
        showLibrary(robot);
        assertTrue(robot.lookup("#library").query().isVisible());
        robot.clickOn("#toggle-inspector");
        window.settle();
        assertTrue(robot.lookup("#inspector").query().isVisible());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
        assertTrue(robot.lookup("#library").query().isVisible(), "what was chosen stays");
        robot.clickOn("#toggle-library");
        assertTrue(robot.lookup("#library").tryQuery().isEmpty());
    }

    @Test
    void networksAreOpenedFromTheLibraryAndMarked(FxRobot robot) {
        showLibrary(robot);
        assertEquals(
                "a.safetensors, 2-8-8-2 relu, open as A",
                line(robot, "a.safetensors").getAccessibleText());
        assertEquals(
                "b.safetensors, 2-8-8-2 relu, open as B",
                line(robot, "b.safetensors").getAccessibleText());
        robot.doubleClickOn(line(robot, "tanh.safetensors"));
        window.settle();
        assertEquals("tanh.safetensors", session.a().get().orElseThrow().name());
        TestedWindow.await(() -> "tanh.safetensors, 2-8-8-2 tanh, open as A"
                .equals(line(robot, "tanh").getAccessibleText()));
        assertEquals("a.safetensors, 2-8-8-2 relu", line(robot, "a.safetensors").getAccessibleText());
        robot.clickOn(line(robot, "tanh")).push(KeyCode.SHIFT, KeyCode.ENTER);
        window.settle();
        assertEquals("tanh.safetensors", session.b().get().orElseThrow().name());
        robot.clickOn(line(robot, "glyphs-a")).push(KeyCode.SHIFT, KeyCode.ENTER);
        window.settle();
        assertTrue(session.failure()
                .get()
                .orElseThrow()
                .getMessage()
                .startsWith("glyphs-a.safetensors: its architecture"));
        robot.clickOn(line(robot, "a.safetensors"))
                .clickOn(MouseButton.SECONDARY)
                .clickOn("Open as A  (Enter)");
        window.settle();
        assertEquals(original, session.edited().get().orElseThrow());
    }

    @Test
    void everySampleIsListed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("sample-models"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .toList();
            Library library = session.library();
            assertEquals(
                    names,
                    Stream.concat(
                                    Stream.of(library.networks(), library.zoos(), library.flows())
                                            .flatMap(List::stream)
                                            .map(Library.Entry::name),
                                    SampleLesson.ALL.stream().map(SampleLesson::file))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void aZooIsOpenedOutAndItsNetworksAreOpened(FxRobot robot) {
        Architecture architecture = Architecture.parse("2-3-2", Activation.RELU);
        List<Weights> networks = IntStream.range(0, 60)
                .mapToObj(k -> new Initialization.Normal(0.7).draw(architecture, new SplittableRandom(k)))
                .toList();
        Path file = folder.resolve("tiny.safetensors");
        ModelFile.zoo(file, networks).write(file, Map.of());
        robot.interact(() -> session.course().openZoo(file));
        Library library = session.library();
        Library.Zoo zoo = library.zoos().getLast();
        assertEquals(Optional.of(file.toString()), zoo.location());
        assertEquals("open", library.place(zoo));
        showLibrary(robot);
        TreeItem<?> item = item(robot.lookup("#library").queryAs(TreeView.class).getRoot(), zoo);
        assertEquals(1, item.getChildren().size(), "nothing is read before it is opened out");
        assertFalse(library.members().containsKey(zoo.origin()));
        robot.clickOn(line(robot, "tiny.safetensors")).type(KeyCode.RIGHT);
        window.settle();
        assertEquals(Library.LISTED + 1, item.getChildren().size());
        assertTrue(item.getChildren().getLast().getValue().toString().contains("\u2026 10 more"));
        robot.type(KeyCode.DOWN, 3).push(KeyCode.SHIFT, KeyCode.ENTER);
        window.settle();
        assertTrue(session.failure().get().isPresent(), "B has to have A's architecture");
        robot.type(KeyCode.ENTER);
        window.settle();
        assertEquals(networks.get(2), session.edited().get().orElseThrow());
        assertEquals(file + "#2", session.a().get().orElseThrow().location().orElseThrow());
        assertEquals("A", library.place(library.networks().getLast()));
    }

    private static TreeItem<?> item(TreeItem<?> root, Library.Entry entry) {
        return root.getChildren().stream()
                .flatMap(section -> section.getChildren().stream())
                .filter(item -> item.getValue().toString().contains(entry.origin()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsAreListed(FxRobot robot) {
        showLibrary(robot);
        assertEquals(
                "nothing was trained or aligned yet", line(robot, "nothing").getAccessibleText());
        robot.interact(() -> session.align(false));
        window.settle();
        assertTrue(
                line(robot, "Aligning B to A by weights, done, test barrier ").isVisible());
    }

    private static List<String> said(FxRobot robot) {
        return robot.lookup("#inspector .label").queryAllAs(Labeled.class).stream()
                .filter(label -> label.isVisible() && label.getParent().isVisible())
                .map(Labeled::getText)
                .toList();
    }

    @Test
    void theInspectorTellsOfTheNetworksAndTheData(FxRobot robot) {
        showInspector(robot);
        List<String> said = said(robot);
        assertTrue(
                said.containsAll(List.of("2-8-8-2", "relu: permutation, scaling", "114", "9.211", "16")),
                said::toString);
        assertTrue(said.containsAll(List.of("1,000", "800 rows", "200 rows", "moons")), said::toString);
    }

    @Test
    void theInspectorShowsANeuronExactlyAndTheScalingInForce(FxRobot robot) {
        showInspector(robot);
        robot.interact(() -> {
            session.selection().set(Optional.of(new Neuron(2, 3)));
            session.edit(Edit.scale(original.architecture(), 1, 3, 2));
        });
        window.settle();
        assertEquals(
                "W\u2081[3,:] \u2190 2\u00b7W\u2081[3,:]\nb\u2081[3] \u2190 2\u00b7b\u2081[3]\n"
                        + "W\u2082[:,3] \u2190 W\u2082[:,3]/2",
                robot.lookup("#formula").queryAs(Label.class).getText());
        TableView<?> incoming = robot.lookup("#incoming").queryTableView();
        assertEquals(8, incoming.getItems().size());
        robot.interact(incoming::requestFocus);
        robot.push(KeyCode.CONTROL, KeyCode.C);
        String copied = clipboard(robot);
        assertEquals(
                "hidden 0, neuron 5\t" + 2 * original.weight(1, 3, 5),
                copied.lines().toList().get(5),
                "every digit is copied");
        robot.clickOn("#by-magnitude");
        robot.interact(incoming::requestFocus);
        robot.push(KeyCode.CONTROL, KeyCode.C);
        double[] magnitudes = clipboard(robot)
                .lines()
                .mapToDouble(line -> Math.abs(Double.parseDouble(line.substring(line.indexOf('\t')))))
                .toArray();
        for (int k = 1; k < magnitudes.length; k++) {
            assertTrue(magnitudes[k] <= magnitudes[k - 1], "by magnitude");
        }
        for (Labeled cell : robot.lookup("#incoming .value-cell").queryAllAs(Labeled.class)) {
            if (cell.getText() != null) {
                String digits = cell.getText().replaceAll("[^0-9]", "").replaceFirst("^0+", "");
                assertTrue(digits.length() <= 4, cell.getText());
            }
        }
    }

    private static String clipboard(FxRobot robot) {
        String[] text = new String[1];
        robot.interact(() -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }

    @Test
    void aTanhNeuronShowsTheFlipInForce(FxRobot robot) {
        showInspector(robot);
        robot.interact(() -> {
            session.library().open(session.library().networks().get(2), End.A);
            session.selection().set(Optional.of(new Neuron(1, 4)));
        });
        window.settle();
        assertTrue(said(robot).contains("A symmetry of this neuron, none is in force:"));
        robot.interact(() ->
                session.edit(Edit.flip(session.a().get().orElseThrow().weights().architecture(), 0, 4)));
        window.settle();
        assertTrue(robot.lookup("#formula")
                .queryAs(Label.class)
                .getText()
                .endsWith("W\u2081[:,4] \u2190 \u2212W\u2081[:,4]"));
    }

    @Test
    void aClickInTheHistoryGoesThere(FxRobot robot) {
        showInspector(robot);
        robot.interact(() -> {
            session.edit(Edit.swap(original.architecture(), 0, 1, 2));
            session.edit(Edit.scale(original.architecture(), 0, 3, 4));
        });
        window.settle();
        Weights both = session.edited().get().orElseThrow();
        robot.clickOn(edit(robot, "swap(1, 2) in hidden 0"));
        window.settle();
        assertEquals(1, session.history().position().get());
        assertTrue(undone(robot, "scale(n3").contains("undone"));
        robot.clickOn(edit(robot, "as opened"));
        assertEquals(original, session.edited().get().orElseThrow());
        robot.clickOn(edit(robot, "scale(n3"));
        assertEquals(both, session.edited().get().orElseThrow());
        assertFalse(undone(robot, "scale(n3").contains("undone"));
    }

    private static ListCell<?> edit(FxRobot robot, String name) {
        return robot.lookup("#history .list-cell").queryAllAs(ListCell.class).stream()
                .filter(cell -> String.valueOf(cell.getText()).startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static String undone(FxRobot robot, String name) {
        return edit(robot, name).getPseudoClassStates().toString().toLowerCase(Locale.ROOT);
    }
}
