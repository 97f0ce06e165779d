package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.shape.Circle;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.SpheresFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.SpherePair;
import org.orbifold.study.SampleModels;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The spheres as a person uses them: points dragged and turned by numbers, t on the geodesic, all undone. */
@ExtendWith(ApplicationExtension.class)
class SpheresViewTest {
    private Session session;
    private TestedWindow window;
    private Weights a;
    private Weights b;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    @BeforeEach
    void open(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        a = pair.a();
        b = pair.b();
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", pair.a()));
            session.openB(new OpenNetwork("b", pair.b()));
        });
        window.settle();
        robot.clickOn("#show-spheres");
        window.settle();
    }

    private void openRandom(FxRobot robot, String shape, Activation activation) {
        Architecture architecture = Architecture.parse(shape, activation);
        a = new Initialization.Normal(1).draw(architecture, new SplittableRandom(1));
        b = new Initialization.Normal(1).draw(architecture, new SplittableRandom(2));
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", a));
            session.openB(new OpenNetwork("b", b));
        });
        window.settle();
    }

    private SpherePair sphere(int layer, int neuron) {
        return session.ends().get().orElseThrow().canonical().spheres(layer).stream()
                .filter(pair -> pair.neuron() == neuron)
                .findFirst()
                .orElseThrow();
    }

    private Weights edited() {
        return session.edited().get().orElseThrow();
    }

    private Weights editedB() {
        return session.editedB().get().orElseThrow();
    }

    private String lastEdit() {
        return session.history().edits().getLast().name();
    }

    @Test
    void spheresTakeTheNetworksPlaceAndTRunsOnTheGeodesic(FxRobot robot) {
        FigurePane picture = robot.lookup("#spheres").queryAs(FigurePane.class);
        assertTrue(picture.isVisible());
        assertTrue(picture.getAccessibleText().contains("hidden layer 0"), picture.getAccessibleText());
        assertEquals(PathFigure.Kind.GEODESIC, session.kind().get());
        robot.interact(() -> session.openData(SampleModels.moonsPair().data(), 0));
        window.settle();
        assertEquals(
                List.of(PathFigure.Kind.GEODESIC, PathFigure.Kind.CHORD),
                session.gauges().curves().get().stream()
                        .filter(PathFigure.Curve::training)
                        .map(PathFigure.Curve::kind)
                        .toList());
        CanonicalPair pair = new CanonicalPair(a, b);
        robot.interact(() -> session.t().set(0.4));
        window.settle();
        assertEquals(Optional.of(pair.onGeodesic(0.4)), session.shown().get());
        assertTrue(picture.getAccessibleText().contains("t = 0.40"));
        robot.clickOn("#chord");
        window.settle();
        assertEquals(Optional.of(pair.onChord(0.4)), session.shown().get());
        robot.clickOn("#show-graph");
        window.settle();
        assertFalse(robot.lookup("#show-spheres").queryAs(ToggleButton.class).isSelected());
        assertFalse(picture.isVisible());
    }

    @Test
    void draggingAPointOfARotatesItsNeuronAndUndoTakesItBack(FxRobot robot) {
        SpherePair before = sphere(0, 3);
        Circle handle = robot.lookup("#point-0-3-A").query();
        double angle = Math.atan2(before.x()[1], before.x()[0]);
        robot.moveTo(handle).press(MouseButton.PRIMARY).moveBy(9, 14);
        window.settle();
        assertEquals(a, edited(), "no edit is made before the point is let go");
        assertNotEquals(Optional.of(a), session.shown().get(), "but it is seen");
        robot.release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(0, session.t().get());
        assertTrue(lastEdit().matches("rotate\\(n3, [0-9.]+\u00b0\\) in hidden 0"), lastEdit());
        SpherePair after = sphere(0, 3);
        assertNotEquals(angle, Math.atan2(after.x()[1], after.x()[0]), 0.05);
        assertArrayEquals(before.y(), after.y());
        assertEquals(
                Math.hypot(a.weight(0, 3, 0), a.weight(0, 3, 1)),
                Math.hypot(edited().weight(0, 3, 0), edited().weight(0, 3, 1)),
                1e-5);
        for (int i : new int[] {0, 1, 2, 4, 5, 6, 7}) {
            assertEquals(a.weight(0, i, 0), edited().weight(0, i, 0));
        }
        assertEquals(Optional.of(new Neuron(1, 3)), session.selection().get());
        assertTrue(session.gauges().invariants().get().orElseThrow().outputDifference() > 1e-2);
        robot.interact(session::undo);
        window.settle();
        assertEquals(a, edited());
    }

    @Test
    void numbersTurnAPointOfBTowardsThatOfA(FxRobot robot) {
        robot.interact(() -> session.selection().set(Optional.of(new Neuron(2, 4))));
        window.settle();
        SpherePair before = sphere(1, 4);
        TextField degrees = robot.lookup("#towards").queryAs(TextField.class);
        robot.interact(() -> degrees.setText("25"));
        robot.clickOn("#rotate-b");
        window.settle();
        assertEquals("rotate(n4 of B, 25.0\u00b0) in hidden 1", lastEdit());
        assertEquals(before.angle() - Math.toRadians(25), sphere(1, 4).angle(), 1e-6);
        assertEquals(a, edited());
        assertNotEquals(b, editedB());
        assertEquals(1, session.t().get());
        assertTrue(
                Invariance.maxOutputDifference(editedB(), session.shown().get().orElseThrow()) < 1e-4);
        robot.interact(() -> degrees.setText("a lot"));
        robot.clickOn("#rotate-a");
        window.settle();
        assertTrue(session.failure().get().orElseThrow().getMessage().contains("'a lot'"));
        assertEquals(1, session.history().edits().size());
        robot.interact(session::undo);
        assertEquals(b, editedB());
    }

    /** What is dragged of the aligned B is the neuron of B that came there, whatever symmetries A has been through. */
    @Test
    void theAlignedPointsOfBAreThoseOfBsOwnNeurons(FxRobot robot) {
        for (boolean moduloScalings : new boolean[] {false, true}) {
            robot.interact(() -> {
                session.align(moduloScalings);
                session.edit(new Edit.Symmetry(
                        "any", GroupElement.randomPermutation(a.architecture(), new SplittableRandom(5))));
                session.edit(new Edit.Symmetry(
                        "any", GroupElement.randomScaling(a.architecture(), new SplittableRandom(6))));
            });
            window.settle();
            assertTrue(session.alignedSpheres().get());
            for (int layer : new int[] {0, 1, 2}) {
                SpherePair before = sphere(layer, layer == 2 ? 0 : 5);
                double[] wanted = before.onGeodesic(0.5);
                robot.interact(
                        () -> session.edit(session.rotation(Edit.Rotate.to(End.B, a.architecture(), before, wanted))));
                SpherePair after = sphere(layer, before.neuron());
                assertArrayEquals(wanted, after.y(), 1e-5);
                assertEquals(before.angle() / 2, after.angle(), 1e-5);
            }
            robot.interact(() -> {
                for (int k = 0; k < 5; k++) {
                    session.undo();
                }
            });
            assertEquals(b, editedB());
        }
    }

    @Test
    void keysTurnThePointInFocus(FxRobot robot) {
        SpherePair before = sphere(0, 1);
        Node handle = robot.lookup("#point-0-1-B").query();
        robot.interact(handle::requestFocus);
        robot.type(KeyCode.RIGHT);
        window.settle();
        assertEquals(before.angle() - Math.toRadians(1), sphere(0, 1).angle(), 1e-6);
        Node again = robot.lookup("#point-0-1-B").query();
        robot.interact(again::requestFocus);
        robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        window.settle();
        assertEquals(before.angle() + Math.toRadians(9), sphere(0, 1).angle(), 1e-6);
        assertTrue(again.getAccessibleText().startsWith("Direction of neuron 1 of layer 0 in B: "));
    }

    @Test
    void aGlobeIsOrbitedAndItsPointsAreDraggedAndTurnedAside(FxRobot robot) {
        openRandom(robot, "3-4-2", Activation.RELU);
        Slider turn = robot.lookup("#orbit-turn").queryAs(Slider.class);
        assertTrue(turn.isVisible());
        double before = turn.getValue();
        Node handle = robot.lookup("#point-0-2-A").query();
        double x = ((Circle) handle).getCenterX();
        robot.drag("#spheres", MouseButton.PRIMARY).moveBy(40, 0).drop();
        window.settle();
        assertEquals(before - 20, turn.getValue(), 1.01);
        assertTrue(session.history().edits().isEmpty());
        assertNotEquals(x, ((Circle) handle).getCenterX(), 1);
        robot.interact(() -> session.selection().set(Optional.of(new Neuron(1, 2))));
        window.settle();
        SpherePair pair = sphere(0, 2);
        robot.interact(() -> {
            robot.lookup("#towards").queryAs(TextField.class).setText("0");
            robot.lookup("#aside").queryAs(TextField.class).setText("30");
        });
        robot.clickOn("#rotate-a");
        window.settle();
        SpherePair after = sphere(0, 2);
        assertEquals(Math.cos(Math.toRadians(30)) * Math.cos(pair.angle()), Math.cos(after.angle()), 1e-6);
        robot.drag("#point-0-2-A", MouseButton.PRIMARY).moveBy(12, 5).drop();
        window.settle();
        assertTrue(lastEdit().startsWith("rotate(n2, "), lastEdit());
    }

    @Test
    void layersOrdersAndPagesAreChosen(FxRobot robot) {
        FigurePane picture = robot.lookup("#spheres").queryAs(FigurePane.class);
        ComboBox<?> layers = robot.lookup("#sphere-layer").queryAs(ComboBox.class);
        robot.interact(() -> layers.getSelectionModel().select(2));
        window.settle();
        assertTrue(picture.getAccessibleText().contains("last layer"), picture.getAccessibleText());
        @SuppressWarnings("unchecked")
        ComboBox<SpheresFigure.Order> orders = robot.lookup("#sphere-order").queryAs(ComboBox.class);
        robot.interact(() -> orders.setValue(SpheresFigure.Order.NEURON));
        openRandom(robot, "5-200-2", Activation.RELU);
        assertTrue(picture.getAccessibleText().contains("in the order of neurons"));
        assertTrue(robot.lookup("#point-0-0-A").tryQuery().isPresent());
        robot.clickOn("#page-on");
        window.settle();
        assertFalse(robot.lookup("#point-0-0-A").tryQuery().isPresent());
        robot.clickOn("#page-back");
        window.settle();
        assertTrue(robot.lookup("#point-0-0-A").tryQuery().isPresent());
    }

    @Test
    void withoutCanonicalFormsTheReasonIsSaid(FxRobot robot) {
        openRandom(robot, "2-4-2", Activation.TANH);
        assertFalse(robot.lookup("#spheres").query().isVisible());
        assertTrue(robot.lookup(".empty-state").queryAllAs(Labeled.class).stream()
                .anyMatch(label -> label.isVisible() && label.getText().contains("tanh has no scaling symmetry")));
        assertTrue(robot.lookup("#geodesic").queryAs(ToggleButton.class).isDisabled());
        assertEquals(PathFigure.Kind.NAIVE, session.kind().get());
    }

    @Test
    void withOneInputAGeodesicIsOfferedOnlyWithinAComponent(FxRobot robot) {
        openRandom(robot, "1-6-2", Activation.RELU);
        assertTrue(robot.lookup("#geodesic").queryAs(ToggleButton.class).isDisabled());
        assertFalse(robot.lookup("#chord").queryAs(ToggleButton.class).isDisabled());
        robot.clickOn("#chord");
        robot.interact(() -> session.openB(new OpenNetwork("a", a)));
        window.settle();
        assertFalse(robot.lookup("#geodesic").queryAs(ToggleButton.class).isDisabled());
    }

    @Test
    void openingAnotherNetworkForgetsItsOwnEditsOnly(FxRobot robot) {
        SpherePair pair = sphere(0, 0);
        robot.interact(() -> {
            session.edit(Edit.Rotate.to(End.A, a.architecture(), pair, pair.onGeodesic(0.2)));
            session.edit(Edit.Rotate.to(End.B, a.architecture(), pair, pair.onGeodesic(0.7)));
            session.openA(new OpenNetwork("a", a));
        });
        assertEquals(1, session.history().edits().size());
        assertEquals(1, session.history().position().get());
        assertNotEquals(b, editedB());
        robot.interact(() -> session.openB(new OpenNetwork("b", b)));
        assertEquals(0, session.history().position().get());
        assertEquals(b, editedB());
    }
}
