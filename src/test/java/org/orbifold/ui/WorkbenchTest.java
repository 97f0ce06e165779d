package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.shape.Circle;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.figure.GraphLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.graph.GraphFormat;
import org.orbifold.graph.WeightGraph;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The window as a person uses it: neurons dragged, scaled and flipped, networks aligned, t scrubbed, all undone. */
@ExtendWith(ApplicationExtension.class)
class WorkbenchTest {
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

    private Weights edited() {
        return session.edited().get().orElseThrow();
    }

    @Test
    void draggingANeuronOntoAnotherSwapsThemAndTheFunctionStandsStill(FxRobot robot) {
        Node from = robot.lookup("#neuron-0-1").query();
        Node to = robot.lookup("#neuron-0-4").query();
        robot.moveTo(from).press(MouseButton.PRIMARY).moveTo(to).release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(
                "swap(1, 4) in hidden 0", session.history().edits().getFirst().name());
        assertEquals(original.weight(0, 1, 0), edited().weight(0, 4, 0));
        assertEquals(original.weight(0, 4, 1), edited().weight(0, 1, 1));
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() < 1e-6);
        assertTrue(session.gauges().invariants().get().orElseThrow().distance() > 0.1);
        assertEquals(Optional.of(new Neuron(1, 4)), session.selection().get());
    }

    @Test
    void pullingTheRingScalesANeuron(FxRobot robot) {
        robot.clickOn("#neuron-1-3");
        window.settle();
        Circle knob = robot.lookup("#ring-knob").query();
        robot.drag(knob, MouseButton.PRIMARY).moveBy(20, 0).drop();
        window.settle();
        assertTrue(session.history().edits().getFirst().name().startsWith("scale(n3"));
        double factor = edited().weight(1, 3, 0) / original.weight(1, 3, 0);
        assertTrue(factor > 1.5, "scaled by " + factor);
        assertEquals(original.weight(2, 0, 3) / factor, edited().weight(2, 0, 3), 1e-5);
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() < 1e-4);
    }

    @Test
    void aTanhNeuronIsFlippedByItsKnobAndCannotBeScaled(FxRobot robot) {
        robot.interact(() -> session.openA(
                new OpenNetwork("tanh", SampleModels.read("tanh.safetensors").network())));
        window.settle();
        Weights before = edited();
        robot.clickOn("#neuron-0-2");
        window.settle();
        assertFalse(robot.lookup("#scale").query().isVisible());
        assertTrue(robot.lookup("#flip").query().isVisible());
        robot.clickOn("#ring-knob");
        window.settle();
        assertEquals(-before.weight(0, 2, 0), edited().weight(0, 2, 0));
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() < 1e-6);
    }

    @Test
    void undoAndRedoGiveExactlyTheSameWeights(FxRobot robot) {
        robot.interact(() -> {
            session.edit(Edit.scale(original.architecture(), 0, 2, 3.7));
            session.edit(Edit.swap(original.architecture(), 1, 0, 5));
        });
        window.settle();
        Weights both = edited();
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).type(KeyCode.Z).release(KeyCode.CONTROL);
        window.settle();
        assertEquals(original, edited());
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT)
                .type(KeyCode.Z)
                .type(KeyCode.Z)
                .release(KeyCode.SHIFT, KeyCode.CONTROL);
        window.settle();
        assertEquals(both, edited());
    }

    @Test
    void breakingASymmetryShowsAndUndoMendsIt(FxRobot robot) {
        robot.clickOn("#break");
        window.settle();
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() > 0.1);
        assertTrue(session.gauges().invariants().get().orElseThrow().lossDifference() > 0.1);
        assertNotEquals(
                "0", robot.lookup("#loss-difference").queryAs(Label.class).getText());
        robot.interact(session::undo);
        window.settle();
        assertEquals(original, edited());
    }

    @Test
    void aligningLowersTheBarrierAndTRunsOnTheAlignedPath(FxRobot robot) {
        assertTrue(robot.lookup("#aligned").queryAs(ToggleButton.class).isDisabled());
        robot.clickOn("#align");
        window.settle();
        assertTrue(robot.lookup("#aligned").queryAs(ToggleButton.class).isSelected());
        double naive = barrier(PathFigure.Kind.NAIVE);
        double aligned = barrier(PathFigure.Kind.ALIGNED);
        assertTrue(naive > 1 && aligned < 0.05, naive + " -> " + aligned);
        robot.interact(() -> session.t().set(0.5));
        window.settle();
        double middle = session.gauges().outcome().get().orElseThrow().loss();
        assertTrue(middle < 0.05);
        robot.clickOn("#naive");
        window.settle();
        assertTrue(session.gauges().outcome().get().orElseThrow().loss() > 1);
    }

    private double barrier(PathFigure.Kind kind) {
        return session.gauges().curves().get().stream()
                .filter(curve -> curve.kind() == kind && curve.training())
                .findFirst()
                .orElseThrow()
                .barrier()
                .barrier();
    }

    /** A's symmetries carry the aligned B along: the aligned barrier stands still while the naive one changes. */
    @Test
    void theAlignedBarrierStandsStillUnderSymmetriesOfA(FxRobot robot) {
        robot.interact(() -> session.align(false));
        double before = barrier(PathFigure.Kind.ALIGNED);
        double naive = barrier(PathFigure.Kind.NAIVE);
        robot.interact(() -> {
            session.edit(Edit.swap(original.architecture(), 0, 0, 7));
            session.edit(Edit.scale(original.architecture(), 1, 2, 5));
        });
        assertEquals(before, barrier(PathFigure.Kind.ALIGNED), 1e-5);
        assertNotEquals(naive, barrier(PathFigure.Kind.NAIVE), 1e-3);
    }

    @Test
    void arrowKeysScrubT(FxRobot robot) {
        robot.clickOn("#neuron-0-0");
        robot.type(KeyCode.RIGHT, 3);
        assertEquals(0.03, session.t().get(), 1e-9);
        robot.press(KeyCode.SHIFT).type(KeyCode.RIGHT).release(KeyCode.SHIFT);
        assertEquals(0.13, session.t().get(), 1e-9);
        robot.type(KeyCode.END);
        assertEquals(1, session.t().get());
        robot.type(KeyCode.HOME);
        assertEquals(0, session.t().get());
    }

    @Test
    void keysSelectSwapAndScale(FxRobot robot) {
        robot.clickOn("#neuron-0-0");
        robot.type(KeyCode.CLOSE_BRACKET);
        assertEquals(Optional.of(new Neuron(1, 1)), session.selection().get());
        robot.type(KeyCode.S);
        assertEquals(
                "swap(1, 2) in hidden 0", session.history().edits().getLast().name());
        robot.type(KeyCode.EQUALS);
        assertTrue(session.history().edits().getLast().name().startsWith("scale(n2"));
    }

    @Test
    void networksAreOpenedAndSavedByMenu(FxRobot robot) {
        window.choose(folder.resolve("saved.safetensors"));
        robot.interact(() -> session.edit(Edit.swap(original.architecture(), 0, 0, 1)));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.S).release(KeyCode.SHIFT, KeyCode.CONTROL);
        window.settle();
        assertTrue(Files.exists(folder.resolve("saved.safetensors")));
        Weights saved = edited();
        robot.press(KeyCode.CONTROL).type(KeyCode.O).release(KeyCode.CONTROL);
        window.settle();
        assertEquals(saved, edited());
        assertTrue(session.history().edits().isEmpty());
        assertEquals("saved.safetensors", session.a().get().orElseThrow().name());
    }

    @Test
    void aBadFileIsToldAndNothingIsLost(FxRobot robot) throws IOException {
        window.choose(Files.writeString(folder.resolve("junk.safetensors"), "junk"));
        robot.press(KeyCode.CONTROL).type(KeyCode.O).release(KeyCode.CONTROL);
        window.settle();
        Throwable failure = session.failure().get().orElseThrow();
        assertTrue(failure instanceof Fault && failure.getMessage().contains("junk.safetensors"), failure.toString());
        assertEquals(original, edited());
    }

    @Test
    void theThemeChanges(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.T).release(KeyCode.CONTROL);
        window.settle();
        assertTrue(session.theme().get().isDark());
    }

    @Test
    void everyControlHasAnAccessibleName(FxRobot robot) {
        for (Button button : robot.lookup(".button").queryAllAs(Button.class)) {
            boolean named = button.getText() != null && !button.getText().isBlank();
            assertTrue(named || button.getAccessibleText() != null, () -> "no name: " + button);
        }
        for (Node handle : robot.lookup(".neuron-handle").queryAll()) {
            assertTrue(handle.getAccessibleText().startsWith("Neuron "));
        }
    }

    @Test
    void theWipeIsDraggedAndTheReadoutSaysWhichNetworkIsUnderThePointer(FxRobot robot) {
        robot.clickOn("#wiping");
        window.settle();
        Circle knob = robot.lookup("#wipe").query();
        assertTrue(knob.isVisible());
        double middle = knob.getCenterX();
        robot.drag(knob, MouseButton.PRIMARY).moveBy(-60, 0).drop();
        window.settle();
        assertEquals(middle - 60, knob.getCenterX(), 2);
        robot.moveTo(knob).moveBy(-15, 0);
        Label readout = robot.lookup("#function-readout").query();
        assertFalse(readout.getText().contains("B:"), readout.getText());
        robot.moveTo(knob).moveBy(15, 0);
        assertTrue(readout.getText().contains("B: P("), readout.getText());
        robot.interact(knob::requestFocus);
        robot.push(KeyCode.HOME);
        window.settle();
        assertTrue(knob.getCenterX() < middle - 61);
    }

    @Test
    void aNetworkThatDoesNotFitTheDataBringsItsOwn(FxRobot robot) throws IOException {
        Path file = folder.resolve("glyphs.safetensors");
        try (InputStream in = SampleModels.class.getResourceAsStream("/sample-models/glyphs-a.safetensors")) {
            Files.copy(in, file);
        }
        window.choose(file);
        robot.clickOn("#wiping");
        window.settle();
        robot.push(KeyCode.CONTROL, KeyCode.O);
        window.settle();
        assertEquals(784, edited().architecture().inputs());
        assertEquals(784, session.data().get().orElseThrow().examples().width());
        assertTrue(session.gauges().outcome().get().orElseThrow().accuracy() > 0.9);
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void theFlowWorkspaceOpensOnNetworksOfATrainedFlow(FxRobot robot) {
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        TestedWindow.await(() -> session.particles().sample().get().isPresent());
        assertEquals(FlowCourse.State.IDLE, session.course().state().get());
        assertEquals(
                100, session.particles().sample().get().orElseThrow().outcomes().size());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void theWeightGraphTakesTheNetworksPlaceAndSelectsWhatIsClicked(FxRobot robot) {
        assertEquals(Optional.empty(), robot.lookup("#weight-graph").tryQuery(), "nothing is made before it is shown");
        robot.clickOn("#show-graph");
        window.settle();
        FigurePane picture = robot.lookup("#weight-graph").queryAs(FigurePane.class);
        assertTrue(picture.isVisible() && isPainted(picture));
        assertFalse(robot.lookup("#neuron-0-1")
                .queryAs(Node.class)
                .getParent()
                .getParent()
                .isVisible());
        assertTrue(picture.getAccessibleText().contains("S8 \u00d7 S8"), picture.getAccessibleText());
        WeightGraph graph = new WeightGraph(edited());
        Neuron node = new Neuron(2, 5);
        Point2D at = new GraphLayout(graph, Optional.empty(), picture.getWidth(), picture.getHeight())
                .center(node)
                .orElseThrow();
        Bounds bounds = picture.localToScreen(picture.getBoundsInLocal());
        robot.clickOn(bounds.getMinX() + at.getX(), bounds.getMinY() + at.getY());
        window.settle();
        assertEquals(Optional.of(node), session.selection().get());
        assertTrue(robot.lookup("#selection").queryAs(Label.class).getText().startsWith("hidden 1, neuron 5"));
        robot.clickOn("#show-graph");
        window.settle();
        assertFalse(picture.isVisible());
    }

    private static boolean isPainted(FigurePane picture) {
        return picture.getChildrenUnmodifiable().stream()
                .anyMatch(child -> child instanceof ImageView view && view.getImage() != null);
    }

    @Test
    void theWeightGraphIsExportedByMenu(FxRobot robot) throws IOException {
        window.choose(folder.resolve("a.graphml"));
        robot.interact(() -> session.edit(Edit.swap(original.architecture(), 0, 0, 1)));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.G).release(KeyCode.SHIFT, KeyCode.CONTROL);
        window.settle();
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        GraphFormat.GRAPHML.write(new WeightGraph(edited()), wanted, Progress.NONE);
        assertArrayEquals(wanted.toByteArray(), Files.readAllBytes(folder.resolve("a.graphml")));
        window.choose(folder.resolve("a.txt"));
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.G).release(KeyCode.SHIFT, KeyCode.CONTROL);
        window.settle();
        assertTrue(session.failure().get().orElseThrow().getMessage().contains(".graphml or .dot"));
        assertFalse(Files.exists(folder.resolve("a.txt")));
    }
}
