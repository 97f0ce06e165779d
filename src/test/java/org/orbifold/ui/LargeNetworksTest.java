package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.figure.ConfusionFigure;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.ProbeChoice;
import org.orbifold.figure.Probed;
import org.orbifold.figure.SheetsLayout;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Networks over images and of convolutions: units are dragged, test rows looked through, and figures copied. */
@ExtendWith(ApplicationExtension.class)
class LargeNetworksTest {
    private Session session;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    private void open(FxRobot robot, Weights network, String spec, int rows) {
        DataSet all = DataSets.load(DataRequest.of(spec));
        DataSet some = new DataSet(spec, all.examples().slice(0, rows), all.classNames(), all.image());
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", network));
            session.openData(some, 0);
        });
        window.settle();
    }

    private Weights glyphs() {
        return SampleModels.read("glyphs-a.safetensors").network();
    }

    private Weights edited() {
        return session.edited().get().orElseThrow();
    }

    private void drag(FxRobot robot, SheetsLayout.Place from, SheetsLayout.Place to) {
        robot.moveTo(onScreen(robot, from)).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, to)).release(MouseButton.PRIMARY);
        window.settle();
    }

    private javafx.geometry.Point2D onScreen(FxRobot robot, SheetsLayout.Place place) {
        Node sheets = robot.lookup("#sheets").query();
        Bounds bounds = sheets.getLayoutBounds();
        Point2D at = new SheetsLayout(edited().architecture(), bounds.getWidth(), bounds.getHeight()).center(place);
        return sheets.localToScreen(at.getX(), at.getY());
    }

    @Test
    void rowsOfALargeMatrixChangePlacesByDrag(FxRobot robot) {
        Weights wide = new Initialization.Normal(0.05)
                .draw(Architecture.parse("784-512-512-10", Activation.RELU), new SplittableRandom(3));
        open(robot, wide, "glyphs", 60);
        drag(robot, new SheetsLayout.Place(1, 100), new SheetsLayout.Place(1, 400));
        Neuron selected = session.selection().get().orElseThrow();
        assertEquals(2, selected.column());
        assertEquals(1, session.history().edits().size());
        assertTrue(session.history().edits().getFirst().name().endsWith("in hidden 1"));
        int now = selected.index();
        int before = java.util.stream.IntStream.range(0, 512)
                .filter(i ->
                        wide.bias(1, i) == edited().bias(1, now) && wide.weight(1, i, 5) == edited().weight(1, now, 5))
                .findFirst()
                .orElseThrow();
        assertTrue(Math.abs(before - 100) <= 2 && Math.abs(now - 400) <= 2, before + " to " + now);
        assertEquals(wide.weight(2, 3, before), edited().weight(2, 3, now));
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() < 1e-4);
    }

    @Test
    void channelsOfAConvolutionChangePlacesByDragAndTheFunctionStandsStill(FxRobot robot) {
        Weights network = SampleModels.read("cnn-a.safetensors").network();
        open(robot, network, "glyphs:8", 60);
        drag(robot, new SheetsLayout.Place(0, 2), new SheetsLayout.Place(0, 9));
        assertEquals(
                "swap(2, 9) in hidden 0", session.history().edits().getFirst().name());
        assertEquals(network.weight(0, 2, 4), edited().weight(0, 9, 4));
        assertEquals(network.weight(1, 0, 2 * 9 + 1), edited().weight(1, 0, 9 * 9 + 1));
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() < 1e-4);
        robot.interact(() ->
                robot.lookup("#partner").queryComboBox().getSelectionModel().select((Object) 4));
        robot.clickOn("#swap");
        window.settle();
        assertEquals(
                "swap(4, 9) in hidden 0", session.history().edits().getLast().name());
    }

    @Test
    void aUnitThatIsLetGoElsewhereStaysWhereItWas(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 100);
        robot.moveTo(onScreen(robot, new SheetsLayout.Place(0, 5))).press(MouseButton.PRIMARY);
        robot.moveBy(0, -300).release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(0, session.history().edits().size());
        assertEquals(Optional.of(new Neuron(1, 5)), session.selection().get());
    }

    private Probed probed() {
        return session.probes().found().get().orElseThrow();
    }

    @Test
    void theGalleryIsOfWrongRowsByAButton(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 1000);
        assertEquals(200, probed().first().rows());
        robot.clickOn("#probes-wrong");
        window.settle();
        assertEquals(ProbeChoice.Kind.WRONG, session.probes().choice().get().kind());
    }

    @Test
    void aClickOnACellOfTheMatrixLeavesItsImages(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 1000);
        ProbeChoice.Cell cell = new ProbeChoice.Cell(3, 3);
        Node matrix = robot.lookup("#confusion").query();
        Bounds bounds = matrix.getLayoutBounds();
        Rectangle2D at = new ConfusionFigure(probed(), false, Optional.empty())
                .cell(cell, bounds.getWidth(), bounds.getHeight());
        robot.clickOn(matrix.localToScreen(at.getCenterX(), at.getCenterY()));
        window.settle();
        assertEquals(
                new ProbeChoice(ProbeChoice.Kind.ALL, Optional.of(cell)),
                session.probes().choice().get());
        assertTrue(robot.lookup("#probes-every-cell").query().isVisible());
        robot.interact(() -> robot.lookup("#probes-every-cell").queryButton().fire());
        assertEquals(Optional.empty(), session.probes().choice().get().cell());
    }

    @Test
    void theGalleryIsLeafedThrough(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 1000);
        assertTrue(robot.lookup("#probes-back").query().isDisabled());
        robot.clickOn("#probes-next");
        window.settle();
        int second = session.probes().first().get();
        assertTrue(second > 0);
        assertFalse(robot.lookup("#probes-back").query().isDisabled());
        robot.clickOn("#probes-back");
        assertEquals(0, session.probes().first().get());
    }

    @Test
    void predictionsFollowTheEditsAndTheComparisonWithB(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 1000);
        int right = probed().first().right();
        robot.interact(() -> robot.lookup("#break").queryButton().fire());
        window.settle();
        assertTrue(probed().first().right() < right - 20, "a broken symmetry is seen");
        robot.interact(() -> {
            session.undo();
            session.openB(new OpenNetwork(
                    "b", SampleModels.read("glyphs-b.safetensors").network()));
        });
        window.settle();
        assertEquals(right, probed().first().right());
        robot.interact(() -> ((ToggleButton) robot.lookup("#wiping").query()).fire());
        window.settle();
        assertEquals("B", probed().other().orElseThrow().name());
        robot.interact(() -> session.t().set(0.5));
        window.settle();
        assertEquals("t = 0.50", probed().name());
        assertTrue(probed().first().right() < right);
    }

    private static <T> T fx(Callable<T> ask) {
        return WaitForAsyncUtils.waitForAsyncFx(10_000, ask);
    }

    @Test
    void aFigureIsCopiedAsAPictureAndItsNumbersAsText(FxRobot robot) {
        open(robot, glyphs(), "glyphs", 1000);
        Node matrix = robot.lookup("#confusion").query();
        robot.moveTo(matrix)
                .press(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.C)
                .release(KeyCode.C, KeyCode.ALT, KeyCode.SHORTCUT);
        TestedWindow.await(() -> fx(() -> Clipboard.getSystemClipboard().hasString()
                && Clipboard.getSystemClipboard().getString().contains("class,predicted,rows,share")));
        String csv = fx(() -> Clipboard.getSystemClipboard().getString());
        assertTrue(
                csv.startsWith("# Confusion matrix of A on 200 test rows") && csv.contains("Orbifold workbench: a"),
                csv);
        robot.rightClickOn(matrix);
        robot.clickOn("Copy picture");
        TestedWindow.await(() -> fx(() -> Clipboard.getSystemClipboard().hasImage()));
        Image image = fx(() -> Clipboard.getSystemClipboard().getImage());
        assertEquals(2 * Math.ceil(matrix.getLayoutBounds().getWidth()), image.getWidth());
        assertTrue(fx(() -> Clipboard.getSystemClipboard().getString()).contains("Orbifold workbench: a"));
    }
}
